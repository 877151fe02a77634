-- +goose Up
-- What this server has given out so that it is asked by, by the SHA-256 of its secret.
CREATE TABLE credential (
    id         text   NOT NULL PRIMARY KEY,
    kind       text   NOT NULL,
    secret     text   NOT NULL UNIQUE,
    viewer_id  text   NOT NULL REFERENCES viewer (id) ON DELETE CASCADE,
    terms      text   NOT NULL, -- JSON
    created_at bigint NOT NULL,
    used_at    bigint NOT NULL, -- 0: never
    expires_at bigint NOT NULL  -- 0: never
);
CREATE INDEX credential_of_viewer ON credential (viewer_id, created_at);

-- +goose Down
DROP TABLE credential;
