package loader

import (
	"net/url"
	"strconv"

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
		return []entity.Entity{me}, err
	})
}

// pageAccounts asks the token's Facebook Pages for their Instagram accounts. For
// me alone the first Page is enough, unless it has none: then the next ones are
// asked once.
func (l *Loader) pageAccounts(n *plan.Node) ([]entity.Entity, error) {
	if n == l.plan.Me && l.plan.Accounts {
		return l.allAccounts(n)
	}
	found, _, more, err := l.pages(n, 1, "")
	if err != nil || len(found) > 0 || !more {
		return found, err
	}
	found, _, _, err = l.pages(n, plan.AccountsPage, "")
	return found, err
}

// allAccounts goes through all the token's Pages.
func (l *Loader) allAccounts(n *plan.Node) ([]entity.Entity, error) {
	var all []entity.Entity
	after := ""
	for range plan.MaxAccountsPages {
		found, next, more, err := l.pages(n, plan.AccountsPage, after)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
		if !more || next == "" {
			break
		}
		after = next
	}
	return all, nil
}

func (l *Loader) pages(n *plan.Node, limit int, after string) (found []entity.Entity, next string, more bool, err error) {
	found, err = asked(l, n, func(n *plan.Node) ([]entity.Entity, error) {
		params := url.Values{"limit": {strconv.Itoa(limit)}}
		if after != "" {
			params.Set("after", after)
		}
		answer, err := l.Client.Do(l.ctx, graphapi.Call{Path: "/me/accounts", Fields: plan.AccountFields(n), Node: n.Type.Name, Params: params})
		if err != nil {
			return nil, err
		}
		accounts, cursor, further, err := l.Models.DecodeAccounts(answer.Body, n)
		next, more = cursor, further
		return accounts, err
	})
	return found, next, more, err
}
