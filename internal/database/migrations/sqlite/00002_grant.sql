-- +goose Up
-- A token of an account, sealed.
CREATE TABLE account_grant (
    account_id text   NOT NULL,
    login      text   NOT NULL,
    token      text   NOT NULL, -- sealed; empty once it is dead
    mark       text   NOT NULL, -- tells whether another token is the same
    kept_at    bigint NOT NULL,
    died_at    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, login)
);

-- +goose Down
DROP TABLE account_grant;
