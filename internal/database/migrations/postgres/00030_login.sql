-- +goose Up
-- A login that has begun, by the SHA-256 of its state.
CREATE TABLE login_begun (
    state      text   NOT NULL PRIMARY KEY,
    browser    text   NOT NULL,
    login      text   NOT NULL,
    return_to  text   NOT NULL,
    expires_at bigint NOT NULL
);

-- A person, who is known by the accounts that they have connected.
CREATE TABLE viewer (
    id         text   NOT NULL PRIMARY KEY,
    created_at bigint NOT NULL
);

CREATE TABLE connected_account (
    id           text   NOT NULL PRIMARY KEY,
    viewer_id    text   NOT NULL REFERENCES viewer (id),
    account_id   text   NOT NULL, -- of the Graph API
    login        text   NOT NULL,
    user_id      text   NOT NULL, -- that Meta's callbacks name the person by
    username     text   NOT NULL,
    scopes       text   NOT NULL, -- a JSON list
    connected_at bigint NOT NULL,
    expires_at   bigint NOT NULL, -- 0: never
    UNIQUE (account_id, login)
);
CREATE INDEX connected_account_of_viewer ON connected_account (viewer_id, connected_at, id);

-- A browser in which a viewer is signed in, by the SHA-256 of its cookie.
CREATE TABLE session (
    id         text   NOT NULL PRIMARY KEY,
    cookie     text   NOT NULL UNIQUE,
    viewer_id  text   NOT NULL REFERENCES viewer (id),
    user_agent text   NOT NULL,
    created_at bigint NOT NULL,
    seen_at    bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX session_of_viewer ON session (viewer_id, created_at);

-- +goose Down
DROP TABLE session;
DROP TABLE connected_account;
DROP TABLE viewer;
DROP TABLE login_begun;
