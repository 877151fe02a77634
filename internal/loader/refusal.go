package loader

import (
	"crypto/sha256"
	"errors"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/viewer"
)

// What a viewer's token cannot do is remembered for so long, and for so many
// fields, so that the next operation does not pay for it again.
const (
	refusalsFor = 5 * time.Minute
	maxRefusals = 10_000
)

// refusal is a field or edge of a node type that one token cannot have.
type refusal struct {
	token      [sha256.Size]byte
	node, name string
}

// refusals remembers what the Graph API said of each, and until when that holds.
type refusals struct {
	once sync.Once
	said *lru.Cache[refusal, said]
}

type said struct {
	err   error
	until time.Time
}

func (r *refusals) cache() *lru.Cache[refusal, said] {
	r.once.Do(func() { r.said, _ = lru.New[refusal, said](maxRefusals) })
	return r.said
}

// remember keeps what a successful trial has shown.
func (l *Loader) remember(t trial, err error) {
	if len(t.parts) > 0 {
		l.cut.Store(true)
	}
	refused, ok := errors.AsType[*graphapi.Error](err)
	if !ok || refused.Kind() != graphapi.Forbidden && !named.MatchString(refused.Message) {
		return // it is about these nodes, not about all of their type
	}
	for _, p := range t.parts {
		l.refusals.cache().Add(l.refusal(p), said{err, time.Now().Add(refusalsFor)})
	}
}

// known returns the node without what is remembered to be refused.
func (l *Loader) known(n *plan.Node) *plan.Node {
	if l.refusals.cache().Len() == 0 {
		return n
	}
	for _, p := range n.Parts() {
		if known, ok := l.refusals.cache().Get(l.refusal(p)); ok && time.Now().Before(known.until) {
			l.cut.Store(true)
			return l.known(n.Without([]plan.Part{p}, known.err, false))
		}
	}
	return n
}

func (l *Loader) refusal(p plan.Part) refusal {
	v, _ := viewer.FromContext(l.ctx)
	return refusal{sha256.Sum256([]byte(v.Token)), p.Of.Type.Name, p.Name}
}

// Cut tells whether anything that the operation selects was refused by itself.
func (l *Loader) Cut() bool { return l.cut.Load() }
