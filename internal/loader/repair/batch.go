package repair

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// ConcernsAll reports whether an error is about a part of all nodes of a type, so that
// what is found out for one of them is remembered for the others.
func (s *Session) ConcernsAll(n *expansion.Expansion, err error) bool {
	refusal, ok := suspect.Separable(n, err)
	if ok && refusal.TooMuch() {
		return true
	}
	if !ok {
		return false
	}
	trials := s.trials(n, refusal)
	if len(trials) > 0 && trials[0].doubtful {
		return true
	}
	if suspect.ConcernsNode(refusal) {
		return false
	}
	if _, only := MetricsOnly(n); only && !refusal.TooOld() {
		return len(trials) == 0
	}
	if suspect.MayConcernOneNode(n, err) {
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
// without a node when that is the node itself, or when leaving out more than what is refused
// would show too little.
func (s *Session) WithoutSuspects(n *expansion.Expansion, err error) Trial {
	refusal, ok := suspect.Separable(n, err)
	if !ok {
		return Trial{}
	}
	if trials := s.trials(n, refusal); len(trials) > 0 {
		return trials[0]
	}
	t := Trial{refused: n, err: err, parts: expansion.Outermost(suspect.Doubtful(s.dialect, n, refusal)), deferred: true}
	if len(t.parts) > 1 && slices.ContainsFunc(t.parts, func(p expansion.Part) bool { return !p.Deferrable() }) {
		return t // some are innocent, and could not be asked for again
	}
	if without := n.Without(t.parts, err, true); len(t.parts) > 0 && !without.Empty() {
		t.node = without
	}
	return t
}

// Confirms reports whether the call of a trial was refused for something else, so that the
// trial has left out what it was meant to.
func (t Trial) Confirms(refused error) bool {
	first, ok := errors.AsType[*graphapi.Error](t.err)
	return ok && !t.doubtful && !sameRefusal(refused, first)
}
