package repair

import (
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/viewer"
)

// How long refusals are remembered, so that a viewer's next operation does not pay for
// them again. What was not found may be there soon.
const (
	refusalsFor = 5 * time.Minute
	absencesFor = time.Minute
)

// How many refusals are remembered of all viewers, and of each.
const (
	maxRefusals    = 50_000
	maxOfOneViewer = 1_000
)

// refusal is the hash of what a viewer cannot have: a field or edge at a place, whatever
// node is asked; a part of one call; an edge of one node; one call; or a large page.
type refusal [sha256.Size]byte

// verdict is what the Graph API said of a refusal, and until when that holds.
type verdict struct {
	err   error
	until time.Time
	// culprits are the parts that a call was refused for; deferred reports that they are
	// left to calls of their own.
	culprits []culprit
	deferred bool
	// began is what an isolation began with that ended in vain with err.
	began error
	// size is how many items of an edge were not too much.
	size int
	// around is where a page was refused for one of its nodes.
	around Around
}

// lifetime returns how long a verdict is remembered.
func (v verdict) lifetime() time.Duration {
	if graphapi.KindOf(v.err) == graphapi.NotFound || graphapi.KindOf(v.began) == graphapi.NotFound {
		return absencesFor
	}
	return refusalsFor
}

// culprit is a part, or one of its metrics, found again in any plan by its place and
// key.
type culprit struct{ place, key, metric string }

func culpritOf(p expansion.Part) culprit { return culprit{p.Place, p.Key, p.Metric} }

// Memory holds what viewers were refused, of each by itself, for their next operations.
type Memory struct {
	once sync.Once
	all  *viewer.Memory[refusal, verdict]
}

func (m *Memory) verdicts() *viewer.Memory[refusal, verdict] {
	m.once.Do(func() { m.all = viewer.NewMemory[refusal, verdict](maxRefusals, maxOfOneViewer) })
	return m.all
}

// Forget forgets all refusals.
func (m *Memory) Forget() { m.verdicts().Clear() }

// Drop forgets what a viewer was refused.
func (m *Memory) Drop(of viewer.ID) { m.verdicts().Drop(of) }

// Refused reports whether anything that the operation selects was refused while the
// rest was answered.
func (s *Session) Refused() bool { return s.refused.Load() }

// MarkRefused notes that something was refused while the rest was answered.
func (s *Session) MarkRefused() { s.refused.Store(true) }

// withoutRefused returns a node without the parts that are remembered as refused.
func (s *Session) withoutRefused(of string, n *expansion.Expansion) *expansion.Expansion {
	for _, p := range n.Parts() {
		for _, r := range refusalsOf(of, p) {
			if v, ok := s.recall(r.refusal); ok && (!v.deferred || !p.Again()) {
				p.Metric = r.metric
				if !v.deferred {
					s.MarkRefused()
				}
				return s.withoutRefused(of, n.Without([]expansion.Part{p}, v.err, v.deferred).ToldBySpare())
			}
		}
	}
	return n
}

// ofMetric is a refusal of a part or, unless that is empty, of one of its metrics.
type ofMetric struct {
	refusal
	metric string
}

// refusalsOf returns all that a part of what is called for can be remembered by.
func refusalsOf(of string, p expansion.Part) []ofMetric {
	all := []ofMetric{{atPlace(p), ""}, {ofPart(of, p), ""}}
	several := severalMetrics(p)
	for _, metric := range p.Metrics() {
		if several {
			p.Metric = metric
			all = append(all, ofMetric{ofPart(of, p), metric})
		}
		all = append(all, ofMetric{ofAnyNode(p, metric), p.Metric})
	}
	return all
}

// knownCulprits returns the parts that this very call was refused for before, in the same
// words, where other calls for some of its nodes may not be.
func (s *Session) knownCulprits(of string, n *expansion.Expansion, refused *graphapi.Error) []expansion.Part {
	if v, ok := s.recall(ofCall(of, n)); ok && sameRefusal(v.err, refused) {
		return v.among(n.Parts())
	}
	return nil
}

// foundInVain returns the error that an isolation is known to end with, since it began with
// the same call and the same refusal before, or the node alone was refused in the same words;
// nil when that is not known.
func (s *Session) foundInVain(of string, n *expansion.Expansion, err error) error {
	refusal, refused := errors.AsType[*graphapi.Error](err)
	for _, asked := range []*expansion.Expansion{n, suspect.IDAlone(n, err)} {
		if v, ok := s.recall(inVain(of, asked)); ok && refused && sameRefusal(v.began, refusal) {
			return v.err
		}
	}
	return nil
}

// rememberInVain keeps that all is refused of a call, whatever is left out of it.
func (s *Session) rememberInVain(of string, n *expansion.Expansion, began, ended error) {
	if _, refused := suspect.Separable(n, began); refused && !graphapi.Retryable(began) {
		s.keep(inVain(of, n), verdict{err: ended, began: began})
	}
}

// remember keeps what a successful trial has shown: for a place when the error can
// be about no single node there, and otherwise for the node that was called for.
func (s *Session) remember(of string, t trial) {
	if !t.deferred {
		s.refused.Store(true)
	}
	switch {
	case graphapi.Retryable(t.err): // it may have passed
	case tooFew(t.err) && !t.deferred && s.findsAccounts(of): // another of the token's accounts may have enough
	case t.unsure: // some of the parts are innocent
	case !isKnown(t.err) && slices.ContainsFunc(t.parts, expansion.Part.Finds): // it may say nothing of what is looked for
	case suspect.MayDiffer(t.err) && slices.ContainsFunc(t.parts, againOfMany): // some of the nodes may have it
		s.keep(ofCall(of, t.refused), t.verdict())
	case t.ofNoMetrics():
		for _, p := range t.parts {
			for _, metric := range metricsOf(p) {
				s.keep(ofAnyNode(p, metric), verdict{err: t.err})
			}
		}
	case t.named && isOfAnyNode(t.err) && !slices.ContainsFunc(t.parts, ofMetricOnly):
		for _, p := range t.parts {
			s.keep(atPlace(p), verdict{err: t.err})
		}
	default:
		for _, p := range t.parts {
			s.keep(ofPart(of, p), verdict{err: t.err, deferred: t.deferred})
		}
	}
}

// confirmed reports whether an earlier trial has shown the same as a successful one, and
// keeps what this one shows for later ones.
func (s *Session) confirmed(of string, t trial) bool {
	s.MarkRefused()
	words := []string{"once", of}
	for _, p := range t.parts {
		words = append(words, p.Place, p.Asked(), p.Metric)
	}
	once := refusalOf(words...)
	_, known := s.recall(once)
	s.keep(once, t.verdict())
	return known
}

// RememberPart keeps that a part of what is called for is refused with an error.
func (s *Session) RememberPart(of string, p expansion.Part, err error) {
	s.remember(of, trial{refused: p.Of, err: err, parts: []expansion.Part{p}})
}

// RefusedPart returns the error with which a part of what is called for is remembered to be
// refused; nil when it is not.
func (s *Session) RefusedPart(of string, p expansion.Part) error {
	if v, ok := s.recall(ofPart(of, p)); ok {
		return v.err
	}
	return nil
}

// RememberAll keeps that all nodes on an edge are refused a part, when that is not going to
// pass by itself. One of the nodes says which edge.
func (s *Session) RememberAll(on entity.Missing, p expansion.Part, err error) {
	if graphapi.KindOf(err) != graphapi.NotFound && !graphapi.Retryable(err) {
		s.keep(s.ofAll(on, p), verdict{err: err})
	}
}

// RefusedAll returns the error with which all nodes on an edge are remembered to be refused a
// part; nil when they are not.
func (s *Session) RefusedAll(on entity.Missing, p expansion.Part) error {
	if v, ok := s.recall(s.ofAll(on, p)); ok {
		return v.err
	}
	return nil
}

// ofAll is the refusal of a part of all nodes on the edge that a node is on.
func (s *Session) ofAll(on entity.Missing, p expansion.Part) refusal {
	return refusalOf("of all", on.From.GraphID, on.On.Key, p.Asked())
}

// againOfMany reports whether a part is an edge that one call was made for, of several nodes.
func againOfMany(p expansion.Part) bool { return p.Again() && p.OfMany() }

// ofNoMetrics reports whether a trial leaves out metrics of which the error says, for each by its
// name, that there are none of that name.
func (t trial) ofNoMetrics() bool {
	refusal, ok := errors.AsType[*graphapi.Error](t.err)
	return ok && refusal.NoSuchMetric() && !slices.ContainsFunc(t.parts, func(p expansion.Part) bool {
		metrics := metricsOf(p)
		return len(metrics) == 0 || slices.ContainsFunc(metrics, func(metric string) bool { return !suspect.NamesMetric(p, metric, refusal) })
	})
}

// metricsOf returns the metric that a part is, or all that it is asked for.
func metricsOf(p expansion.Part) []string {
	if ofMetricOnly(p) {
		return []string{p.Metric}
	}
	return p.Metrics()
}

// isOfAnyNode reports whether an error that names a field is about the field, whatever node
// it is asked of.
func isOfAnyNode(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.OfAnyNode()
}

// isKnown reports whether an error is no refusal, or one of which a rule says what it means.
func isKnown(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return !ok || refusal.Known()
}

// tooFew reports whether an error says that there are too few people for demographics.
func tooFew(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.TooFew()
}

// findsAccounts reports whether a call is for whatever accounts the token has, rather than for
// nodes that it names.
func (s *Session) findsAccounts(of string) bool {
	return s.dialect.MeIsPage && strings.HasPrefix(of, "/me/")
}

// ofMetricOnly reports whether a part is one of several metrics: the others can be had.
func ofMetricOnly(p expansion.Part) bool { return p.Metric != "" }

// verdict returns what a successful trial has shown.
func (t trial) verdict() verdict {
	v := verdict{err: t.err, deferred: t.deferred}
	for _, p := range t.parts {
		v.culprits = append(v.culprits, culpritOf(p))
	}
	return v
}

// among returns the culprits among the parts of a node.
func (v verdict) among(all []expansion.Part) []expansion.Part {
	var found []expansion.Part
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
	case err == nil || kind == graphapi.Unknown || graphapi.Retryable(err):
	case suspect.TooOld(err):
		s.keep(ofEdge(m, m.Edge.Name), verdict{err: err})
	default: // the node may have other metrics
		s.keep(ofEdge(m, m.Edge.Words()), verdict{err: err})
	}
}

// RefusedEdge returns the error with which a node is remembered to be refused an
// edge; nil when it is not.
func (s *Session) RefusedEdge(m entity.Missing) error {
	for _, of := range []string{m.Edge.Name, m.Edge.Words()} {
		if v, ok := s.recall(ofEdge(m, of)); ok {
			return v.err
		}
	}
	return nil
}

// recall returns the verdict on a refusal, if it still holds.
func (s *Session) recall(r refusal) (verdict, bool) {
	v, ok := s.memory.verdicts().Get(s.viewer, r)
	return v, ok && s.now().Before(v.until)
}

func (s *Session) keep(r refusal, v verdict) {
	v.until = s.now().Add(v.lifetime())
	s.memory.verdicts().Add(s.viewer, r, v)
}

// atPlace is the refusal of a part wherever it has the same place.
func atPlace(p expansion.Part) refusal { return refusalOf(p.Place, p.Name) }

// ofAnyNode is the refusal of a metric of all nodes of a type, whatever else is asked with it.
func ofAnyNode(p expansion.Part, metric string) refusal {
	return refusalOf("metric", p.Of.Type.Name, p.Name, metric)
}

// ofPart is the refusal of a part of one call: of what is called for, and with all
// parameters on the way to the part.
func ofPart(of string, p expansion.Part) refusal {
	return refusalOf("of", of, p.Place, p.Asked())
}

// ofCall is the refusal of some of what one call asks for, to the letter.
func ofCall(of string, n *expansion.Expansion) refusal {
	return refusalOf("call", of, n.Type.Name, n.String())
}

// inVain is the refusal of one call, to the letter, with or without parts of it.
func inVain(of string, n *expansion.Expansion) refusal {
	return refusalOf("in vain", of, n.Type.Name, n.String())
}

// ofEdge is the refusal of an edge of one node, by its name or its words. The node is
// known by its id or by the way to it.
func ofEdge(m entity.Missing, edge string) refusal {
	words, n := []string{edge, m.Node.GraphID}, m.Node
	for ; n.FoundThrough != nil; n = n.FoundThrough.From {
		if n.FoundThrough.Edge != nil {
			words = append(words, n.FoundThrough.Edge.Key)
		} else {
			words = append(words, n.FoundThrough.Object)
		}
	}
	return refusalOf(append(words, n.GraphID)...)
}

func refusalOf(words ...string) refusal {
	h := sha256.New()
	for _, word := range words {
		h.Write([]byte(word))
		h.Write([]byte{0})
	}
	return refusal(h.Sum(nil))
}
