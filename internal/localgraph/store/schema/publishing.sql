-- Media that are being prepared for publishing, or were.
CREATE TABLE container (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  content    TEXT NOT NULL CHECK (json_valid(content)), -- what it is to become
  created    INTEGER,                    -- Unix time, as those below; NULL when it never expires
  ready      INTEGER NOT NULL DEFAULT 0, -- from when on it is not in progress any more
  failure    TEXT,                       -- its status from then on, if it cannot be published
  published  INTEGER,                    -- 0 as part of a carousel, which counts once
  copyright  TEXT CHECK (json_valid(copyright)),
  video      TEXT CHECK (json_valid(video)) -- of resumable uploads
);
CREATE INDEX container_created ON container (account_id, created);
CREATE INDEX container_published ON container (account_id, published) WHERE published IS NOT NULL;

CREATE TABLE scheduled_media (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  caption    TEXT,
  media_type TEXT NOT NULL,
  file       TEXT NOT NULL,
  thumbnail  TEXT,
  ahead      INTEGER NOT NULL -- seconds after the last full hour
);
CREATE INDEX scheduled_of_account ON scheduled_media (account_id, seq);

CREATE TABLE upcoming_event (
  seq           INTEGER PRIMARY KEY,
  id            INTEGER NOT NULL UNIQUE,
  account_id    INTEGER NOT NULL REFERENCES account (id),
  title         TEXT NOT NULL,
  starts        INTEGER, -- Unix time
  ahead         INTEGER, -- instead of starts: seconds from the start of the day to the start of the event
  length        INTEGER, -- in seconds
  notifications TEXT NOT NULL CHECK (json_valid(notifications)),
  target        TEXT NOT NULL CHECK (target IN ('EVENT_START', 'EVENT_END')),
  CHECK ((starts IS NULL) <> (ahead IS NULL))
);
CREATE INDEX event_of_account ON upcoming_event (account_id, seq);
