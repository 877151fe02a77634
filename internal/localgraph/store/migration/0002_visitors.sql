-- Stories, broadcasts, and what others show of an account. The world is
-- planted anew.
DROP VIEW node;
DROP TABLE comment;
DROP TABLE media;
DELETE FROM page;
DELETE FROM person;
DELETE FROM account;

CREATE TABLE media (
  seq              INTEGER PRIMARY KEY,
  id               INTEGER NOT NULL UNIQUE,
  owner_id         INTEGER NOT NULL REFERENCES account (id),
  album_id         INTEGER REFERENCES media (id) ON DELETE CASCADE, -- set on the children of an album
  media_type       TEXT NOT NULL CHECK (media_type IN ('IMAGE', 'VIDEO', 'CAROUSEL_ALBUM', 'BROADCAST')),
  product_type     TEXT NOT NULL CHECK (product_type IN ('FEED', 'REELS', 'STORY', 'LIVE')),
  caption          TEXT,
  file             TEXT, -- NULL when the media may not be shown, and on albums
  thumbnail        TEXT, -- on videos
  alt_text         TEXT,
  shortcode        TEXT NOT NULL UNIQUE,
  old_id           INTEGER NOT NULL,
  created          INTEGER, -- Unix time
  age              INTEGER, -- in place of created where the clock moves it on: seconds before the last full hour
  likes            INTEGER, -- NULL on the children of an album, as all that follows
  likes_hidden     INTEGER NOT NULL DEFAULT 0,
  boosted_likes    INTEGER,
  comments_enabled INTEGER,
  shared_to_feed   INTEGER, -- on reels
  audio_type       TEXT,    -- on reels
  views            INTEGER, -- on videos and stories
  reposts          INTEGER,
  shares           INTEGER,
  saves            INTEGER,
  viewers          INTEGER, -- on broadcasts
  has_poll         INTEGER, -- on stories, as has_slider
  has_slider       INTEGER,
  CHECK ((created IS NULL) <> (age IS NULL))
);
CREATE INDEX media_of_owner ON media (owner_id, seq) WHERE album_id IS NULL AND age IS NULL;
CREATE INDEX media_of_album ON media (album_id, seq) WHERE album_id IS NOT NULL;
CREATE INDEX media_of_now ON media (owner_id, product_type, seq) WHERE age IS NOT NULL;

CREATE TABLE comment (
  seq          INTEGER PRIMARY KEY,
  id           INTEGER NOT NULL UNIQUE,
  media_id     INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  parent_id    INTEGER REFERENCES comment (id) ON DELETE CASCADE, -- set on replies
  username     TEXT NOT NULL,
  commenter_id INTEGER NOT NULL,
  text         TEXT NOT NULL,
  old_id       INTEGER NOT NULL,
  created      INTEGER NOT NULL, -- Unix time
  likes        INTEGER NOT NULL DEFAULT 0,
  hidden       INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX comment_of_media ON comment (media_id, seq);
CREATE INDEX comment_top ON comment (media_id, seq) WHERE parent_id IS NULL;
CREATE INDEX comment_reply ON comment (parent_id, seq) WHERE parent_id IS NOT NULL;

-- Who is tagged in the picture of whose media.
CREATE TABLE tag (
  seq        INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id),
  media_id   INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  UNIQUE (account_id, media_id)
);

-- Who made a media together with its owner, or was asked to.
CREATE TABLE collaborator (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  media_id   INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  status     TEXT NOT NULL CHECK (status IN ('Accepted', 'Pending')),
  UNIQUE (account_id, media_id)
);
CREATE INDEX collaborator_of_media ON collaborator (media_id, seq);
CREATE INDEX collaborator_invited ON collaborator (account_id, status, seq);

-- Every id that a path may name: the node behind it, the account or person
-- whose token may read it, and whether that is so only during a broadcast.
CREATE VIEW node (id, node, kind, owner, live) AS
  SELECT id, id, 'account', id, 0 FROM account
  UNION ALL SELECT scoped_id, id, 'account', id, 0 FROM account
  UNION ALL SELECT legacy_id, id, 'account', id, 0 FROM account
  UNION ALL SELECT id, id, 'media', owner_id, product_type = 'LIVE' FROM media
  UNION ALL SELECT c.id, c.id, 'comment', m.owner_id, m.product_type = 'LIVE' FROM comment c JOIN media m ON m.id = c.media_id
  UNION ALL SELECT id, id, 'page', person_id, 0 FROM page
  UNION ALL SELECT id, id, 'person', id, 0 FROM person;
