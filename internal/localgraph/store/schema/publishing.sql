-- Media that are being prepared for publishing.
CREATE TABLE container (
  seq         INTEGER PRIMARY KEY,
  id          INTEGER NOT NULL UNIQUE,
  account_id  INTEGER NOT NULL REFERENCES account (id),
  status_code TEXT NOT NULL CHECK (status_code IN ('EXPIRED', 'ERROR', 'FINISHED', 'IN_PROGRESS', 'PUBLISHED')),
  status      TEXT NOT NULL,
  copyright   TEXT CHECK (json_valid(copyright)),
  video       TEXT CHECK (json_valid(video)) -- of resumable uploads
);

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
  ahead         INTEGER NOT NULL, -- seconds from the start of the day to the start of the event
  length        INTEGER,          -- in seconds
  notifications TEXT NOT NULL CHECK (json_valid(notifications)),
  target        TEXT NOT NULL CHECK (target IN ('EVENT_START', 'EVENT_END'))
);
CREATE INDEX event_of_account ON upcoming_event (account_id, seq);
