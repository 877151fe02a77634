package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// ownAccount returns the token's own account, with what follows up on it; none when it
// has none.
func (l *Loader) ownAccount() ([]entity.Entity, error) {
	n := l.plan.Me
	if n == l.plan.Accounts {
		return l.reading().accounts()
	}
	if n.Empty() {
		return []entity.Entity{l.models.New(n)}, nil
	}
	call := func(n *expansion.Expansion) ([]entity.Entity, error) { return nodes.Do(l.Lookups, "/me", n, l.getMe) }
	expansions := n.Expansions()
	if l.plan.Dialect.MeIsPage {
		call = l.pageAccounts().begin(expansions, 1).account
	}
	found, err := l.supplemented(expansions, call)
	l.followUps(found)
	return found, err
}

// allAccounts returns all the token's accounts, with what follows up on them.
func (l *Loader) allAccounts() ([]entity.Entity, error) {
	if l.plan.Accounts == nil { // there is no other than its own
		return l.reading().me()
	}
	expansions := l.plan.Accounts.Expansions()
	found, err := l.supplemented(expansions, l.pageAccounts().begin(expansions, lookup.FacebookPagesPerCall).all)
	l.followUps(found)
	return found, err
}

func (l *Loader) getMe(n *expansion.Expansion) ([]entity.Entity, error) {
	me, err := answer.To(l.Reader, lookup.MeCall(n), nodes.One("", n))
	if err != nil {
		return nil, err
	}
	found := []entity.Entity{me}
	l.rememberActor(found, nil)
	return found, nil
}

// pageAccounts reads the Instagram accounts of the token's Facebook Pages.
func (l *Loader) pageAccounts() *facebookPages {
	return &facebookPages{Loader: l, callFor: lookup.AccountsCall, decode: func(m entity.Models, body []byte, n *expansion.Expansion) (*entity.Page, error) {
		return m.DecodeAccounts(body, l.plan.Pages().Account, n)
	}}
}

// account returns the Instagram account of the token's first Facebook Page, or those
// of the next Pages when that one has none.
func (f *facebookPages) account(n *expansion.Expansion) ([]entity.Entity, error) {
	found, _, more, err := f.some(n, 1, "")
	if err == nil && len(found) == 0 && more {
		found, _, _, err = f.some(n, lookup.FacebookPagesPerCall, "")
	}
	f.rememberActor(found, err)
	return found, err
}
