-- Hashtags, shops and advertisements. The world is planted anew.
DROP VIEW node;
DELETE FROM tag;
DELETE FROM collaborator;
DELETE FROM comment;
DELETE FROM media;
DELETE FROM page;
DELETE FROM person;
DELETE FROM account;

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

-- When an account first searched a hashtag, of the last seven days.
CREATE TABLE hashtag_search (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL, -- of the hashtag
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  searched   INTEGER NOT NULL, -- Unix time
  UNIQUE (account_id, id)
);

CREATE TABLE product (
  seq         INTEGER PRIMARY KEY,
  id          INTEGER NOT NULL UNIQUE,
  catalog_id  INTEGER NOT NULL,
  merchant_id INTEGER NOT NULL,
  retailer_id TEXT NOT NULL,
  name        TEXT NOT NULL,
  price       TEXT NOT NULL,
  sale_price  TEXT,
  picture     TEXT NOT NULL, -- a media file
  review      TEXT NOT NULL CHECK (review IN ('approved', 'rejected', 'pending', 'outdated', '')),
  variants    TEXT NOT NULL CHECK (json_valid(variants))
);
CREATE INDEX product_of_catalog ON product (catalog_id, seq);

-- Where in a picture a product is to be seen, in parts of its size.
CREATE TABLE product_tag (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  media_id   INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES product (id),
  x          REAL,
  y          REAL
);
CREATE INDEX product_tag_of_media ON product_tag (media_id, seq);

CREATE TABLE advertisement (
  seq      INTEGER PRIMARY KEY,
  id       INTEGER NOT NULL UNIQUE,
  media_id INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  status   TEXT NOT NULL
);
CREATE INDEX advertisement_of_media ON advertisement (media_id, seq);

-- Every id that a path may name: the node behind it, the account or person
-- whose token may read it (0 for anybody's), and whether that is so only during
-- a broadcast.
CREATE VIEW node (id, node, kind, owner, live) AS
  SELECT id, id, 'account', id, 0 FROM account
  UNION ALL SELECT scoped_id, id, 'account', id, 0 FROM account
  UNION ALL SELECT legacy_id, id, 'account', id, 0 FROM account
  UNION ALL SELECT id, id, 'media', owner_id, product_type = 'LIVE' FROM media
  UNION ALL SELECT c.id, c.id, 'comment', m.owner_id, m.product_type = 'LIVE' FROM comment c JOIN media m ON m.id = c.media_id
  UNION ALL SELECT id, id, 'hashtag', 0, 0 FROM hashtag
  UNION ALL SELECT id, id, 'page', person_id, 0 FROM page
  UNION ALL SELECT id, id, 'person', id, 0 FROM person;
