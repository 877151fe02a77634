-- +goose Up
-- What an app asks for while a person signs in, by the SHA-256 of its id.
CREATE TABLE authorization_begun (
    id         text   NOT NULL PRIMARY KEY,
    browser    text   NOT NULL,
    client     text   NOT NULL,
    redirect   text   NOT NULL,
    state      text   NOT NULL, -- the app's; empty: none
    challenge  text   NOT NULL,
    scopes     text   NOT NULL, -- a JSON list
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL
);

-- All that came of one sign-in for an app, by the SHA-256 of its code and refresh tokens.
CREATE TABLE authorization_family (
    id             text   NOT NULL PRIMARY KEY,
    client         text   NOT NULL,
    viewer_id      text   NOT NULL REFERENCES viewer (id) ON DELETE CASCADE,
    scopes         text   NOT NULL, -- a JSON list
    code           text   NOT NULL UNIQUE,
    redirect       text   NOT NULL,
    challenge      text   NOT NULL,
    root           text   NOT NULL, -- empty: the code was not used
    refresh        text   NOT NULL,
    refresh_before text   NOT NULL,
    nonce          text   NOT NULL,
    created_at     bigint NOT NULL,
    refreshed_at   bigint NOT NULL, -- 0: never
    expires_at     bigint NOT NULL
);
CREATE INDEX authorization_family_of_viewer ON authorization_family (viewer_id, created_at);

-- Access tokens are credentials, too.
ALTER TABLE credential ADD COLUMN family text REFERENCES authorization_family (id) ON DELETE CASCADE;
CREATE INDEX credential_of_family ON credential (family);

-- +goose Down
DROP INDEX credential_of_family;
DELETE FROM credential WHERE family IS NOT NULL;
ALTER TABLE credential DROP COLUMN family;
DROP TABLE authorization_family;
DROP TABLE authorization_begun;
