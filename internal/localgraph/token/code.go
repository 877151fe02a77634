package token

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// codeLife is how long a code is good for a token.
//
// Source: Meta, Instagram Platform, "Business Login".
const codeLife = time.Hour

// Why a code is refused.
var (
	ErrCodeUnknown  = errors.New("no such code of this app and login type")
	ErrCodeUsed     = errors.New("the code was used")
	ErrCodeExpired  = errors.New("the code has expired")
	ErrCodeRedirect = errors.New("the code was made for another redirect address")
)

// NewCode keeps a consent, and returns a code that is good for one token of a kind,
// at a redirect address.
func (r *Register) NewCode(ctx context.Context, c Consent, kind Kind, redirect string) (code string, err error) {
	code = codePrefix + random()
	now := r.now()
	err = r.db.Update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM code WHERE expires <= ?", now.Add(-kept).Unix()); err != nil {
			return err
		}
		if err := c.insert(ctx, tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO code (hash, consent_id, redirect, kind, expires) VALUES (?, ?, ?, ?, ?)",
			hash(code), c.ID, redirect, kind, now.Add(codeLife).Unix())
		return err
	})
	return code, err
}

// codePrefix is what codes begin with.
const codePrefix = "AQB"

// Redeem issues the token that a code is good for, once. The error is one of
// ErrCode…, and leaves the code as it was.
func (r *Register) Redeem(ctx context.Context, app string, login catalog.Login, code, redirect string) (issued Issued, err error) {
	err = r.db.Update(ctx, func(tx *sql.Tx) error {
		var c Consent
		var kind Kind
		var granted, declined, meant string
		var expires, used, withdrawn int64
		err := tx.QueryRowContext(ctx, `SELECT c.id, c.app, c.login, c.account_id, c.person_id, c.granted, c.declined, c.withdrawn, o.kind, o.redirect, o.expires, o.used
			FROM code AS o JOIN consent AS c ON c.id = o.consent_id WHERE o.hash = ?`, hash(code)).
			Scan(&c.ID, &c.App, &c.Login, &c.Account, &c.Person, &granted, &declined, &withdrawn, &kind, &meant, &expires, &used)
		switch {
		case errors.Is(err, sql.ErrNoRows), err == nil && (c.App != app || withdrawn > 0 || !login.Has(c.Login)):
			return ErrCodeUnknown
		case err != nil:
			return err
		case used > 0:
			return ErrCodeUsed
		case r.now().Unix() >= expires:
			return ErrCodeExpired
		case meant != redirect:
			return ErrCodeRedirect
		}
		c.Granted, c.Declined = names(granted), names(declined)
		if _, err := tx.ExecContext(ctx, "UPDATE code SET used = 1 WHERE hash = ?", hash(code)); err != nil {
			return err
		}
		issued, err = r.issue(ctx, tx, c, kind)
		return err
	})
	return issued, err
}
