package repair

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// MayBeThere reports whether an error that says that a node is not there can be about a
// part of what was asked of the node.
func MayBeThere(n *expansion.Expansion, err error) bool {
	alone := IDAlone(n)
	return graphapi.KindOf(err) == graphapi.NotFound && !alone.Empty() && alone.String() != n.String()
}

// IDAlone returns the node without all that can be refused of a node that is there. Where
// a look-up is made again, that is the node which it finds.
func IDAlone(n *expansion.Expansion) *expansion.Expansion {
	all := n.Parts()
	again := expansion.Kept(all, expansion.Part.FindsAgain)
	beside := slices.DeleteFunc(slices.Clone(all), func(p expansion.Part) bool {
		return slices.ContainsFunc(again, func(finder expansion.Part) bool { return p.Is(finder) || p.LeadsTo(finder.Of) })
	})
	return n.Without(beside, ErrLeftOut, false)
}

// ConcernsAll reports whether an error is about a part of all nodes of a type, so that
// what is found out for one of them is remembered for the others.
func (s *Session) ConcernsAll(n *expansion.Expansion, err error) bool {
	refusal, ok := Separable(n, err)
	if ok && refusal.TooMuch() {
		return true
	}
	if !ok {
		return false
	}
	trials := s.trials(n, refusal)
	if len(trials) > 0 && trials[0].wide() {
		return true
	}
	if concernsNode(refusal) {
		return false
	}
	if _, only := MetricsOnly(n); only && !refusal.TooOld() {
		return len(trials) == 0
	}
	if MayConcernOneNode(n, err) {
		return false
	}
	if len(trials) > 0 {
		return trials[0].named
	}
	return len(n.Parts()) > 1
}

// Passes reports whether an item failed in a way that may pass: batches are not tried
// again for one of their items.
func Passes(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.Separable() && graphapi.RetryableNow(refusal)
}

// WithoutSuspects returns the trial to leave out what an error is likely to be about,
// without a node when that is the node itself.
func (s *Session) WithoutSuspects(n *expansion.Expansion, err error) Trial {
	refusal, ok := Separable(n, err)
	if !ok {
		return Trial{}
	}
	if trials := s.trials(n, refusal); len(trials) > 0 {
		return trials[0]
	}
	t := Trial{refused: n, err: err, parts: expansion.Outermost(s.doubtful(n, refusal)), deferred: true}
	if without := n.Without(t.parts, err, true); len(t.parts) > 0 && !without.Empty() {
		t.node = without
	}
	return t
}
