package repair

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
)

// How long, and how many refusals are remembered, so that a token's next operation
// does not pay for them again.
const (
	refusalsFor = 5 * time.Minute
	maxRefusals = 10_000
)

// refusal is the hash of a token and of what it cannot have: a field or edge at a
// place, whatever node is asked; a part of one call; an edge of one node; or a large page.
type refusal [sha256.Size]byte

// verdict is what the Graph API said of a refusal, and until when that holds.
type verdict struct {
	err   error
	until time.Time
	// culprits are the parts that a call was refused for; deferred reports that they are
	// left to calls of their own.
	culprits []culprit
	deferred bool
	// size is how many items of an edge were not too much.
	size int
}

// culprit is a part, or one of its metrics, found again in any plan by its place and
// key.
type culprit struct{ place, key, metric string }

func culpritOf(p plan.Part) culprit { return culprit{p.Place, p.Key, p.Metric} }

// Memory holds what viewers were refused, for their next operations.
type Memory struct {
	once sync.Once
	lru  *lru.Cache[refusal, verdict]
}

func (m *Memory) verdicts() *lru.Cache[refusal, verdict] {
	m.once.Do(func() { m.lru, _ = lru.New[refusal, verdict](maxRefusals) })
	return m.lru
}

// Refused reports whether anything that the operation selects was refused while the
// rest was answered.
func (s *Session) Refused() bool { return s.refused.Load() }

// MarkRefused notes that something was refused while the rest was answered.
func (s *Session) MarkRefused() { s.refused.Store(true) }

// withoutRefused returns a node without the parts that are remembered as refused.
func (s *Session) withoutRefused(of string, n *plan.Expansion) *plan.Expansion {
	if s.memory.verdicts().Len() == 0 {
		return n
	}
	for _, p := range n.Parts() {
		known := []refusal{s.atPlace(p), s.ofPart(of, p)}
		metrics := []string{"", ""}
		if severalMetrics(p) {
			for _, p.Metric = range p.Metrics() {
				known, metrics = append(known, s.ofPart(of, p)), append(metrics, p.Metric)
			}
		}
		for i, r := range known {
			if v, ok := s.recall(r); ok && (!v.deferred || !p.Again()) {
				p.Metric = metrics[i]
				if !v.deferred {
					s.MarkRefused()
				}
				return s.withoutRefused(of, n.Without([]plan.Part{p}, v.err, v.deferred))
			}
		}
	}
	return n
}

// Remember keeps what a successful trial has shown: for a place when the error can
// be about no single node there, and otherwise for the node that was called for.
func (s *Session) Remember(of string, t Trial) {
	if !t.deferred || slices.ContainsFunc(t.parts, plan.Part.Plain) {
		s.refused.Store(true)
	}
	switch {
	case graphapi.KindOf(t.err) == graphapi.NotFound || graphapi.Retryable(t.err): // it may be there in a minute
	case s.dialect.MeIsPage && tooFew(t.err): // another of the token's accounts may have enough
	case t.unsure: // some of the parts are innocent
	case MayDiffer(t.err) && slices.ContainsFunc(t.parts, againOfMany): // some of the nodes may have it
	case t.named && ofAnyNode(t.err) && !slices.ContainsFunc(t.parts, ofMetric):
		for _, p := range t.parts {
			s.keep(s.atPlace(p), verdict{err: t.err})
		}
	default:
		for _, p := range t.parts {
			s.keep(s.ofPart(of, p), verdict{err: t.err, deferred: t.deferred})
		}
	}
}

// RememberPart keeps that a part of what is called for is refused with an error.
func (s *Session) RememberPart(of string, p plan.Part, err error) {
	s.Remember(of, Trial{err: err, parts: []plan.Part{p}})
}

// RefusedPart returns the error with which a part of what is called for is remembered to be
// refused; nil when it is not.
func (s *Session) RefusedPart(of string, p plan.Part) error {
	if v, ok := s.recall(s.ofPart(of, p)); ok {
		return v.err
	}
	return nil
}

// RememberAll keeps that all nodes on an edge are refused a part, when that is not going to
// pass by itself. One of the nodes says which edge.
func (s *Session) RememberAll(on entity.Missing, p plan.Part, err error) {
	if graphapi.KindOf(err) != graphapi.NotFound && !graphapi.Retryable(err) {
		s.keep(s.ofAll(on, p), verdict{err: err})
	}
}

// RefusedAll reports whether all nodes on an edge are remembered to be refused a part.
func (s *Session) RefusedAll(on entity.Missing, p plan.Part) bool {
	_, known := s.recall(s.ofAll(on, p))
	return known
}

// ofAll is the refusal of a part of all nodes on the edge that a node is on.
func (s *Session) ofAll(on entity.Missing, p plan.Part) refusal {
	return s.refusal("of all", on.From.GraphID, on.On.Key, p.Key)
}

// againOfMany reports whether a part is an edge that one call was made for, of several nodes.
func againOfMany(p plan.Part) bool { return p.Again() && p.OfMany() }

// ofAnyNode reports whether an error that names a field is about the field, whatever node
// it is asked of.
func ofAnyNode(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.OfAnyNode()
}

// tooFew reports whether an error says that there are too few people for demographics.
func tooFew(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.TooFew()
}

// ofMetric reports whether a part is one of several metrics: the others can be had.
func ofMetric(p plan.Part) bool { return p.Metric != "" }

// verdict returns what a successful trial has shown.
func (t Trial) verdict() verdict {
	v := verdict{err: t.err, deferred: t.deferred}
	for _, p := range t.parts {
		v.culprits = append(v.culprits, culpritOf(p))
	}
	return v
}

// among returns the culprits among the parts of a node.
func (v verdict) among(all []plan.Part) []plan.Part {
	var found []plan.Part
	for _, p := range all {
		for _, c := range v.culprits {
			if c.place == p.Place && c.key == p.Key {
				p.Metric = c.metric
				found = append(found, p)
			}
		}
	}
	return found
}

// RememberEdge keeps that one node is refused an edge, when that is not going to
// pass by itself.
func (s *Session) RememberEdge(m entity.Missing, err error) {
	switch kind := graphapi.KindOf(err); {
	case err == nil || kind == graphapi.Unknown || kind == graphapi.NotFound || graphapi.Retryable(err):
	case TooOld(err):
		s.keep(s.ofEdge(m, m.Edge.Name), verdict{err: err})
	default: // the node may have other metrics
		s.keep(s.ofEdge(m, m.Edge.Words()), verdict{err: err})
	}
}

// RefusedEdge returns the error with which a node is remembered to be refused an
// edge; nil when it is not.
func (s *Session) RefusedEdge(m entity.Missing) error {
	for _, of := range []string{m.Edge.Name, m.Edge.Words()} {
		if v, ok := s.recall(s.ofEdge(m, of)); ok {
			return v.err
		}
	}
	return nil
}

// recall returns the verdict on a refusal, if it still holds.
func (s *Session) recall(r refusal) (verdict, bool) {
	v, ok := s.memory.verdicts().Get(r)
	return v, ok && s.now().Before(v.until)
}

func (s *Session) keep(r refusal, v verdict) {
	v.until = s.now().Add(refusalsFor)
	s.memory.verdicts().Add(r, v)
}

// atPlace is the refusal of a part wherever it has the same place.
func (s *Session) atPlace(p plan.Part) refusal { return s.refusal(p.Place, p.Name) }

// ofPart is the refusal of a part of one call: of what is called for, and with all
// parameters on the way to the part.
func (s *Session) ofPart(of string, p plan.Part) refusal {
	return s.refusal("of", of, p.Place, p.Asked())
}

// ofEdge is the refusal of an edge of one node, by its name or its words. The node is
// known by its id or by the way to it.
func (s *Session) ofEdge(m entity.Missing, edge string) refusal {
	words, n := []string{edge, m.Node.GraphID}, m.Node
	for ; n.FoundThrough != nil; n = n.FoundThrough.From {
		if n.FoundThrough.Edge != nil {
			words = append(words, n.FoundThrough.Edge.Key)
		} else {
			words = append(words, n.FoundThrough.Object)
		}
	}
	return s.refusal(append(words, n.GraphID)...)
}

func (s *Session) refusal(words ...string) refusal {
	h, id := sha256.New(), s.viewer
	h.Write(id[:])
	for _, word := range words {
		h.Write([]byte(word))
		h.Write([]byte{0})
	}
	return refusal(h.Sum(nil))
}
