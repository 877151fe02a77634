package token

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// Consent is what a person allowed an app at one login.
type Consent struct {
	ID    int64 // 0 for a demo token's
	App   string
	Login catalog.Login
	// Account is the Instagram account; Person, with Facebook Login, the Facebook
	// user, or the system user of a business.
	Account, Person int64
	// Granted and Declined are names of scopes.
	Granted, Declined []string
}

// insert keeps a consent, and sets its ID.
func (c *Consent) insert(ctx context.Context, tx *sql.Tx) error {
	return tx.QueryRowContext(ctx,
		"INSERT INTO consent (app, login, account_id, person_id, granted, declined) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
		c.App, c.Login, c.Account, c.Person, list(c.Granted), list(c.Declined)).Scan(&c.ID)
}

// samePerson is SQL for the consents of the same person to the same app, by the columns
// of a consent.
const samePerson = "app = ? AND login = ? AND iif(person_id = 0, account_id, person_id) = ? AND withdrawn = 0"

// User returns the id of who consented: the Facebook user or the account.
func (c Consent) User() int64 {
	if c.Person != 0 {
		return c.Person
	}
	return c.Account
}

// Withdraw takes from an app all that a person ever allowed it with a login type,
// as who removes the app does: their tokens are dead.
func (r *Register) Withdraw(ctx context.Context, c Consent) error {
	return r.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE consent SET withdrawn = ? WHERE "+samePerson, r.now().Unix(), c.App, c.Login, c.User())
		return err
	})
}

// Decline takes one scope from an app that a person had granted it with a login
// type, at whichever login.
func (r *Register) Decline(ctx context.Context, c Consent, scope string) error {
	return r.db.Update(ctx, func(tx *sql.Tx) error {
		var changed []Consent
		rows, err := tx.QueryContext(ctx, "SELECT id, granted, declined FROM consent WHERE "+samePerson, c.App, c.Login, c.User())
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // Err says what went wrong
		for rows.Next() {
			var other Consent
			var granted, declined string
			if err := rows.Scan(&other.ID, &granted, &declined); err != nil {
				return err
			}
			other.Granted, other.Declined = names(granted), names(declined)
			if i := slices.Index(other.Granted, scope); i >= 0 {
				other.Granted, other.Declined = slices.Delete(other.Granted, i, i+1), append(other.Declined, scope)
				changed = append(changed, other)
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for _, other := range changed {
			if _, err := tx.ExecContext(ctx, "UPDATE consent SET granted = ?, declined = ? WHERE id = ?", list(other.Granted), list(other.Declined), other.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// Consents returns what people have allowed apps and not withdrawn since, of an
// account.
func (r *Register) Consents(ctx context.Context, account int64) (all []Consent, err error) {
	err = r.db.Query(ctx, "SELECT id, app, login, account_id, person_id, granted, declined FROM consent WHERE account_id = ? AND withdrawn = 0 ORDER BY id", func(rows *sql.Rows) error {
		var c Consent
		var granted, declined string
		if err := rows.Scan(&c.ID, &c.App, &c.Login, &c.Account, &c.Person, &granted, &declined); err != nil {
			return err
		}
		c.Granted, c.Declined = names(granted), names(declined)
		all = append(all, c)
		return nil
	}, account)
	return all, err
}

func list(names []string) string { return strings.Join(names, ",") }

func names(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}
