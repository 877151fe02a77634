package database

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
)

const accountColumns = "id, account_id, login, user_id, username, scopes, connected_at, expires_at, access, state, renew_at, state_event"

// oldest orders accounts by when they were connected, as engines do that let a time be a text.
const oldest = "CAST(connected_at AS bigint), id"

// accounts returns the accounts that a condition is true of. One whose row is torn is among
// them, in its place: without it, another account would be asked for.
func (l logins) accounts(ctx context.Context, condition string, args ...any) ([]login.Account, error) {
	return readable(ctx, l.DB, "connected_account", func(row scanner) (login.Account, error) {
		a, torn, err := scanAccount(row)
		if err == nil && torn != nil {
			l.torn.tell("connected_account", fmt.Errorf("the row of %s: %w", a.Graph, torn))
		}
		return a, err
	}, "SELECT "+accountColumns+" FROM connected_account WHERE "+condition, args...)
}

// scanAccount reads a row of accountColumns. Of a torn row it returns what can be read, and what
// cannot; an error only if it cannot be said which account it is.
func scanAccount(row scanner) (a login.Account, torn, err error) {
	var kind, user, name, scopes, connected, expires, access, state, renew, told any
	if err := row.Scan(&a.ID, &a.Graph, &kind, &user, &name, &scopes, &connected, &expires, &access, &state, &renew, &told); err != nil {
		return a, nil, err
	}
	var c columns
	a.User, a.Username, a.Access = c.text("user_id", user), c.text("username", name), c.text("access", access)
	a.ConnectedAt, a.Expires, a.RenewAt = moment(c.number("connected_at", connected)), moment(c.number("expires_at", expires)), moment(c.number("renew_at", renew))
	a.Told = c.number("state_event", told)
	if a.Login, err = dialect.ParseLogin(c.text("login", kind)); err != nil {
		c.torn("login", err)
		a.Login = dialect.Instagram // as people sign in who say nothing else
	}
	if err := json.Unmarshal([]byte(c.text("scopes", scopes)), &a.Scopes); err != nil {
		c.torn("scopes", err)
		a.Scopes = nil
	}
	if a.State = login.State(c.text("state", state)); a.State != "" && !a.State.Known() {
		c.torn("state", errors.New("is none"))
	}
	if a.Torn = c.err != nil; a.Torn && a.State != login.Revoked {
		a.State = login.NeedsReauthentication
	}
	return a, c.err, nil
}

// columns are those of a row that may be torn.
type columns struct{ err error }

func (c *columns) torn(column string, why error) {
	c.err = errors.Join(c.err, fmt.Errorf("%s: %w", column, why))
}

// text returns the text of a column.
func (c *columns) text(column string, value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	c.torn(column, errors.New("is no text"))
	return ""
}

// number returns the number of a column.
func (c *columns) number(column string, value any) int64 {
	n, ok := value.(int64)
	if !ok {
		c.torn(column, errors.New("is no number"))
	}
	return n
}

// loginNames are the login types as the column login has them.
func loginNames() (names []string) {
	for _, d := range dialect.All() {
		names = append(names, d.Login.String())
	}
	return names
}

// mend makes the row of an account whole that signs in again, and returns the account as it was
// before; false if it is not connected. A row of no login type becomes that of the sign-in.
func (t *tx) mend(a login.Account) (was login.Account, found bool, err error) {
	kind := a.Login.String()
	if err := t.mendLogin(a.Graph, kind); err != nil {
		return was, false, err
	}
	var torn error
	if err := t.rows(func(row scanner) error {
		found = true
		was, torn, err = scanAccount(row)
		return err
	}, "SELECT "+accountColumns+" FROM connected_account WHERE account_id = $1 AND login = $2", a.Graph, kind); err != nil || !found {
		return was, found, err
	}
	if torn == nil {
		return was, true, nil
	}
	var allowed any
	if err := t.row("SELECT allowed_at FROM connected_account WHERE id = $1", []any{was.ID}, &allowed); err != nil {
		return was, true, err
	}
	at := millis(was.ConnectedAt)
	if at == 0 { // it was allowed then, or later
		at = new(columns).number("allowed_at", allowed)
	}
	if at == 0 {
		at = millis(a.ConnectedAt)
	}
	_, err = t.exec("UPDATE connected_account SET connected_at = $1, state_event = 0 WHERE id = $2", at, was.ID)
	return was, true, err
}

// mendLogin gives an account's first row of no login type the one that is signed in with, and
// drops its others.
func (t *tx) mendLogin(graph, kind string) error {
	var of, torn []string
	if err := t.rows(func(row scanner) error {
		var id, each string
		err := row.Scan(&id, &each)
		if of = append(of, each); !slices.Contains(loginNames(), each) {
			torn = append(torn, id)
		}
		return err
	}, "SELECT id, login FROM connected_account WHERE account_id = $1 ORDER BY "+oldest, graph); err != nil {
		return err
	}
	for _, id := range torn {
		change, args := "DELETE FROM connected_account WHERE id = $1", []any{id}
		if !slices.Contains(of, kind) {
			change, args = "UPDATE connected_account SET login = $2 WHERE id = $1", []any{id, kind}
			of = append(of, kind)
		}
		if _, err := t.exec(change, args...); err != nil {
			return err
		}
	}
	return nil
}
