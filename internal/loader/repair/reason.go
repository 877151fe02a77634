package repair

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/refused"
	"github.com/gramql/gramql/internal/problem"
)

// leftOut returns the error of what a call leaves out before anyone knows what is refused.
func leftOut() *refused.Pending { return &refused.Pending{Cause: ErrLeftOut} }

// known gives what a trial leaves out the error that it turned out to have.
func (t trial) known(err error) {
	if pending, ok := t.err.(*refused.Pending); ok { //nolint:errorlint // it is the trial's own
		pending.Cause = err
	}
}

// told returns the trial with what is known in the end.
func (t trial) told() trial {
	if pending, ok := t.err.(*refused.Pending); ok { //nolint:errorlint // it is the trial's own
		t.err, t.unsure = pending.Cause, errors.Is(pending, ErrLeftOut)
	}
	return t
}

// ErrLeftOut is the error of what was left out though nothing may be wrong with it.
var ErrLeftOut = problem.Passing{Problem: problem.New(problem.UpstreamError, "more of the operation was refused than could be told apart, and this was left out with the rest of it",
	"Ask for less at once, or again: what is known to be refused for good is not asked for then.")}

// ErrWrongType is the error of a node that turned out to be of another type than it was
// taken for.
var ErrWrongType = problem.New(problem.NotFound, "this id is that of a node of another type",
	"Ask for the node by the field of its type.")

// unproven returns the error of an isolation in vain that began with one error and ended
// with another. That all of a node is refused, or that the node is not there, is only said
// where that was found out.
func (i *isolation[T]) unproven(first, last error) error {
	switch {
	case last != nil && suspect.WrongType(i.node, last):
		return ErrWrongType
	case errors.Is(last, ErrSpent) && i.doubts(first):
		return ErrLeftOut
	case last != nil && graphapi.KindOf(last) == graphapi.NotFound: // whatever else it was refused at first
		return last
	case graphapi.KindOf(first) != graphapi.NotFound || last == nil || errors.Is(last, ErrSpent):
		return first
	}
	return last
}

// doubts reports whether an error can be about a part of what was called for at first.
func (i *isolation[T]) doubts(first error) bool {
	n := i.node
	if len(i.made) > 0 {
		n = i.made[0].refused
	}
	_, ok := suspect.Separable(n, first)
	return ok && len(expansion.Outermost(n.Parts())) > 1
}
