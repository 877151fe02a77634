-- What a business has besides: containers, events, a catalog, messages and
-- partners. The world is planted anew.
DROP VIEW node;
DELETE FROM advertisement;
DELETE FROM product_tag;
DELETE FROM product;
DELETE FROM hashtag_search;
DELETE FROM hashtag_media;
DELETE FROM tag;
DELETE FROM collaborator;
DELETE FROM comment;
DELETE FROM media;
DELETE FROM page;
DELETE FROM person;
DELETE FROM account;

ALTER TABLE account ADD COLUMN ice_breakers TEXT CHECK (json_valid(ice_breakers));
ALTER TABLE account ADD COLUMN menu TEXT CHECK (json_valid(menu));

-- Media on their way to be published.
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
  ahead      INTEGER NOT NULL -- seconds behind the last full hour
);
CREATE INDEX scheduled_of_account ON scheduled_media (account_id, seq);

CREATE TABLE upcoming_event (
  seq           INTEGER PRIMARY KEY,
  id            INTEGER NOT NULL UNIQUE,
  account_id    INTEGER NOT NULL REFERENCES account (id),
  title         TEXT NOT NULL,
  ahead         INTEGER NOT NULL, -- seconds from the day's beginning to the event's
  length        INTEGER,          -- in seconds
  notifications TEXT NOT NULL CHECK (json_valid(notifications)),
  target        TEXT NOT NULL CHECK (target IN ('EVENT_START', 'EVENT_END'))
);
CREATE INDEX event_of_account ON upcoming_event (account_id, seq);

CREATE TABLE threads_user (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  backed     INTEGER NOT NULL, -- whether it lives by the Instagram account alone
  picture    TEXT
);

CREATE TABLE agency (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  name       TEXT NOT NULL
);

CREATE TABLE ad_account (
  seq         INTEGER PRIMARY KEY,
  id          INTEGER NOT NULL UNIQUE,
  account_id  INTEGER NOT NULL REFERENCES account (id),
  business_id INTEGER NOT NULL,
  name        TEXT NOT NULL
);

CREATE TABLE product_catalog (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  name       TEXT NOT NULL,
  shop       TEXT NOT NULL
);

-- What creators allow the account to advertise.
CREATE TABLE creator_permission (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  creator    TEXT NOT NULL,
  type       TEXT NOT NULL,
  status     TEXT NOT NULL
);

CREATE TABLE conversation (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  person_id  INTEGER NOT NULL, -- as messages to the other name them
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
  UNION ALL SELECT id, id, 'container', account_id, 0 FROM container
  UNION ALL SELECT id, id, 'upcoming event', account_id, 0 FROM upcoming_event
  UNION ALL SELECT id, id, 'page', person_id, 0 FROM page
  UNION ALL SELECT id, id, 'person', id, 0 FROM person;
