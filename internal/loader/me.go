package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// accounts asks for the token's account, or for all its accounts when the plan
// wants them.
func (l *Loader) accounts() ([]entity.Entity, error) {
	n := l.plan.Me
	if n.Idle() {
		return []entity.Entity{l.Models.New(n)}, nil
	}
	if l.plan.Dialect.MeIsPage {
		return l.pageAccounts(n)
	}
	return asked(l, n, func(n *plan.Node) ([]entity.Entity, error) {
		answer, err := l.Client.Do(l.ctx, graphapi.Call{Path: "/me", Fields: n.String(), Node: n.Type.Name})
		if err != nil {
			return nil, err
		}
		me, err := l.Models.Decode(answer.Body, n)
		if err != nil {
			return nil, err
		}
		return []entity.Entity{me}, nil
	})
}

// pageAccounts asks the token's Facebook Pages for their Instagram accounts. For
// me alone the first Page is enough, unless it has none: then the next ones are
// asked once.
func (l *Loader) pageAccounts(n *plan.Node) ([]entity.Entity, error) {
	if n == l.plan.Me && l.plan.Accounts {
		return l.allAccounts(n)
	}
	found, _, more, err := l.accountsOf(n, 1, "")
	if err != nil || len(found) > 0 || !more {
		return found, err
	}
	found, _, _, err = l.accountsOf(n, plan.AccountsPage, "")
	return found, err
}

// allAccounts goes through all the token's Pages.
func (l *Loader) allAccounts(n *plan.Node) ([]entity.Entity, error) {
	return through(func(after string) ([]entity.Entity, string, bool, error) {
		return l.accountsOf(n, plan.AccountsPage, after)
	})
}

// accountsOf asks for the Instagram accounts of so many Pages.
func (l *Loader) accountsOf(n *plan.Node, limit int, after string) ([]entity.Entity, string, bool, error) {
	return l.ofPages(n, plan.AccountFields, l.Models.DecodeAccounts, limit, after)
}
