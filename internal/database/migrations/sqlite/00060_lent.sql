-- +goose Up
-- A token of a caller who has connected no account, sealed: kept until the last publication
-- of its account has ended.
CREATE TABLE lent_token (
    account_id text   NOT NULL,
    login      text   NOT NULL,
    token      text   NOT NULL, -- sealed
    mark       text   NOT NULL, -- tells whether another token is the same
    kept_at    bigint NOT NULL,
    PRIMARY KEY (account_id, login)
);

-- +goose Down
DROP TABLE lent_token;
