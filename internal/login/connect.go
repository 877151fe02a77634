package login

import (
	"context"

	"github.com/gramql/gramql/internal/login/exchange"
)

// connect turns a code into the accounts that it opens, each with its token.
func (l *Login) connect(ctx context.Context, p exchange.Provider, code string) ([]Account, error) {
	g, opened, err := l.meta.Connect(ctx, p, code)
	if err != nil {
		return nil, err
	}
	now := l.Now()
	accounts := make([]Account, len(opened))
	for i, a := range opened {
		accounts[i] = Account{
			ID: newSecret(), Login: p.Login, Graph: a.Graph, User: a.User, Username: a.Username, Scopes: g.Scopes,
			ConnectedAt: now, Expires: g.Expires, RenewAt: RenewAt(now, g.Expires), Access: newSecret(), State: Active, Token: g.Token,
		}
	}
	return accounts, nil
}
