-- Comments under a broadcast, and videos that are lost. The world is planted
-- anew.
DROP TABLE comment;
DELETE FROM subscribed_app;
DELETE FROM message;
DELETE FROM conversation;
DELETE FROM creator_permission;
DELETE FROM product_catalog;
DELETE FROM ad_account;
DELETE FROM agency;
DELETE FROM threads_user;
DELETE FROM upcoming_event;
DELETE FROM scheduled_media;
DELETE FROM container;
DELETE FROM advertisement;
DELETE FROM product_tag;
DELETE FROM product;
DELETE FROM hashtag_search;
DELETE FROM hashtag_media;
DELETE FROM tag;
DELETE FROM collaborator;
DELETE FROM media;
DELETE FROM page;
DELETE FROM person;
DELETE FROM account;

CREATE TABLE comment (
  seq          INTEGER PRIMARY KEY,
  id           INTEGER NOT NULL UNIQUE,
  media_id     INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  parent_id    INTEGER REFERENCES comment (id) ON DELETE CASCADE, -- set on replies
  username     TEXT NOT NULL,
  commenter_id INTEGER NOT NULL,
  text         TEXT NOT NULL,
  old_id       INTEGER NOT NULL,
  created      INTEGER, -- Unix time
  ahead        INTEGER, -- in place of created under a broadcast: seconds behind its start
  likes        INTEGER NOT NULL DEFAULT 0,
  hidden       INTEGER NOT NULL DEFAULT 0,
  CHECK ((created IS NULL) <> (ahead IS NULL))
);
CREATE INDEX comment_of_media ON comment (media_id, ahead);
CREATE INDEX comment_top ON comment (media_id, seq) WHERE parent_id IS NULL;
CREATE INDEX comment_reply ON comment (parent_id, seq) WHERE parent_id IS NOT NULL;

-- Whether Meta has lost what the video shows.
ALTER TABLE media ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
