CREATE TABLE conversation (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  person_id  INTEGER NOT NULL REFERENCES correspondent (id)
);

-- Who writes and is written to: people, and the accounts themselves.
CREATE TABLE correspondent (
  seq             INTEGER PRIMARY KEY,
  id              INTEGER NOT NULL UNIQUE, -- which messages to a person use
  user_id         INTEGER,                 -- of a professional account
  username        TEXT NOT NULL,
  name            TEXT,                    -- of people only, as is everything below
  picture         TEXT,
  followers       INTEGER,
  follows_account INTEGER,
  followed        INTEGER
);

CREATE TABLE message (
  seq             INTEGER PRIMARY KEY,
  id              INTEGER NOT NULL UNIQUE,
  conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  incoming        INTEGER NOT NULL,
  text            TEXT,
  attachments     TEXT CHECK (json_valid(attachments)),
  shares          TEXT CHECK (json_valid(shares)),
  reactions       TEXT CHECK (json_valid(reactions)),
  story           TEXT CHECK (json_valid(story)),
  unsupported     INTEGER NOT NULL DEFAULT 0,
  created         INTEGER NOT NULL -- Unix time
);
CREATE INDEX message_of_conversation ON message (conversation_id, seq);

CREATE TABLE subscribed_app (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  fields     TEXT NOT NULL CHECK (json_valid(fields)),
  UNIQUE (account_id, id)
);
