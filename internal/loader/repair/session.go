// Package repair has a call answered that the Graph API refuses as a whole for one part of
// it: an isolation calls again without what the error is about, as far as the operation's
// budget lasts, and the refusal stays where it belongs.
//
//	session.go      what the repairs of one operation have in common
//	isolate.go      calls again, without what was refused
//	reason.go       what is known of what was left out
//	lesson.go       what one call's isolation shows others
//	bisect.go       finds the part when the error points at none
//	several.go      finds the others where several parts are refused
//	each.go         says of each part why, where all of them are refused
//	metrics.go      finds the metrics when the error names none
//	together.go     the isolations of several calls, a batch for each of their rounds
//
//	remember.go     what is remembered of an isolation, and left out of later calls for it
//	passable.go     which pages can be read around a node
//	page_size.go    pages that are not too large
//
// Package refusals remembers all that.
package repair

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/budget"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/viewer"
)

// Session is what the repairs of one operation of one viewer have in common.
type Session struct {
	*budget.Budget
	*refusals.Known
	dialect *dialect.Dialect
	lessons lessons
	// calls holds why calls of the operation were refused that would be refused again, by
	// what they call and what they ask for.
	calls sync.Map
	// met holds the words of refusals from which a search has gone on.
	met sync.Map
	// sizes holds how many items of an edge were not too much for the operation.
	sizes sync.Map
	// refused reports that something was refused while the rest was answered.
	refused atomic.Bool
	// tries counts the calls on their way that are to show what was refused.
	tries atomic.Int32
}

// NewSession returns the session of an operation, whose refusals are remembered
// for a time by that clock.
func NewSession(memory *refusals.Memory, now func() time.Time, v viewer.ID, d *dialect.Dialect, b *budget.Budget) *Session {
	return &Session{Budget: b, Known: memory.Of(v, now), dialect: d}
}

// asTrial makes calls that are to show what was refused.
func (s *Session) asTrial(call func()) {
	s.tries.Add(1)
	defer s.tries.Add(-1)
	call()
}

// Trying reports whether a call is on its way that is to show what was refused. An answer of
// before, when nothing was, does not show that.
func (s *Session) Trying() bool { return s.tries.Load() > 0 }

// Adapt returns the node without what the server is known to refuse this viewer, and
// with no pages that are known to be too much.
func (s *Session) Adapt(of string, n *expansion.Expansion) *expansion.Expansion {
	if s.None() {
		return n
	}
	n = s.withoutRefused(of, n)
	smaller := s.withSizes(n)
	if smaller == n {
		return n
	}
	return s.withoutRefused(of, smaller)
}

// NoteRefused keeps that a call was refused, so that the operation does not make it again,
// unless the error may pass.
func (s *Session) NoteRefused(of string, n *expansion.Expansion, err error) {
	if !graphapi.Retryable(err) {
		s.calls.Store(refusals.OfCall(of, n), err)
	}
}

// GoOnFrom notes that a search goes on from a refusal of several nodes to fewer of them: when
// these are refused in the same words, that is not by chance.
func (s *Session) GoOnFrom(err error) {
	if refusal, ok := errors.AsType[*graphapi.Error](err); ok {
		s.met.Store(wordsOf(refusal), true)
	}
}

// cameBefore reports whether a search has gone on from a refusal in the same words.
func (s *Session) cameBefore(refusal *graphapi.Error) bool {
	_, met := s.met.Load(wordsOf(refusal))
	return met
}

// refusedBefore returns the error with which the same call was refused before; nil for none.
func (s *Session) refusedBefore(of string, n *expansion.Expansion) error {
	err, _ := s.calls.Load(refusals.OfCall(of, n))
	refused, _ := err.(error)
	return refused
}
