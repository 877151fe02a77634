CREATE TABLE comment (
  seq          INTEGER PRIMARY KEY,
  id           INTEGER NOT NULL UNIQUE,
  media_id     INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  parent_id    INTEGER REFERENCES comment (id) ON DELETE CASCADE, -- set on replies
  username     TEXT NOT NULL,
  commenter_id INTEGER NOT NULL,
  text         TEXT NOT NULL,
  old_id       INTEGER NOT NULL,
  created      INTEGER, -- Unix time
  ahead        INTEGER, -- instead of created, under a broadcast: seconds after its start
  likes        INTEGER NOT NULL DEFAULT 0,
  hidden       INTEGER NOT NULL DEFAULT 0,
  answered     INTEGER, -- Unix time of the private reply to it
  CHECK ((created IS NULL) <> (ahead IS NULL))
);
CREATE INDEX comment_of_media ON comment (media_id, ahead);
CREATE INDEX comment_top ON comment (media_id, seq) WHERE parent_id IS NULL;
CREATE INDEX comment_reply ON comment (parent_id, seq) WHERE parent_id IS NOT NULL;
