-- A row's seq is its place in time among its kind: edges are ordered by it,
-- and cursors point at it.

CREATE TABLE account (
  seq           INTEGER PRIMARY KEY,
  id            INTEGER NOT NULL UNIQUE,
  scoped_id     INTEGER NOT NULL UNIQUE, -- what Instagram Login calls id
  legacy_id     INTEGER NOT NULL UNIQUE,
  old_id        INTEGER NOT NULL,
  username      TEXT NOT NULL UNIQUE,
  account_type  TEXT NOT NULL CHECK (account_type IN ('BUSINESS', 'MEDIA_CREATOR', 'PERSONAL')),
  name          TEXT,
  biography     TEXT,
  website       TEXT,
  picture       TEXT, -- a media file
  followers     INTEGER NOT NULL,
  follows       INTEGER NOT NULL,
  has_shop      INTEGER NOT NULL DEFAULT 0,
  shop_review   TEXT,
  business_id   INTEGER,
  business_name TEXT
);

CREATE TABLE person (
  seq  INTEGER PRIMARY KEY,
  id   INTEGER NOT NULL UNIQUE,
  name TEXT NOT NULL
);

CREATE TABLE page (
  seq           INTEGER PRIMARY KEY,
  id            INTEGER NOT NULL UNIQUE,
  person_id     INTEGER NOT NULL REFERENCES person (id),
  account_id    INTEGER REFERENCES account (id),
  name          TEXT NOT NULL,
  category      TEXT NOT NULL,
  category_list TEXT NOT NULL CHECK (json_valid(category_list)),
  tasks         TEXT NOT NULL CHECK (json_valid(tasks)),
  access_token  TEXT NOT NULL
);
CREATE INDEX page_of_person ON page (person_id, seq);

CREATE TABLE media (
  seq              INTEGER PRIMARY KEY,
  id               INTEGER NOT NULL UNIQUE,
  owner_id         INTEGER NOT NULL REFERENCES account (id),
  album_id         INTEGER REFERENCES media (id) ON DELETE CASCADE, -- set on the children of an album
  media_type       TEXT NOT NULL CHECK (media_type IN ('IMAGE', 'VIDEO', 'CAROUSEL_ALBUM')),
  product_type     TEXT NOT NULL CHECK (product_type IN ('FEED', 'REELS')),
  caption          TEXT,
  file             TEXT, -- NULL when the media may not be shown, and on albums
  thumbnail        TEXT, -- on videos
  alt_text         TEXT,
  shortcode        TEXT NOT NULL UNIQUE,
  old_id           INTEGER NOT NULL,
  created          INTEGER NOT NULL, -- Unix time
  likes            INTEGER,          -- NULL on the children of an album, as all that follows
  likes_hidden     INTEGER NOT NULL DEFAULT 0,
  boosted_likes    INTEGER,
  comments_enabled INTEGER,
  shared_to_feed   INTEGER, -- on reels
  audio_type       TEXT,    -- on reels
  views            INTEGER, -- on videos
  reposts          INTEGER,
  shares           INTEGER,
  saves            INTEGER
);
CREATE INDEX media_of_owner ON media (owner_id, seq) WHERE album_id IS NULL;
CREATE INDEX media_of_album ON media (album_id, seq) WHERE album_id IS NOT NULL;

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

-- Every id that a path may name: the node behind it, and the account or
-- person whose token may read it.
CREATE VIEW node (id, node, kind, owner) AS
  SELECT id, id, 'account', id FROM account
  UNION ALL SELECT scoped_id, id, 'account', id FROM account
  UNION ALL SELECT legacy_id, id, 'account', id FROM account
  UNION ALL SELECT id, id, 'media', owner_id FROM media
  UNION ALL SELECT c.id, c.id, 'comment', m.owner_id FROM comment c JOIN media m ON m.id = c.media_id
  UNION ALL SELECT id, id, 'page', person_id FROM page
  UNION ALL SELECT id, id, 'person', id FROM person;
