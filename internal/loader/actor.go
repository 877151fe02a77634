package loader

import (
	"errors"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/viewer"
)

// ErrNoAccount says that a token has no Instagram account to act as.
var ErrNoAccount = problem.New(problem.Forbidden, "the access token has no Instagram account to act as",
	"Link a professional Instagram account to one of the token's Pages.")

// maxActors is how many tokens' own accounts are remembered.
const maxActors = 1000

// actors remembers the ids of viewers' own accounts: to act as them, and to tell
// their cursors from those of other accounts; and which ids viewers chose accounts by.
type actors struct {
	once    sync.Once
	ids     *lru.Cache[viewer.ID, string]
	choices *lru.Cache[choice, struct{}]
}

// choice is an id by which a viewer chose an account.
type choice struct {
	viewer viewer.ID
	id     string
}

func (a *actors) prepare() {
	a.once.Do(func() {
		a.ids, _ = lru.New[viewer.ID, string](maxActors)
		a.choices, _ = lru.New[choice, struct{}](maxActors)
	})
}

func (a *actors) cache() *lru.Cache[viewer.ID, string] {
	a.prepare()
	return a.ids
}

// chosen are the choices that were found to be accounts of their viewers.
func (a *actors) chosen() *lru.Cache[choice, struct{}] {
	a.prepare()
	return a.choices
}

func (a *actors) forget() {
	a.cache().Purge()
	a.chosen().Purge()
}

// findActor returns the id of the token's own account, as which hashtags are
// searched and read. Only a token's first operation pays a call for it.
func (l *Loader) findActor() (string, error) {
	if l.chosen != "" {
		return l.chosen, nil
	}
	if id, ok := l.shared.actors.cache().Get(l.viewer); ok {
		return id, nil
	}
	found, err := l.pageAccounts().account(l.plan.Account())
	own, err := answer.First(found, err)
	if err != nil {
		return "", err
	}
	if own == nil {
		return "", ErrNoAccount
	}
	return entity.IDOf(own), nil
}

// Account returns the Graph API id of a viewer's own account; empty while that is not
// known.
func (l *Loaders) Account(id viewer.ID) string {
	account, _ := l.actors.cache().Get(id)
	return account
}

// disown forgets the token's own account where a call that was made as the account is
// refused because there is no such node.
func (l *Loader) disown(actor string, err error) {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok {
		return
	}
	if id, unknown := refusal.Unknown(); unknown && (id == "" || id == actor) {
		l.shared.actors.cache().Remove(l.viewer)
	}
}

// disownNamed forgets the token's own account where a refusal says that there is no node with
// the account's id.
func (l *Loader) disownNamed(refusal *graphapi.Error) {
	if id, _ := refusal.Unknown(); id != "" && id == l.shared.Account(l.viewer) {
		l.shared.actors.cache().Remove(l.viewer)
	}
}

// rememberActor remembers the first of a token's accounts, unless that, or its id, could not
// be read.
func (l *Loader) rememberActor(accounts []entity.Entity, err error) {
	if own, err := answer.First(accounts, err); own != nil && err == nil && entity.IDOf(own) != "" {
		l.shared.actors.cache().Add(l.viewer, entity.IDOf(own))
	}
}
