package database

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/gramql/gramql/internal/vault"
)

// lent keeps lent tokens, sealed.
type lent struct{ *DB }

var _ vault.LentStore = lent{}

// Lent returns the tokens that callers have lent.
func (db *DB) Lent() vault.LentStore { return lent{db} }

// Lent fulfils vault.LentStore.
func (l lent) Lent(ctx context.Context, account, login string) (r vault.Row, found bool, err error) {
	r.Account, r.Login = account, login
	err = l.row(ctx, "SELECT token, mark FROM lent_token WHERE account_id = $1 AND login = $2", []any{account, login}, &r.Sealed, &r.Mark)
	if errors.Is(err, sql.ErrNoRows) {
		return vault.Row{}, false, nil
	}
	return r, err == nil, err
}

// Lend fulfils vault.LentStore.
func (l lent) Lend(ctx context.Context, r vault.Row) error {
	return l.update(ctx, func(tx *tx) error {
		_, err := tx.exec("INSERT INTO lent_token (account_id, login, token, mark, kept_at) VALUES ($1, $2, $3, $4, $5) "+
			"ON CONFLICT (account_id, login) DO UPDATE SET token = excluded.token, mark = excluded.mark, kept_at = excluded.kept_at",
			r.Account, r.Login, r.Sealed, r.Mark, millis(l.now()))
		return err
	})
}

// GiveBack fulfils vault.LentStore.
func (l lent) GiveBack(ctx context.Context, account, login, mark string) error {
	return l.update(ctx, func(tx *tx) error {
		_, err := tx.exec("DELETE FROM lent_token WHERE account_id = $1 AND login = $2 AND mark = $3", account, login, mark)
		return err
	})
}

// needed is a condition: an account has a publication that has not ended.
const needed = "EXISTS (SELECT 1 FROM publication WHERE publication.account_id = lent_token.account_id AND ended_at = 0)"

// giveBack drops what was lent for an account, unless a publication still needs it.
func (t *tx) giveBack(account string) error {
	_, err := t.exec("DELETE FROM lent_token WHERE account_id = $1 AND NOT "+needed, account)
	return err
}

// GiveBackUnused drops the tokens that were lent before a time and that no publication needs:
// whoever lent them did not come to publish.
func (db *DB) GiveBackUnused(ctx context.Context, before time.Time) error {
	return db.update(ctx, func(tx *tx) error {
		_, err := tx.exec("DELETE FROM lent_token WHERE kept_at < $1 AND NOT "+needed, millis(before))
		return err
	})
}
