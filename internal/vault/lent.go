package vault

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/seal"
)

// LentStore keeps lent tokens, one for each account and login type.
type LentStore interface {
	// Lent returns a token; false if there is none.
	Lent(ctx context.Context, account, login string) (Row, bool, error)
	// Lend keeps a token in the place of the one that was there.
	Lend(ctx context.Context, r Row) error
	// GiveBack drops a token, if it is still the one with this mark.
	GiveBack(ctx context.Context, account, login, mark string) error
}

// Lent are the tokens of callers who have connected no account: they are kept for work that
// they have asked for, apart from grants, and for as long as that takes. It may be used by
// many goroutines at once.
type Lent struct {
	store LentStore
	texts *seal.Texts
	torn  torn
}

// NewLent returns the lent tokens of a store, sealed with the keys of a file. The log says
// which of them cannot be opened.
func NewLent(store LentStore, keys *seal.File, log *slog.Logger) *Lent {
	return &Lent{store: store, texts: keys.Texts("vault"), torn: torn{log: log}}
}

// Keep keeps a token that works, in the place of the one that was lent for the account with
// the login type.
func (l *Lent) Keep(ctx context.Context, account string, login dialect.Login, token string) error {
	old, found, err := l.store.Lent(ctx, account, login.String())
	if err != nil {
		return err
	}
	if found && old.Mark == mark(account, token) {
		if _, torn := l.texts.Open(old.Sealed, lentPlace(account, login)); torn == nil {
			return nil
		}
	}
	sealed, err := l.texts.Close(token, lentPlace(account, login))
	if err != nil {
		return fmt.Errorf("seal a token: %w", err)
	}
	return l.store.Lend(ctx, Row{Account: account, Login: login.String(), Sealed: sealed, Mark: mark(account, token)})
}

// Open returns the token that was lent for an account with a login type; empty for none, and
// for one that cannot be opened.
func (l *Lent) Open(ctx context.Context, account string, login dialect.Login) (token string, err error) {
	row, found, err := l.store.Lent(ctx, account, login.String())
	if err != nil || !found {
		return "", err
	}
	token, err = l.texts.Open(row.Sealed, lentPlace(account, login))
	if err != nil {
		l.torn.tell(ctx, row, err)
	}
	return token, nil
}

// Bury drops a token that does not work any more. One that came since stays.
func (l *Lent) Bury(ctx context.Context, account string, login dialect.Login, token string) error {
	return l.store.GiveBack(ctx, account, login.String(), mark(account, token))
}

// lentPlace returns the place of a lent token.
func lentPlace(account string, login dialect.Login) string {
	return Place("lent_token", account+"/"+login.String(), "token")
}
