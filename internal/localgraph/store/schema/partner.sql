CREATE TABLE threads_user (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  backed     INTEGER NOT NULL, -- whether it exists through the Instagram account only
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

-- What creators allow the account to advertise.
CREATE TABLE creator_permission (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  creator    TEXT NOT NULL,
  type       TEXT NOT NULL,
  status     TEXT NOT NULL
);
