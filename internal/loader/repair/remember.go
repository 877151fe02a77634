package repair

import (
	"errors"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Refused reports whether anything that the operation selects was refused while the
// rest was answered.
func (s *Session) Refused() bool { return s.refused.Load() }

// MarkRefused notes that something was refused while the rest was answered.
func (s *Session) MarkRefused() { s.refused.Store(true) }

// withoutRefused returns a node without the parts that are remembered as refused.
func (s *Session) withoutRefused(of string, n *expansion.Expansion) *expansion.Expansion {
	for _, p := range n.Parts() {
		for _, r := range refusals.OfEach(of, p) {
			if v, ok := s.Recall(r.Refusal); ok && (!v.Deferred || !p.Again()) {
				p.Metric = r.Metric
				if !v.Deferred {
					s.MarkRefused()
				}
				return s.withoutRefused(of, n.Without([]expansion.Part{p}, v.Err, v.Deferred).ToldBySpare())
			}
		}
	}
	return n
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
		s.Keep(refusals.OfCall(of, t.refused), t.verdict())
	case t.ofNoMetrics():
		for _, p := range t.parts {
			for _, metric := range metricsOf(p) {
				s.Keep(refusals.OfAnyNode(p, metric), refusals.Verdict{Err: t.err})
			}
		}
	case t.named && isOfAnyNode(t.err) && !slices.ContainsFunc(t.parts, ofMetricOnly):
		for _, p := range t.parts {
			s.Keep(refusals.AtPlace(p), refusals.Verdict{Err: t.err})
		}
	default:
		for _, p := range t.parts {
			s.Keep(refusals.OfPart(of, p), refusals.Verdict{Err: t.err, Deferred: t.deferred})
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
	once := refusals.Of(words...)
	_, known := s.Recall(once)
	s.Keep(once, t.verdict())
	return known
}

// RememberPart keeps that a part of what is called for is refused with an error.
func (s *Session) RememberPart(of string, p expansion.Part, err error) {
	s.remember(of, trial{refused: p.Of, err: err, parts: []expansion.Part{p}})
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
func (t trial) verdict() refusals.Verdict {
	v := refusals.Verdict{Err: t.err, Deferred: t.deferred}
	for _, p := range t.parts {
		v.Culprits = append(v.Culprits, refusals.CulpritOf(p))
	}
	return v
}
