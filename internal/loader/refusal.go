package loader

import (
	"crypto/sha256"
	"errors"
	"slices"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/viewer"
)

// What a viewer's token cannot have is remembered for so long, and so much of it,
// so that the next operation does not pay for it again.
const (
	refusalsFor = 5 * time.Minute
	maxRefusals = 10_000
)

// refusal is what one token cannot have, as a hash: a field or edge of a node
// type, an edge of one node, or a field expansion as a whole.
type refusal [sha256.Size]byte

// said is what the Graph API said of it, and until when that holds.
type said struct {
	err   error
	until time.Time
	// culprits are the parts of a whole field expansion that it was refused for;
	// later tells that they are left to calls of their own.
	culprits []culprit
	later    bool
}

// culprit is a part by the names that it has in any plan.
type culprit struct{ node, key string }

type refusals struct {
	once sync.Once
	said *lru.Cache[refusal, said]
}

func (r *refusals) cache() *lru.Cache[refusal, said] {
	r.once.Do(func() { r.said, _ = lru.New[refusal, said](maxRefusals) })
	return r.said
}

// refusal returns the key of what the operation's token cannot have.
func (l *Loader) refusal(words ...string) refusal {
	v, _ := viewer.FromContext(l.ctx)
	h := sha256.New()
	for _, word := range append(words, v.Token) {
		h.Write([]byte(word))
		h.Write([]byte{0})
	}
	return refusal(h.Sum(nil))
}

// recall returns what was said of a refusal that still holds.
func (l *Loader) recall(r refusal) (said, bool) {
	was, ok := l.refusals.cache().Get(r)
	return was, ok && time.Now().Before(was.until)
}

func (l *Loader) keep(r refusal, s said) {
	s.until = time.Now().Add(refusalsFor)
	l.refusals.cache().Add(r, s)
}

// remember keeps what a successful trial has shown: of all nodes of a type where
// the error can be about nothing else, and otherwise of this field expansion.
func (l *Loader) remember(asked *plan.Node, t trial, err error) {
	if len(t.parts) == 0 {
		return
	}
	if !t.later {
		l.cut.Store(true)
	}
	refused, ok := errors.AsType[*graphapi.Error](err)
	if !t.later && slices.ContainsFunc(t.parts, ofOneMedia) {
		return // another media may have what this one lacks
	}
	if ok && !t.later && (refused.Kind() == graphapi.Forbidden || named.MatchString(refused.Message)) {
		for _, p := range t.parts {
			l.keep(l.refusal(p.Of.Type.Name, p.Name), said{err: err})
		}
		return
	}
	was := said{err: err, later: t.later}
	for _, p := range t.parts {
		was.culprits = append(was.culprits, culprit{p.Of.Type.Name, p.Key})
	}
	l.keep(l.refusal(asked.String()), was)
}

// known returns the node without what is remembered to be refused.
func (l *Loader) known(n *plan.Node) *plan.Node {
	if l.refusals.cache().Len() == 0 {
		return n
	}
	for _, p := range n.Parts() {
		if was, ok := l.recall(l.refusal(p.Of.Type.Name, p.Name)); ok {
			l.cut.Store(true)
			return l.known(n.Without([]plan.Part{p}, was.err, false))
		}
	}
	was, ok := l.recall(l.refusal(n.String()))
	if !ok {
		return n
	}
	parts := slices.DeleteFunc(n.Parts(), func(p plan.Part) bool { return !slices.Contains(was.culprits, culprit{p.Of.Type.Name, p.Key}) })
	if !was.later {
		l.cut.Store(true)
	}
	return n.Without(parts, was.err, was.later)
}

// rememberOf keeps that one node is refused an edge, where that will not pass by
// itself.
func (l *Loader) rememberOf(u entity.Unasked, err error) {
	if tooOld(err) || graphapi.KindOf(err) == graphapi.Forbidden {
		l.keep(l.refusal(u.Node.GraphID, u.Edge.Name), said{err: err})
	}
}

// refusedOf returns the error with which a node is known to be refused an edge.
func (l *Loader) refusedOf(u entity.Unasked) error {
	was, _ := l.recall(l.refusal(u.Node.GraphID, u.Edge.Name))
	return was.err
}

// Cut tells whether anything that the operation selects was refused by itself.
func (l *Loader) Cut() bool { return l.cut.Load() }
