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
  age              INTEGER, -- instead of created, for what the clock moves along: seconds before the last full hour
  lost             INTEGER NOT NULL DEFAULT 0, -- whether Meta has lost the video
  likes            INTEGER, -- NULL on the children of an album, as is everything below
  likes_hidden     INTEGER NOT NULL DEFAULT 0,
  boosted_likes    INTEGER,
  comments_enabled INTEGER,
  shared_to_feed   INTEGER, -- on reels
  audio_type       TEXT,    -- on reels, as audio_id
  audio_id         INTEGER,
  views            INTEGER, -- on videos and stories
  reposts          INTEGER,
  shares           INTEGER,
  saves            INTEGER,
  viewers          INTEGER, -- on broadcasts
  has_poll         INTEGER, -- on stories, as has_slider
  has_slider       INTEGER,
  ai_generated     INTEGER NOT NULL DEFAULT 0,
  CHECK ((created IS NULL) <> (age IS NULL))
);
CREATE INDEX media_of_owner ON media (owner_id, seq) WHERE album_id IS NULL AND age IS NULL AND product_type <> 'STORY';
CREATE INDEX media_of_album ON media (album_id, seq) WHERE album_id IS NOT NULL;
CREATE INDEX media_story ON media (owner_id, seq) WHERE product_type = 'STORY';
CREATE INDEX media_of_now ON media (owner_id, product_type, seq) WHERE age IS NOT NULL;

-- Who is tagged in whose media.
CREATE TABLE tag (
  seq        INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id),
  media_id   INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  UNIQUE (account_id, media_id)
);

-- Who made a media together with its owner, or was invited to.
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

-- What accounts like: a media, or a comment below it.
CREATE TABLE liking (
  account_id INTEGER NOT NULL REFERENCES account (id),
  media_id   INTEGER REFERENCES media (id) ON DELETE CASCADE,
  comment_id INTEGER REFERENCES comment (id) ON DELETE CASCADE,
  UNIQUE (account_id, media_id),
  UNIQUE (account_id, comment_id),
  CHECK ((media_id IS NULL) <> (comment_id IS NULL))
);
CREATE INDEX liking_of_media ON liking (media_id) WHERE media_id IS NOT NULL;
CREATE INDEX liking_of_comment ON liking (comment_id) WHERE comment_id IS NOT NULL;

CREATE TABLE poll (
  seq      INTEGER PRIMARY KEY,
  id       INTEGER NOT NULL UNIQUE,
  media_id INTEGER NOT NULL UNIQUE REFERENCES media (id) ON DELETE CASCADE,
  options  TEXT NOT NULL, -- JSON
  lasts    INTEGER NOT NULL -- seconds from the media's creation
);

CREATE TABLE prompt_response (
  seq      INTEGER PRIMARY KEY,
  id       INTEGER NOT NULL UNIQUE,
  media_id INTEGER NOT NULL UNIQUE REFERENCES media (id) ON DELETE CASCADE,
  prompt   TEXT NOT NULL,
  response TEXT
);

CREATE TABLE advertisement (
  seq      INTEGER PRIMARY KEY,
  id       INTEGER NOT NULL UNIQUE,
  media_id INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  status   TEXT NOT NULL
);
CREATE INDEX advertisement_of_media ON advertisement (media_id, seq);
