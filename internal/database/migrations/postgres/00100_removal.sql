-- +goose Up
-- A request of Meta's to take back what a person allowed, which was honoured, by the SHA-256 of
-- its signature. Nothing says who it was.
CREATE TABLE removal_honoured (
    request        text   NOT NULL,
    how            text   NOT NULL, -- revoked or erased
    believed_until bigint NOT NULL,
    PRIMARY KEY (request, how)
);

-- When a person allowed the access last.
ALTER TABLE connected_account ADD COLUMN allowed_at bigint NOT NULL DEFAULT 0;
UPDATE connected_account SET allowed_at = connected_at;

-- +goose Down
ALTER TABLE connected_account DROP COLUMN allowed_at;
DROP TABLE removal_honoured;
