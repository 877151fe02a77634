-- Instagram accounts, and the Facebook side that leads to them.
--
-- In every table a row's seq is its place in time among its kind: edges are
-- ordered by it, and cursors point at it.

CREATE TABLE account (
  seq           INTEGER PRIMARY KEY,
  id            INTEGER NOT NULL UNIQUE,
  scoped_id     INTEGER NOT NULL UNIQUE, -- what Instagram Login calls id
  legacy_id     INTEGER NOT NULL UNIQUE,
  old_id        INTEGER NOT NULL,
  commenter_id  INTEGER, -- under which its comments and messages show it; of professional accounts
  username      TEXT NOT NULL UNIQUE,
  account_type  TEXT NOT NULL CHECK (account_type IN ('BUSINESS', 'MEDIA_CREATOR', 'PERSONAL')),
  converted     INTEGER NOT NULL DEFAULT 0, -- Unix time: when it became a professional account
  name          TEXT,
  biography     TEXT,
  website       TEXT,
  picture       TEXT, -- a media file
  followers     INTEGER NOT NULL,
  follows       INTEGER NOT NULL,
  has_shop      INTEGER NOT NULL DEFAULT 0,
  shop_review   TEXT,
  business_id   INTEGER,
  business_name TEXT,
  ice_breakers  TEXT CHECK (json_valid(ice_breakers)),
  menu          TEXT CHECK (json_valid(menu)),
  -- How many media it may publish in 24 hours.
  publishing_quota INTEGER NOT NULL DEFAULT 100
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
