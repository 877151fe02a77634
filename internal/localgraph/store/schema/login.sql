-- What people have allowed apps at the login, and the codes and access tokens that
-- came of it. Codes and tokens are looked up by their SHA-256.

CREATE TABLE consent (
  id         INTEGER PRIMARY KEY,
  app        TEXT NOT NULL,
  login      INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  person_id  INTEGER NOT NULL, -- the Facebook user; 0 with the other logins
  granted    TEXT NOT NULL, -- scopes, separated by commas
  declined   TEXT NOT NULL,
  withdrawn  INTEGER NOT NULL DEFAULT 0 -- Unix time: when the person removed the app
);

CREATE TABLE code (
  hash       BLOB PRIMARY KEY,
  consent_id INTEGER NOT NULL REFERENCES consent (id),
  redirect   TEXT NOT NULL,
  kind       INTEGER NOT NULL, -- of the token that it is good for
  expires    INTEGER NOT NULL, -- Unix time
  used       INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE token (
  id         INTEGER PRIMARY KEY,
  hash       BLOB NOT NULL UNIQUE,
  consent_id INTEGER NOT NULL REFERENCES consent (id),
  kind       INTEGER NOT NULL,
  issued     INTEGER NOT NULL, -- Unix time
  expires    INTEGER NOT NULL, -- Unix time; 0 is never
  -- A Page's token comes with a user's, and is given out again and again.
  page_id    INTEGER REFERENCES page (id),
  user_token INTEGER REFERENCES token (id),
  text       TEXT
);
CREATE INDEX token_of_page ON token (user_token, page_id);
