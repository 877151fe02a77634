-- +goose Up
-- That what was kept of a person was deleted because they asked Meta for it, by the SHA-256
-- of the code that they got. Nothing says who it was.
CREATE TABLE erasure (
    receipt   text   NOT NULL PRIMARY KEY,
    erased_at bigint NOT NULL
);
CREATE INDEX connected_account_of_user ON connected_account (user_id);

-- +goose Down
DROP INDEX connected_account_of_user;
DROP TABLE erasure;
