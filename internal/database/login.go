package database

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
)

// logins is the store of the login window.
type logins struct{ *DB }

// Logins returns the store of the login window.
func (db *DB) Logins() login.Store { return logins{db} }

// Begin keeps that a login has begun, and forgets those that are too old.
func (l logins) Begin(ctx context.Context, b login.Begun) error {
	return l.update(ctx, func(tx *tx) error {
		if _, err := tx.exec("DELETE FROM login_begun WHERE expires_at <= $1", millis(l.now())); err != nil {
			return err
		}
		_, err := tx.exec("INSERT INTO login_begun (state, browser, login, return_to, expires_at) VALUES ($1, $2, $3, $4, $5)",
			b.State, b.Browser, b.Login.String(), b.ReturnTo, millis(b.Expires))
		return err
	})
}

// TakeBegun returns what has begun with a state, once.
func (l logins) TakeBegun(ctx context.Context, state, browser login.Hash, now time.Time) (b login.Begun, err error) {
	err = l.update(ctx, func(tx *tx) error {
		var kind string
		var expires int64
		err := tx.row("DELETE FROM login_begun WHERE state = $1 RETURNING browser, login, return_to, expires_at", []any{state}, &b.Browser, &kind, &b.ReturnTo, &expires)
		if errors.Is(err, sql.ErrNoRows) {
			return login.ErrNotBegun
		}
		if err != nil {
			return err
		}
		b.State, b.Expires = state, moment(expires)
		b.Login, err = dialect.ParseLogin(kind)
		return err
	})
	if err == nil && (b.Browser != browser || !now.Before(b.Expires)) {
		err = login.ErrNotBegun
	}
	return b, err
}

// SignIn connects accounts, and opens a session in place of an old one.
func (l logins) SignIn(ctx context.Context, old login.Hash, fresh login.Session, accounts []login.Account) error {
	return l.update(ctx, func(tx *tx) error {
		viewer, err := tx.viewerOf(old, fresh, accounts)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			if err := tx.connect(viewer, a); err != nil {
				return err
			}
		}
		if _, err := tx.endSessions("cookie = $1 OR expires_at <= $2", old, millis(fresh.CreatedAt)); err != nil {
			return err
		}
		_, err = tx.exec("INSERT INTO session (id, cookie, viewer_id, user_agent, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			fresh.ID, fresh.Cookie, viewer, fresh.UserAgent, millis(fresh.CreatedAt), millis(fresh.SeenAt), millis(fresh.Expires))
		return err
	})
}

// viewerOf returns who signs in: the viewer of the old session, else the one who has
// connected one of the accounts before, else a new one.
func (t *tx) viewerOf(old login.Hash, fresh login.Session, accounts []login.Account) (viewer string, err error) {
	err = t.row("SELECT v.id FROM session AS s JOIN viewer AS v ON v.id = s.viewer_id WHERE s.cookie = $1 AND s.expires_at > $2", []any{old, millis(fresh.CreatedAt)}, &viewer)
	for _, a := range accounts {
		if !errors.Is(err, sql.ErrNoRows) {
			return viewer, err
		}
		err = t.row("SELECT v.id FROM connected_account AS a JOIN viewer AS v ON v.id = a.viewer_id WHERE a.account_id = $1 ORDER BY CAST(a.connected_at AS bigint) LIMIT 1", []any{a.Graph}, &viewer)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return viewer, err
	}
	_, err = t.exec("INSERT INTO viewer (id, created_at) VALUES ($1, $2)", fresh.ID, millis(fresh.CreatedAt))
	return fresh.ID, err
}

// connect connects an account to a viewer: with each login type that it is connected
// with, for an account belongs to one viewer.
func (t *tx) connect(viewer string, a login.Account) error {
	scopes, err := json.Marshal(append([]string{}, a.Scopes...))
	if err != nil {
		return err
	}
	if err := t.takeOver(viewer, a); err != nil {
		return err
	}
	was, found, err := t.mend(a)
	if err != nil {
		return err
	}
	switch {
	case !found:
	case !was.Torn && slices.Equal(was.Scopes, a.Scopes):
		a.Access = was.Access
	default: // what was read with more permissions is no more to be shown
		if err := t.tell(login.AccessTopic(was.Access)); err != nil {
			return err
		}
	}
	if _, err := t.exec(`INSERT INTO connected_account (id, viewer_id, account_id, login, user_id, username, scopes, connected_at, allowed_at, expires_at, access, state, renew_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12)
		ON CONFLICT (account_id, login) DO UPDATE SET allowed_at = excluded.allowed_at, user_id = excluded.user_id, username = excluded.username, scopes = excluded.scopes, expires_at = excluded.expires_at,
			access = excluded.access, state = excluded.state, renew_at = excluded.renew_at, claim = '', claimed_until = 0`,
		a.ID, viewer, a.Graph, a.Login.String(), a.User, a.Username, string(scopes), millis(a.ConnectedAt), millis(a.Expires), a.Access, a.State, millis(a.RenewAt)); err != nil {
		return err
	}
	if was.State == a.State {
		return nil
	}
	return t.tellState(was.State, "somebody has signed in", "account_id = $1 AND login = $2", a.Graph, a.Login.String())
}

const sessionColumns = "id, cookie, viewer_id, user_agent, created_at, seen_at, expires_at"

func scanSession(row scanner) (s login.Session, err error) {
	var created, seen, expires int64
	err = row.Scan(&s.ID, &s.Cookie, &s.Viewer, &s.UserAgent, &created, &seen, &expires)
	s.CreatedAt, s.SeenAt, s.Expires = moment(created), moment(seen), moment(expires)
	return s, err
}

// sessions returns the sessions that a condition is true of.
func (l logins) sessions(ctx context.Context, condition string, args ...any) ([]login.Session, error) {
	return readable(ctx, l.DB, "session", scanSession, "SELECT "+sessionColumns+" FROM session WHERE "+condition, args...)
}

// FindSession returns the session of a cookie.
func (l logins) FindSession(ctx context.Context, cookie login.Hash, now time.Time) (login.Session, error) {
	found, err := l.sessions(ctx, "cookie = $1 AND expires_at > $2", cookie, millis(now))
	if err == nil && len(found) == 0 {
		err = login.ErrNoSession
	}
	if err != nil {
		return login.Session{}, err
	}
	return found[0], nil
}

// Sessions returns the sessions of a viewer, the newest first.
func (l logins) Sessions(ctx context.Context, viewer string, now time.Time) ([]login.Session, error) {
	return l.sessions(ctx, "viewer_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id", viewer, millis(now))
}

// See notes that a session is used.
func (l logins) See(ctx context.Context, session string, now time.Time) error {
	return l.update(ctx, func(tx *tx) error {
		_, err := tx.exec("UPDATE session SET seen_at = $1 WHERE id = $2 AND seen_at < $1", millis(now), session)
		return err
	})
}

// EndSession ends the session of a cookie.
func (l logins) EndSession(ctx context.Context, cookie login.Hash) error {
	return l.update(ctx, func(tx *tx) error {
		_, err := tx.endSessions("cookie = $1", cookie)
		return err
	})
}

// RevokeSession ends a session of a viewer by its id.
func (l logins) RevokeSession(ctx context.Context, viewer, session string) error {
	return l.update(ctx, func(tx *tx) error {
		ended, err := tx.endSessions("viewer_id = $1 AND id = $2", viewer, session)
		if err == nil && ended == 0 {
			return login.ErrNoSession
		}
		return err
	})
}

// endSessions ends the sessions that a condition is true of, and tells whoever is
// answered in them. It returns how many there were.
func (t *tx) endSessions(condition string, args ...any) (n int, err error) {
	var ended []string
	err = t.rows(func(row scanner) error {
		var id string
		err := row.Scan(&id)
		ended = append(ended, id)
		return err
	}, "DELETE FROM session WHERE "+condition+" RETURNING id", args...)
	for _, id := range ended {
		if err == nil {
			err = t.tell(login.Topic(id))
		}
	}
	return len(ended), err
}

// Accounts returns the accounts that a viewer has connected, the first first, and those last of
// which it cannot be read when.
func (l logins) Accounts(ctx context.Context, viewer string) ([]login.Account, error) {
	found, err := l.accounts(ctx, "viewer_id = $1 ORDER BY "+oldest, viewer)
	known := slices.DeleteFunc(slices.Clone(found), func(a login.Account) bool { return a.ConnectedAt.IsZero() })
	return append(known, slices.DeleteFunc(found, func(a login.Account) bool { return !a.ConnectedAt.IsZero() })...), err
}

// Connected returns the accounts that anyone has connected, those first whose tokens end
// first.
func (db *DB) Connected(ctx context.Context) ([]login.Account, error) {
	return logins{db}.accounts(ctx, "1 = 1 ORDER BY expires_at, id")
}
