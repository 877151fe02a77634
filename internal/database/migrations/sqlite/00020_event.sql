-- +goose Up
-- Something that has changed, by the topic that those who wait for it name.
CREATE TABLE event (
    id    integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    topic text    NOT NULL,
    at    bigint  NOT NULL
);
CREATE INDEX event_topic ON event (topic, id);

-- +goose Down
DROP TABLE event;
