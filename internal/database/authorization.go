package database

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/credential"
)

// authorizations keeps what apps were given.
type authorizations struct{ *DB }

// Authorizations returns the store of what apps were given.
func (db *DB) Authorizations() authorization.Store { return authorizations{db} }

// accessKind is that of access tokens among the credentials, whose others are API keys.
const accessKind = "ACCESS"

// Begin keeps what an app asks for while a person signs in, and forgets what is too old.
func (a authorizations) Begin(ctx context.Context, b authorization.Begun) error {
	return a.update(ctx, func(tx *tx) error {
		if _, err := tx.exec("DELETE FROM authorization_begun WHERE expires_at <= $1", millis(b.CreatedAt)); err != nil {
			return err
		}
		_, err := tx.exec("INSERT INTO authorization_begun (id, browser, client, redirect, state, challenge, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
			string(b.ID), string(b.Browser), b.Client, b.Redirect, b.State, b.Challenge, list(b.Scopes), millis(b.CreatedAt), millis(b.Expires))
		return err
	})
}

// TakeBegun returns what was begun by an id, once.
func (a authorizations) TakeBegun(ctx context.Context, id, browser credential.Hash, now time.Time) (b authorization.Begun, err error) {
	err = a.update(ctx, func(tx *tx) error {
		var scopes string
		var created, expires int64
		b = authorization.Begun{ID: id}
		err := tx.row("DELETE FROM authorization_begun WHERE id = $1 AND browser = $2 AND expires_at > $3 RETURNING browser, client, redirect, state, challenge, scopes, created_at, expires_at",
			[]any{string(id), string(browser), millis(now)}, &b.Browser, &b.Client, &b.Redirect, &b.State, &b.Challenge, &scopes, &created, &expires)
		if errors.Is(err, sql.ErrNoRows) {
			return authorization.ErrNone
		}
		if err != nil {
			return err
		}
		b.CreatedAt, b.Expires = moment(created), moment(expires)
		return json.Unmarshal([]byte(scopes), &b.Scopes)
	})
	return b, err
}

// Add keeps a new family.
func (a authorizations) Add(ctx context.Context, f authorization.Family) error {
	return a.update(ctx, func(tx *tx) error {
		added, err := tx.exec(`INSERT INTO authorization_family (id, client, viewer_id, scopes, code, redirect, challenge, root, refresh, refresh_before, nonce, created_at, refreshed_at, expires_at)
			SELECT $1, $2, id, $3, $4, $5, $6, '', '', '', '', $7, 0, $8 FROM viewer WHERE id = $9`,
			f.ID, f.Client, list(f.Scopes), string(f.Code), f.Redirect, f.Challenge, millis(f.CreatedAt), millis(f.Expires), f.Person)
		if err == nil && added == 0 {
			return authorization.ErrNone
		}
		return err
	})
}

// ChangeByCode changes the family that a code began.
func (a authorizations) ChangeByCode(ctx context.Context, code credential.Hash, change authorization.Change) error {
	return a.change(ctx, "code = $1", string(code), change)
}

// Change changes the family of an id.
func (a authorizations) Change(ctx context.Context, family string, change authorization.Change) error {
	return a.change(ctx, "id = $1", family, change)
}

func (a authorizations) change(ctx context.Context, condition, arg string, change authorization.Change) error {
	ended := false
	err := a.update(ctx, func(tx *tx) error {
		ended = false
		f, err := tx.family(condition, arg)
		if err != nil {
			return err
		}
		given, err := change(&f)
		if ended = errors.Is(err, authorization.ErrEnd); ended {
			_, err := tx.endFamilies("id = $1", f.ID)
			return err
		}
		if err != nil {
			return err
		}
		if _, err := tx.exec("UPDATE authorization_family SET root = $1, refresh = $2, refresh_before = $3, nonce = $4, refreshed_at = $5, expires_at = $6 WHERE id = $7",
			string(f.Root), string(f.Refresh), string(f.Before), f.Nonce, millis(f.RefreshedAt), millis(f.Expires), f.ID); err != nil {
			return err
		}
		for _, each := range given {
			if err := tx.addAccess(each); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && ended {
		return authorization.ErrEnd
	}
	return err
}

const familyColumns = "id, client, viewer_id, scopes, code, redirect, challenge, root, refresh, refresh_before, nonce, created_at, refreshed_at, expires_at"

func scanFamily(row scanner) (f authorization.Family, err error) {
	var scopes string
	var created, refreshed, expires int64
	if err := row.Scan(&f.ID, &f.Client, &f.Person, &scopes, &f.Code, &f.Redirect, &f.Challenge, &f.Root, &f.Refresh, &f.Before, &f.Nonce, &created, &refreshed, &expires); err != nil {
		return f, err
	}
	f.CreatedAt, f.RefreshedAt, f.Expires = moment(created), moment(refreshed), moment(expires)
	return f, json.Unmarshal([]byte(scopes), &f.Scopes)
}

// family returns a family that no one else changes until the transaction ends.
func (t *tx) family(condition, arg string) (f authorization.Family, err error) {
	err = authorization.ErrNone
	failed := t.rows(func(row scanner) error {
		f, err = scanFamily(row)
		return err
	}, "UPDATE authorization_family SET client = client WHERE "+condition+" RETURNING "+familyColumns, arg)
	return f, cmp.Or(failed, err)
}

// Families returns the families of a person that have not ended, the newest first.
func (a authorizations) Families(ctx context.Context, person string, now time.Time) ([]authorization.Family, error) {
	return readable(ctx, a.DB, "authorization_family", scanFamily,
		"SELECT "+familyColumns+" FROM authorization_family WHERE viewer_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id", person, millis(now))
}

// EndAccess ends an access token.
func (a authorizations) EndAccess(ctx context.Context, access string) error {
	return a.update(ctx, func(tx *tx) error {
		ended, err := tx.endCredentials("family IS NOT NULL AND id = $1", access)
		if err == nil && ended == 0 {
			return authorization.ErrNone
		}
		return err
	})
}

// EndFamily ends a family of a person.
func (a authorizations) EndFamily(ctx context.Context, person, family string) error {
	return a.update(ctx, func(tx *tx) error {
		ended, err := tx.endFamilies("viewer_id = $1 AND id = $2", person, family)
		if err == nil && ended == 0 {
			return authorization.ErrNone
		}
		return err
	})
}

// addAccess keeps an access token, unless the same is kept.
func (t *tx) addAccess(a authorization.Access) error {
	terms, err := json.Marshal(credential.Terms{Scopes: a.Scopes})
	if err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO credential (id, kind, secret, viewer_id, terms, created_at, used_at, expires_at, family) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8) ON CONFLICT (secret) DO NOTHING",
		a.ID, accessKind, string(a.Secret), a.Person, string(terms), millis(a.CreatedAt), millis(a.Expires), a.Family)
	return err
}

// endFamilies ends the families that a condition is true of, and tells whoever is answered by
// their access tokens. It returns how many there were.
func (t *tx) endFamilies(condition string, args ...any) (ended int64, err error) {
	if _, err := t.endCredentials("family IN (SELECT id FROM authorization_family WHERE "+condition+")", args...); err != nil {
		return 0, err
	}
	return t.exec("DELETE FROM authorization_family WHERE "+condition, args...)
}

// endUnconnected ends what apps were given by a viewer who has no account any more.
func (t *tx) endUnconnected(viewer string) error {
	_, err := t.endFamilies("viewer_id = $1 AND NOT EXISTS (SELECT 1 FROM connected_account WHERE viewer_id = $1 AND state <> 'REVOKED')", viewer)
	return err
}

// FindAccess returns the access token of a secret, unless it has ended.
func (a authorizations) FindAccess(ctx context.Context, secret credential.Hash, now time.Time) (found authorization.Access, err error) {
	var terms string
	var created, expires int64
	found.Secret = secret
	err = a.row(ctx, `SELECT c.id, c.viewer_id, c.terms, c.created_at, c.expires_at, f.id, f.client FROM credential AS c JOIN authorization_family AS f ON f.id = c.family
		WHERE c.secret = $1 AND c.expires_at > $2`, []any{string(secret), millis(now)}, &found.ID, &found.Person, &terms, &created, &expires, &found.Family, &found.Client)
	if errors.Is(err, sql.ErrNoRows) {
		return found, authorization.ErrNone
	}
	if err != nil {
		return found, err
	}
	var known credential.Terms
	err = json.Unmarshal([]byte(terms), &known)
	found.Scopes, found.CreatedAt, found.Expires = known.Scopes, moment(created), moment(expires)
	return found, err
}

// Trim forgets what ended before a time; also requests of Meta's that are believed no more.
func (a authorizations) Trim(ctx context.Context, before time.Time) error {
	return a.update(ctx, func(tx *tx) error {
		for _, each := range []string{
			"DELETE FROM authorization_begun WHERE expires_at <= $1",
			"DELETE FROM credential WHERE family IS NOT NULL AND expires_at <= $1",
			"DELETE FROM authorization_family WHERE expires_at <= $1",
			"DELETE FROM removal_honoured WHERE believed_until < $1",
		} {
			if _, err := tx.exec(each, millis(before)); err != nil {
				return err
			}
		}
		return nil
	})
}
