package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/gramql/gramql/internal/vault"
)

// grants keeps tokens, sealed.
type grants struct{ *DB }

var _ vault.Store = grants{}

// Grants returns the tokens that accounts have given.
func (db *DB) Grants() vault.Store { return grants{db} }

// Grant fulfils vault.Store. Of a row that is torn it returns no sealed text: as of one that
// cannot be opened.
func (g grants) Grant(ctx context.Context, account, login string) (r vault.Row, found bool, err error) {
	r.Account, r.Login = account, login
	var died any
	err = g.row(ctx, "SELECT token, mark, died_at FROM account_grant WHERE account_id = $1 AND login = $2",
		[]any{account, login}, &r.Sealed, &r.Mark, &died)
	if errors.Is(err, sql.ErrNoRows) {
		return vault.Row{}, false, nil
	}
	var c columns
	if r.Dead = c.number("died_at", died) != 0; c.err != nil && err == nil {
		g.torn.tell("account_grant", fmt.Errorf("the row of %s: %w", account, c.err))
		r.Sealed = ""
	}
	return r, err == nil, err
}

// Keep fulfils vault.Store.
func (g grants) Keep(ctx context.Context, r vault.Row) error {
	return g.update(ctx, func(tx *tx) error {
		_, err := tx.exec("INSERT INTO account_grant (account_id, login, token, mark, kept_at) VALUES ($1, $2, $3, $4, $5) "+
			"ON CONFLICT (account_id, login) DO UPDATE SET token = excluded.token, mark = excluded.mark, kept_at = excluded.kept_at, died_at = 0",
			r.Account, r.Login, r.Sealed, r.Mark, millis(g.now()))
		return err
	})
}

// Swap fulfils vault.Store.
func (g grants) Swap(ctx context.Context, mark string, r vault.Row) (swapped bool, err error) {
	err = g.update(ctx, func(tx *tx) error {
		n, err := tx.exec("UPDATE account_grant SET token = $1, mark = $2, kept_at = $3 WHERE account_id = $4 AND login = $5 AND mark = $6 AND died_at = 0",
			r.Sealed, r.Mark, millis(g.now()), r.Account, r.Login, mark)
		swapped = n > 0
		return err
	})
	return swapped, err
}

// Bury fulfils vault.Store.
func (g grants) Bury(ctx context.Context, account, login, mark string) error {
	return g.update(ctx, func(tx *tx) error {
		_, err := tx.exec("UPDATE account_grant SET token = '', died_at = $4 WHERE account_id = $1 AND login = $2 AND mark = $3 AND died_at = 0",
			account, login, mark, millis(g.now()))
		return err
	})
}
