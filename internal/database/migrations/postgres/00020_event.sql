-- +goose Up
-- Something that has changed, by the topic that those who wait for it name.
CREATE TABLE event (
    id    bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text   NOT NULL,
    at    bigint NOT NULL
);
CREATE INDEX event_topic ON event (topic, id);

-- +goose Down
DROP TABLE event;
