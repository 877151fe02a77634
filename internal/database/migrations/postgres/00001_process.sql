-- +goose Up
-- A running process, and when it was last seen.
CREATE TABLE process (
    id      text   NOT NULL PRIMARY KEY,
    seen_at bigint NOT NULL
);

-- +goose Down
DROP TABLE process;
