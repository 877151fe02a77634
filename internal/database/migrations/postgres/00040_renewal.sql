-- +goose Up
ALTER TABLE connected_account ADD COLUMN state text NOT NULL DEFAULT 'ACTIVE';
ALTER TABLE connected_account ADD COLUMN state_event bigint NOT NULL DEFAULT 0; -- that told of the state
ALTER TABLE connected_account ADD COLUMN access text NOT NULL DEFAULT '';
ALTER TABLE connected_account ADD COLUMN renew_at bigint NOT NULL DEFAULT 0; -- 0: never
-- Who renews the token, and until when nobody else may.
ALTER TABLE connected_account ADD COLUMN claim text NOT NULL DEFAULT '';
ALTER TABLE connected_account ADD COLUMN claimed_until bigint NOT NULL DEFAULT 0;
UPDATE connected_account SET access = id, renew_at = CASE WHEN expires_at = 0 THEN 0 ELSE connected_at + (expires_at - connected_at) / 3 END;
CREATE INDEX connected_account_by_access ON connected_account (access);

-- +goose Down
DROP INDEX connected_account_by_access;
ALTER TABLE connected_account DROP COLUMN claimed_until;
ALTER TABLE connected_account DROP COLUMN claim;
ALTER TABLE connected_account DROP COLUMN renew_at;
ALTER TABLE connected_account DROP COLUMN access;
ALTER TABLE connected_account DROP COLUMN state_event;
ALTER TABLE connected_account DROP COLUMN state;
