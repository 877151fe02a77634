package loader

import (
	"github.com/gramql/gramql/internal/entity"
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
	if n.Empty() {
		return []entity.Entity{l.models.New(n)}, nil
	}
	expansions := n.Expansions()
	switch {
	case !l.plan.Dialect.MeIsPage:
		return l.supplemented(expansions, func(n *plan.Node) ([]entity.Entity, error) { return do(l, n, l.getMe) })
	case l.plan.Accounts:
		return l.supplemented(expansions, l.pageAccounts().begin(expansions, l.plan.FirstFacebookPages()).all)
	default:
		return l.supplemented(expansions, l.pageAccounts().begin(expansions, l.plan.FirstFacebookPages()).account)
	}
}

func (l *Loader) getMe(n *plan.Node) ([]entity.Entity, error) {
	me, err := ask(l, n.MeCall(), one(n))
	if err != nil {
		return nil, err
	}
	found := []entity.Entity{me}
	l.rememberActor(found, nil)
	return found, nil
}

// pageAccounts reads the Instagram accounts of the token's Facebook Pages.
func (l *Loader) pageAccounts() *facebookPages {
	return &facebookPages{Loader: l, callFor: (*plan.Node).AccountsCall, decode: entity.Models.DecodeAccounts}
}

// account returns the Instagram account of the token's first Facebook Page, or those
// of the next Pages when that one has none.
func (f *facebookPages) account(n *plan.Node) ([]entity.Entity, error) {
	found, _, more, err := f.some(n, 1, "")
	if err == nil && len(found) == 0 && more {
		found, _, _, err = f.some(n, plan.FacebookPagesPerCall, "")
	}
	f.rememberActor(found, err)
	return found, err
}
