package login

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/dialect"
)

// State is whether this server has access to a connected account.
type State string

// The states.
const (
	Active                State = "ACTIVE"
	Expiring              State = "EXPIRING" // in less than ExpiringFor
	NeedsReauthentication State = "NEEDS_REAUTHENTICATION"
	Revoked               State = "REVOKED" // the person has removed the app
)

// Change is a change of an account's state, as it is told once.
type Change struct {
	Graph    string
	Login    dialect.Login
	From, To State
	// Why is for the log.
	Why string
}

// Known reports whether the text is one of the states.
func (s State) Known() bool {
	return s.works() || s == NeedsReauthentication || s == Revoked
}

// works reports whether an account in the state can be asked for.
func (s State) works() bool { return s == Active || s == Expiring }

// ExpiringFor is how long before the end of its token an account is said to be expiring.
const ExpiringFor = 7 * 24 * time.Hour

// Connected is an account that a person has connected, and whether it still is.
type Connected struct {
	Account
	State State
}

// AccountsOf returns the accounts that a person has connected, the first first, without
// their tokens.
func (l *Login) AccountsOf(ctx context.Context, person string) ([]Connected, error) {
	accounts, err := l.Store.Accounts(ctx, person)
	if err != nil {
		return nil, err
	}
	all := make([]Connected, len(accounts))
	for i, a := range accounts {
		token, err := l.Vault.Open(ctx, a.Graph, a.Login)
		if err != nil {
			return nil, err
		}
		all[i] = Connected{a, a.StateWith(token != "", l.Now())}
	}
	return all, nil
}

// StateWith returns the state of an account at a time, of which there is a token that Meta
// has not refused, or not.
func (a Account) StateWith(token bool, now time.Time) State {
	switch {
	case a.State == Revoked:
		return Revoked
	case a.Torn, !token, !a.Expires.IsZero() && !now.Before(a.Expires):
		return NeedsReauthentication
	case !a.Expires.IsZero() && a.Expires.Sub(now) < ExpiringFor:
		return Expiring
	}
	return Active
}

// SessionsOf returns the sessions of a person, the newest first.
func (l *Login) SessionsOf(ctx context.Context, person string) ([]Session, error) {
	return l.Store.Sessions(ctx, person, l.Now())
}

// RevokeSession ends a session of a person; ErrNoSession if there is none.
func (l *Login) RevokeSession(ctx context.Context, person, session string) error {
	return l.Store.RevokeSession(ctx, person, session)
}

// Disconnect ends the access to the accounts of a person that a text names: one by its id,
// or all of a Graph API id or username. It returns the ids of the accounts; ErrNotConnected
// if there is none.
func (l *Login) Disconnect(ctx context.Context, person, name string) (ended []string, err error) {
	accounts, err := l.Store.Accounts(ctx, person)
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		if name != "" && a.named(nameOf(name)) {
			ended = append(ended, a.ID)
		}
	}
	if ended == nil {
		return nil, ErrNotConnected
	}
	return ended, l.Store.Disconnect(ctx, person, ended)
}

// ErrNotConnected means a text that names no account which the person has connected, and
// ErrShared one whose token opens others, too.
var (
	ErrNotConnected = errors.New("no such account is connected")
	ErrShared       = errors.New("the account's token opens others, too")
)

// Bind returns the Graph API ids of the accounts of a person that texts name, the first that was
// connected first; of all, if there are no texts. An error says which text is wrong: ErrNotConnected, or ErrShared for an account
// that a credential cannot be for without others.
func (l *Login) Bind(ctx context.Context, person string, names []string) (bound []string, wrong string, err error) {
	accounts, err := l.Store.Accounts(ctx, person)
	if err != nil {
		return nil, "", err
	}
	var asked []string
	for _, name := range names {
		i := slices.IndexFunc(accounts, func(a Account) bool { return name != "" && a.named(nameOf(name)) })
		if i < 0 {
			return nil, name, ErrNotConnected
		}
		asked = append(asked, accounts[i].Graph)
	}
	for _, a := range accounts {
		if (names == nil || slices.Contains(asked, a.Graph)) && !slices.Contains(bound, a.Graph) {
			bound = append(bound, a.Graph)
		}
	}
	for _, a := range accounts {
		if slices.Contains(bound, a.Graph) && a.opensOthers(accounts, bound) && !hasOtherWay(a, accounts) {
			return nil, a.Username, ErrShared
		}
	}
	return bound, "", nil
}

// hasOtherWay reports whether the account is connected with another login type, too.
func hasOtherWay(a Account, accounts []Account) bool {
	return slices.ContainsFunc(accounts, func(other Account) bool { return other.Graph == a.Graph && other.Login != a.Login })
}
