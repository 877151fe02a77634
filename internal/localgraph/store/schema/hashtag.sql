CREATE TABLE hashtag (
  seq  INTEGER PRIMARY KEY,
  id   INTEGER NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE -- without the #
);

CREATE TABLE hashtag_media (
  hashtag_id INTEGER NOT NULL REFERENCES hashtag (id),
  media_id   INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  PRIMARY KEY (hashtag_id, media_id)
) WITHOUT ROWID;

-- The hashtags that an account has searched in the last seven days, and when
-- it first did.
CREATE TABLE hashtag_search (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL, -- of the hashtag
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  searched   INTEGER NOT NULL, -- Unix time
  UNIQUE (account_id, id)
);
