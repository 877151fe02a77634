package loader

import (
	"crypto/sha256"
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

// refusal is what one token cannot have, as a hash: a field or edge at a place, an
// edge of one node, or a field expansion as a whole.
type refusal [sha256.Size]byte

// said is what the Graph API said of it, and until when that holds.
type said struct {
	err   error
	until time.Time
	// culprits are the parts of a whole field expansion that it was refused for;
	// later reports that they are left to calls of their own.
	culprits []culprit
	later    bool
}

// culprit is a part by where it stands in any plan.
type culprit struct{ place, key string }

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

// remember keeps what a successful trial has shown: of a place where the error can
// be about nothing else, and otherwise of this field expansion.
func (l *Loader) remember(t trial) {
	if len(t.parts) == 0 {
		return
	}
	if !t.later {
		l.cut.Store(true)
	}
	kind := graphapi.KindOf(t.err)
	switch {
	case lacks(t.err), !t.later && kind == graphapi.Forbidden && !slices.ContainsFunc(t.parts, ofOneMedia):
		for _, p := range t.parts {
			l.keep(l.refusal(p.Place, p.Name), said{err: t.err})
		}
	case kind == graphapi.NotFound: // what is not there now may be there in a minute
	case !t.later && slices.ContainsFunc(t.parts, ofOneMedia): // another media may have what this one lacks
	case slices.ContainsFunc(t.parts, plan.Part.Owned): // another node may be the cursor's
	default:
		was := said{err: t.err, later: t.later}
		for _, p := range t.parts {
			was.culprits = append(was.culprits, culprit{p.Place, p.Key})
		}
		l.keep(l.expansion(t.asked), was)
	}
}

// expansion returns the key of all that is wanted of a type of node.
func (l *Loader) expansion(n *plan.Node) refusal { return l.refusal(n.Type.Name, n.String()) }

// known returns the node without what is remembered to be refused.
func (l *Loader) known(n *plan.Node) *plan.Node {
	if l.refusals.cache().Len() == 0 {
		return n
	}
	for _, p := range n.Parts() {
		if was, ok := l.recall(l.refusal(p.Place, p.Name)); ok {
			l.cut.Store(true)
			return l.known(n.Without([]plan.Part{p}, was.err, false))
		}
	}
	was, ok := l.recall(l.expansion(n))
	if !ok {
		return n
	}
	parts := slices.DeleteFunc(n.Parts(), func(p plan.Part) bool { return !slices.Contains(was.culprits, culprit{p.Place, p.Key}) })
	if len(parts) == 0 {
		return n
	}
	if !was.later {
		l.cut.Store(true)
	}
	return l.known(n.Without(parts, was.err, was.later))
}

// rememberOf keeps that one node is refused an edge, where that will not pass by
// itself.
func (l *Loader) rememberOf(u entity.Unasked, err error) {
	if tooOld(err) || graphapi.KindOf(err) == graphapi.Forbidden {
		l.keep(l.refusal(wayTo(u)...), said{err: err})
	}
}

// refusedOf returns the error with which a node is known to be refused an edge.
func (l *Loader) refusedOf(u entity.Unasked) error {
	was, _ := l.recall(l.refusal(wayTo(u)...))
	return was.err
}

// wayTo returns what an edge of one node is found by: its name, and the node's id
// or the way to it.
func wayTo(u entity.Unasked) []string {
	words, n := []string{u.Edge.Name}, u.Node
	for ; n.Via != nil; n = n.Via.From {
		if n.Via.Edge != nil {
			words = append(words, n.Via.Edge.Key)
		} else {
			words = append(words, n.Via.Object)
		}
	}
	return append(words, n.GraphID)
}

// Cut reports whether anything that the operation selects was refused by itself.
func (l *Loader) Cut() bool { return l.cut.Load() }
