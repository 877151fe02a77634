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

// actors remembers the ids of tokens' own accounts, by the tokens' hashes.
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
	v, _ := viewer.FromContext(l.ctx)
	token := sha256.Sum256([]byte(v.Token))
	if id, ok := l.shared.actors.cache().Get(token); ok {
		return id, nil
	}
	found, err := l.pageAccount(l.plan.Account())
	switch {
	case len(found) > 0:
	case err != nil:
		return "", err
	default:
		return "", ErrNoAccount
	}
	id := entity.IDOf(found[0])
	l.shared.actors.cache().Add(token, id)
	return id, nil
}
