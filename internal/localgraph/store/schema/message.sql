CREATE TABLE conversation (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  person_id  INTEGER NOT NULL, -- the id that messages to the other person use
  username   TEXT NOT NULL
);

CREATE TABLE message (
  seq             INTEGER PRIMARY KEY,
  id              INTEGER NOT NULL UNIQUE,
  conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  incoming        INTEGER NOT NULL,
  text            TEXT NOT NULL,
  created         INTEGER NOT NULL -- Unix time
);
CREATE INDEX message_of_conversation ON message (conversation_id, seq);

CREATE TABLE subscribed_app (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  fields     TEXT NOT NULL CHECK (json_valid(fields))
);
