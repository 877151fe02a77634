-- Insights. The world is planted anew.
DELETE FROM tag;
DELETE FROM collaborator;
DELETE FROM comment;
DELETE FROM media;
DELETE FROM page;
DELETE FROM person;
DELETE FROM account;

-- When the account became a professional one, as a Unix time.
ALTER TABLE account ADD COLUMN converted INTEGER NOT NULL DEFAULT 0;
