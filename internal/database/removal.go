package database

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
)

// given is an access that an account gives.
type given struct {
	id, viewer, graph, login, access string
	state                            login.State
}

// endAccess takes back what the accounts that a condition is true of allowed: it drops
// their tokens, and tells those who use them.
func (t *tx) endAccess(condition string, args ...any) (ended []given, err error) {
	err = t.rows(func(row scanner) error {
		var g given
		err := row.Scan(&g.id, &g.viewer, &g.graph, &g.login, &g.access, &g.state)
		ended = append(ended, g)
		return err
	}, "UPDATE connected_account SET claim = '', claimed_until = 0 WHERE "+condition+" RETURNING id, viewer_id, account_id, login, access, state", args...)
	for _, g := range ended {
		if err != nil {
			break
		}
		whose, args := "account_id = $1 AND login = $2", []any{g.graph, g.login}
		if _, torn := dialect.ParseLogin(g.login); torn != nil { // its token is of a login type that no row has
			whose, args = "account_id = $1 AND login NOT IN (SELECT login FROM connected_account WHERE account_id = $1)", []any{g.graph}
		}
		if _, err = t.exec("DELETE FROM account_grant WHERE "+whose, args...); err == nil {
			err = t.tell(login.AccessTopic(g.access))
		}
		if err == nil {
			err = t.endLast(g)
		}
	}
	return ended, err
}

// endLast ends what goes on by an access that ends. Where it is the last of its account, no API
// key is for that any more: whoever connects the account again makes new ones.
func (t *tx) endLast(g given) error {
	var others int
	if err := t.row("SELECT count(*) FROM connected_account WHERE account_id = $1 AND id <> $2 AND state <> 'REVOKED'", []any{g.graph, g.id}, &others); err != nil {
		return err
	}
	if err := t.withdraw(g, others == 0); err != nil || others > 0 {
		return err
	}
	return t.unbind(g.viewer, g.graph)
}

// wiped has the files hold nothing of what was deleted, and passes on the error of the
// deletion. What is being read is waited for.
func (db *DB) wiped(ctx context.Context, err error) error {
	if err != nil || db.scrub == nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), statementTime)
	defer cancel()
	for {
		if done, err := db.scrub(ctx); done || err != nil || ctx.Err() != nil {
			return fault(err)
		}
	}
}

// Revoke takes back what the accounts of a user allowed.
func (l logins) Revoke(ctx context.Context, request login.Removal) (accounts int, err error) {
	err = l.update(ctx, func(tx *tx) error {
		accounts = 0
		was, err := tx.honour(request, revoked)
		if err != nil || len(was) > 0 {
			return err
		}
		ended, err := tx.endAccess(ofUser+" AND state <> 'REVOKED'", request.User, millis(request.Since))
		accounts = len(ended)
		for _, g := range ended {
			if err != nil {
				return err
			}
			// The topic of an access has one event only: whoever connects the account again gives another.
			if _, err = tx.exec("UPDATE connected_account SET state = 'REVOKED', renew_at = 0, access = $1 WHERE id = $2", rand.Text()+rand.Text(), g.id); err == nil {
				err = tx.tellState(g.state, "the person has removed the app", "id = $1", g.id)
			}
			if err == nil {
				err = tx.endUnconnected(g.viewer)
			}
		}
		return err
	})
	return accounts, l.wiped(ctx, err)
}

// Disconnect takes back what accounts of a viewer allowed, and forgets the accounts.
func (l logins) Disconnect(ctx context.Context, viewer string, accounts []string) error {
	return l.wiped(ctx, l.update(ctx, func(tx *tx) error {
		for _, id := range accounts {
			ended, err := tx.endAccess("viewer_id = $1 AND id = $2", viewer, id)
			if err != nil {
				return err
			}
			for _, g := range ended {
				if err := tx.tellGone(g, "the person has disconnected it"); err != nil {
					return err
				}
			}
			if _, err := tx.exec("DELETE FROM connected_account WHERE viewer_id = $1 AND id = $2", viewer, id); err != nil {
				return err
			}
		}
		return tx.endUnconnected(viewer)
	}))
}

// Erase deletes all that is kept of a user.
func (l logins) Erase(ctx context.Context, request login.Removal, receipt login.Hash) (accounts int, err error) {
	err = l.update(ctx, func(tx *tx) error {
		accounts = 0
		was, err := tx.honour(request, erased)
		if err != nil || slices.Contains(was, erased) {
			return err
		}
		condition := ofUser
		if len(was) > 0 { // what was revoked by the request, and is not connected again
			condition += " AND state = 'REVOKED'"
		}
		ended, err := tx.endAccess(condition, request.User, millis(request.Since))
		accounts = len(ended)
		for _, g := range ended {
			if err == nil {
				err = tx.erase(g)
			}
		}
		if err != nil {
			return err
		}
		_, err = tx.exec("INSERT INTO erasure (receipt, erased_at) VALUES ($1, $2)", receipt, millis(l.now()))
		return err
	})
	return accounts, l.wiped(ctx, err)
}

// ofUser is the condition that an account is a user's ($1), and that a person allowed it last
// before a time ($2).
const ofUser = "user_id = $1 AND CAST(allowed_at AS bigint) < $2"

// honoured is what was done for a request of Meta's.
type honoured string

const revoked, erased honoured = "revoked", "erased"

// honour notes that a request is honoured now, for as long as it is believed, and returns how
// it was before. The note is forgotten by the trimming of what has ended.
func (t *tx) honour(request login.Removal, now honoured) (before []honoured, err error) {
	err = t.rows(func(row scanner) error {
		var how honoured
		err := row.Scan(&how)
		before = append(before, how)
		return err
	}, "SELECT how FROM removal_honoured WHERE request = $1", request.Request)
	if err != nil {
		return nil, err
	}
	fresh, err := t.exec("INSERT INTO removal_honoured (request, how, believed_until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", request.Request, now, millis(request.Until))
	if fresh == 0 { // as another process has it meanwhile
		before = append(before, now)
	}
	return before, err
}

// erase deletes an account, its posts, and its viewer if they have no other.
func (t *tx) erase(g given) error {
	if err := t.tellGone(g, "the person wants their data deleted"); err != nil {
		return err
	}
	if _, err := t.exec("DELETE FROM connected_account WHERE id = $1", g.id); err != nil {
		return err
	}
	if _, err := t.exec("DELETE FROM lent_token WHERE account_id = $1 AND login = $2", g.graph, g.login); err != nil {
		return err
	}
	if err := t.erasePosts(g.graph); err != nil {
		return err
	}
	if err := t.endUnconnected(g.viewer); err != nil {
		return err
	}
	var left int
	if err := t.row("SELECT count(*) FROM connected_account WHERE viewer_id = $1", []any{g.viewer}, &left); err != nil || left > 0 {
		return err
	}
	if _, err := t.endCredentials("viewer_id = $1", g.viewer); err != nil {
		return err
	}
	if _, err := t.endSessions("viewer_id = $1", g.viewer); err != nil {
		return err
	}
	_, err := t.exec("DELETE FROM viewer WHERE id = $1", g.viewer)
	return err
}

// Erased returns when Erase was done with a receipt.
func (l logins) Erased(ctx context.Context, receipt login.Hash) (at time.Time, found bool, err error) {
	var ms int64
	err = l.row(ctx, "SELECT erased_at FROM erasure WHERE receipt = $1", []any{receipt}, &ms)
	if errors.Is(err, sql.ErrNoRows) {
		return at, false, nil
	}
	return moment(ms), err == nil, err
}
