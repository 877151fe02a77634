package database

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/renewal"
)

// Renewals returns the accounts as those whose tokens are renewed.
func (db *DB) Renewals() renewal.Store { return logins{db} }

// works is the condition that an account has a token which was not refused.
const works = "EXISTS (SELECT 1 FROM account_grant AS g WHERE g.account_id = connected_account.account_id AND g.login = connected_account.login AND g.died_at = 0)"

// stateNow is the expression of login.Account.StateWith: $1 is now, and $2 when a token
// ends of an account that is not expiring yet.
const stateNow = "CASE WHEN state = 'REVOKED' THEN state " +
	"WHEN NOT " + works + " OR expires_at > 0 AND expires_at <= $1 THEN 'NEEDS_REAUTHENTICATION' " +
	"WHEN expires_at > 0 AND expires_at < $2 THEN 'EXPIRING' ELSE 'ACTIVE' END"

// Changed fulfils renewal.Store.
func (l logins) Changed(ctx context.Context, now time.Time, after string, most int) ([]login.Account, error) {
	return l.accounts(ctx, "state <> "+stateNow+" AND id > $3 ORDER BY id LIMIT $4", millis(now), millis(now.Add(login.ExpiringFor)), after, most)
}

// Due fulfils renewal.Store.
func (l logins) Due(ctx context.Context, now time.Time, most int) ([]login.Account, error) {
	return l.accounts(ctx, "renew_at > 0 AND renew_at <= $1 AND CAST(claimed_until AS bigint) <= $1 AND state IN ('ACTIVE', 'EXPIRING') ORDER BY expires_at, id LIMIT $2", millis(now), most)
}

// Find fulfils renewal.Store.
func (l logins) Find(ctx context.Context, access string) (login.Account, bool, error) {
	found, err := l.accounts(ctx, "access = $1", access)
	if err != nil || len(found) == 0 {
		return login.Account{}, false, err
	}
	return found[0], true, nil
}

// ConnectedAs returns the account that is connected with a login type; false if it is not.
func (db *DB) ConnectedAs(ctx context.Context, graph string, kind dialect.Login) (login.Account, bool, error) {
	found, err := logins{db}.accounts(ctx, "account_id = $1 AND login = $2", graph, kind.String())
	if err != nil || len(found) == 0 {
		return login.Account{}, false, err
	}
	return found[0], true, nil
}

// Claim fulfils renewal.Store.
func (l logins) Claim(ctx context.Context, id, claim string, now, until time.Time) (claimed bool, err error) {
	err = l.update(ctx, func(tx *tx) error {
		n, err := tx.exec("UPDATE connected_account SET claim = $1, claimed_until = $2 WHERE id = $3 AND CAST(claimed_until AS bigint) <= $4 AND state <> 'REVOKED'",
			claim, millis(until), id, millis(now))
		claimed = n > 0
		return err
	})
	return claimed, err
}

// Settle fulfils renewal.Store.
func (l logins) Settle(ctx context.Context, id, claim string, s renewal.Settled) error {
	return l.update(ctx, func(tx *tx) error {
		var was login.State
		found := ""
		// The row is locked before its topic is told of.
		if err := tx.row("UPDATE connected_account SET claim = '', claimed_until = 0 WHERE id = $1 AND claim = $2 AND state <> 'REVOKED' RETURNING id, state",
			[]any{id, claim}, &found, &was); err != nil {
			if errors.Is(err, sql.ErrNoRows) { // another has it, or it ended
				return nil
			}
			return err
		}
		if _, err := tx.exec("UPDATE connected_account SET state = $1, expires_at = $2, renew_at = $3 WHERE id = $4", s.State, millis(s.Expires), millis(s.RenewAt), id); err != nil || was == s.State {
			return err
		}
		return tx.tellState(was, s.Why, "id = $1", id)
	})
}

// OnChanged has a function called after each transaction of this process that changed the
// state of an account. It is set before any.
func (db *DB) OnChanged(changed func(login.Change)) { db.changed = changed }

// tellState tells that the state of the accounts that a condition is true of was another, and
// why it has changed: to the topics of their viewers, and to whom OnChanged names.
func (t *tx) tellState(was login.State, why, condition string, args ...any) error {
	ids := map[string]string{}
	if err := t.rows(func(row scanner) error {
		var id, viewer, kind string
		change := login.Change{From: was, Why: why}
		if err := row.Scan(&id, &viewer, &change.Graph, &kind, &change.To); err != nil {
			return err
		}
		ids[id] = viewer
		change.Login, _ = dialect.ParseLogin(kind) // none of a row that is torn
		if t.changed != nil {
			t.after(func() { t.changed(change) })
		}
		return nil
	}, "SELECT id, viewer_id, account_id, login, state FROM connected_account WHERE "+condition, args...); err != nil {
		return err
	}
	for id, viewer := range ids {
		if err := t.tellAccounts(viewer); err != nil {
			return err
		}
		if _, err := t.exec("UPDATE connected_account SET state_event = (SELECT max(id) FROM event WHERE topic = $1) WHERE id = $2", login.AccountsTopic(viewer), id); err != nil {
			return err
		}
	}
	return nil
}

// tellAccounts tells that something has changed of a viewer's accounts.
func (t *tx) tellAccounts(viewer string) error {
	// Those who tell of the same topic wait for each other.
	if _, err := t.exec("UPDATE viewer SET created_at = created_at WHERE id = $1", viewer); err != nil {
		return err
	}
	return t.tell(login.AccountsTopic(viewer))
}

// tellGone tells that an account is not connected any more, and why: as tellState does of one
// that is.
func (t *tx) tellGone(g given, why string) error {
	kind, _ := dialect.ParseLogin(g.login) // none of a row that is torn
	if t.changed != nil && g.state != login.Revoked {
		t.after(func() {
			t.changed(login.Change{Graph: g.graph, Login: kind, From: g.state, To: login.Revoked, Why: why})
		})
	}
	return t.tellAccounts(g.viewer)
}
