CREATE TABLE product_catalog (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  name       TEXT NOT NULL,
  shop       TEXT NOT NULL
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
  variants    TEXT NOT NULL CHECK (json_valid(variants)),
  appeal      TEXT -- why its rejection is wrong, as the account says
);
CREATE INDEX product_of_catalog ON product (catalog_id, seq);

-- Where in a picture a product is, in fractions of the picture's size.
CREATE TABLE product_tag (
  seq        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL UNIQUE,
  media_id   INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES product (id),
  x          REAL,
  y          REAL
);
CREATE INDEX product_tag_of_media ON product_tag (media_id, seq);
