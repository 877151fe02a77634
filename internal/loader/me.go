package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// accounts returns the token's account, or all its accounts when the plan wants
// them, with what follows up on them.
func (l *Loader) accounts() ([]entity.Entity, error) {
	found, err := l.firstAccounts()
	l.followUps(found)
	return found, err
}

func (l *Loader) firstAccounts() ([]entity.Entity, error) {
	n := l.plan.Me
	switch {
	case n.Empty():
		return []entity.Entity{l.models.New(n)}, nil
	case !l.plan.Dialect.MeIsPage:
		return l.supplemented(n, func(n *plan.Node) ([]entity.Entity, error) { return do(l, n, l.getMe) })
	case l.plan.Accounts:
		return l.supplemented(n, l.allPageAccounts)
	default:
		return l.supplemented(n, l.pageAccount)
	}
}

func (l *Loader) getMe(n *plan.Node) ([]entity.Entity, error) {
	me, err := ask(l, graphapi.Call{Path: "/me", Fields: n.String(), Node: n.Type.Name}, one(n))
	if err != nil {
		return nil, err
	}
	return []entity.Entity{me}, nil
}

// pageAccount returns the Instagram account of the token's first Facebook Page, or
// those of the next Pages when that one has none.
func (l *Loader) pageAccount(n *plan.Node) ([]entity.Entity, error) {
	found, _, more, err := l.pageAccounts(n, 1, "")
	if err == nil && len(found) == 0 && more {
		found, _, _, err = l.pageAccounts(n, plan.FacebookPagesPerCall, "")
	}
	l.rememberActor(found, err)
	return found, err
}

// allPageAccounts returns the Instagram accounts of all the token's Facebook Pages.
func (l *Loader) allPageAccounts(n *plan.Node) ([]entity.Entity, error) {
	return throughFacebookPages(func(after paging.Position) ([]entity.Entity, paging.Position, bool, error) {
		return l.pageAccounts(n, plan.FacebookPagesPerCall, after)
	})
}

// pageAccounts returns the Instagram accounts of up to limit Facebook Pages.
func (l *Loader) pageAccounts(n *plan.Node, limit int, after paging.Position) ([]entity.Entity, paging.Position, bool, error) {
	return l.callFacebookPages(n, plan.AccountFields, entity.Models.DecodeAccounts, limit, after)
}
