package loader

import (
	"crypto/sha256"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/viewer"
)

// ErrNoAccount says that a token has no Instagram account to act as.
var ErrNoAccount = problem.New(problem.Forbidden, "the access token has no Instagram account to act as",
	"Link a professional Instagram account to one of the token's Pages.")

// maxActors is how many tokens' own accounts are remembered.
const maxActors = 1000

// actors remembers the ids of tokens' own accounts, by the tokens' hashes: to act as
// them, and to tell their cursors from those of other accounts.
type actors struct {
	once sync.Once
	ids  *lru.Cache[[sha256.Size]byte, string]
}

func (a *actors) cache() *lru.Cache[[sha256.Size]byte, string] {
	a.once.Do(func() { a.ids, _ = lru.New[[sha256.Size]byte, string](maxActors) })
	return a.ids
}

// findActor returns the id of the token's own account, as which hashtags are
// searched and read. Only a token's first operation pays a call for it.
func (l *Loader) findActor() (string, error) {
	if id, ok := l.shared.actors.cache().Get(l.token()); ok {
		return id, nil
	}
	found, err := l.pageAccounts().account(l.plan.Account())
	own, err := firstOf(found, err)
	if err != nil {
		return "", err
	}
	if own == nil {
		return "", ErrNoAccount
	}
	return entity.IDOf(own), nil
}

// Account returns the Graph API id of a token's own account; empty while that is not
// known.
func (l *Loaders) Account(token string) string {
	id, _ := l.actors.cache().Get(sha256.Sum256([]byte(token)))
	return id
}

// rememberActor remembers the first of a token's accounts, unless that could not be
// read.
func (l *Loader) rememberActor(accounts []entity.Entity, err error) {
	if own, err := firstOf(accounts, err); own != nil && err == nil {
		l.shared.actors.cache().Add(l.token(), entity.IDOf(own))
	}
}

// token returns the hash of the viewer's token.
func (l *Loader) token() [sha256.Size]byte {
	v, _ := viewer.FromContext(l.ctx)
	return sha256.Sum256([]byte(v.Token))
}
