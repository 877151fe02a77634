-- +goose Up
-- A post on its way, and what became of it. Times are Unix milliseconds, 0 for none.
CREATE TABLE publication (
    id              text   NOT NULL PRIMARY KEY, -- later ones come after earlier ones
    version         bigint NOT NULL,             -- how often the row was written
    account_id      text   NOT NULL,
    login           text   NOT NULL,
    idempotency_key text,                        -- null: none, or not kept any more
    fingerprint     text   NOT NULL,             -- of the input
    content         text   NOT NULL,             -- JSON
    publish_at      bigint NOT NULL,
    created_at      bigint NOT NULL,
    updated_at      bigint NOT NULL,
    ended_at        bigint NOT NULL,
    retry_at        bigint NOT NULL,
    state           text   NOT NULL,
    progress        double precision NOT NULL,
    media_id        text,                        -- null: not published, or not found
    failure         text,                        -- JSON; null: none
    work            text   NOT NULL              -- JSON: what only the worker knows
);
CREATE UNIQUE INDEX publication_key ON publication (account_id, idempotency_key);
CREATE INDEX publication_newest ON publication (account_id, id);
CREATE INDEX publication_media ON publication (account_id, media_id);

-- +goose Down
DROP TABLE publication;
