package repair

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/parallel"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// call makes a call out of a purse, or returns ErrSpent. It returns how many nodes were read as well.
type call[T any] func(n *expansion.Expansion, from purse) (found T, nodes int, err error)

// purse says what a call is taken from.
type purse uint8

// The purses: repairs alone; when none are left, the calls that tell what is refused from what is
// not; or whatever is left, be it nothing.
const (
	repairs purse = iota
	apart
	anyway
)

// pay takes a call out of a purse; false when none is left.
func (s *Session) pay(from purse) bool {
	switch from {
	case apart:
		return s.TellApart()
	case anyway:
		s.RepairAnyway()
		return true
	default:
		return s.Repair()
	}
}

// alone returns a call that shares its repairs with no other.
func alone[T any](s *Session, ask func(*expansion.Expansion) (T, error)) call[T] {
	return func(n *expansion.Expansion, from purse) (found T, nodes int, err error) {
		if !s.pay(from) {
			return found, 0, ErrSpent
		}
		before := s.Nodes()
		s.asTrial(func() { found, err = ask(n) })
		return found, s.Nodes() - before, err
	}
}

// Refused is one of several calls that were made together, and the error that it was refused
// with.
type Refused struct {
	// Of is what was called, and Node what was called for.
	Of   string
	Node *expansion.Expansion
	Err  error
}

// Answered is the answer to one of several calls, or its error.
type Answered[T any] struct {
	Answer T
	// Nodes is how many nodes were read.
	Nodes int
	Err   error
}

// asking is one of several isolations that waits for the answer to a call.
type asking[T any] struct {
	at     int
	node   *expansion.Expansion // nil when the isolation is at its end
	from   purse
	answer chan Answered[T]
}

// IsolateTogether is Isolate for several calls. Their isolations go on at the same time, and wait
// for each other: post makes the next calls of all of them together, as one repair. Post is given
// what to call for, by the index of the refused call, and returns the answers in the same way.
func IsolateTogether[T any](s *Session, refused []Refused, post func(map[int]*expansion.Expansion) map[int]Answered[T]) []Answered[T] {
	found, asks := make([]Answered[T], len(refused)), make(chan asking[T])
	var isolations parallel.Calls
	words := map[string]int{}
	for _, r := range refused {
		if refusal, ok := errors.AsType[*graphapi.Error](r.Err); ok {
			words[wordsOf(refusal)]++
			if words[wordsOf(refusal)] > 1 {
				s.GoOnFrom(refusal)
			}
		}
	}
	for at, r := range refused {
		isolations.Start(func() {
			defer func() { asks <- asking[T]{at: at} }()
			i := &isolation[T]{Session: s, of: r.Of, node: r.Node, passing: graphapi.RetryableNow(r.Err)}
			i.call = func(n *expansion.Expansion, from purse) (T, int, error) {
				ask := asking[T]{at, n, from, make(chan Answered[T])}
				asks <- ask
				a := <-ask.answer
				return a.Answer, a.Nodes, a.Err
			}
			found[at].Answer, _, found[at].Err = i.run(found[at].Answer, r.Err)
		})
	}
	going, waiting := len(refused), []asking[T](nil)
	for going > 0 {
		if ask := <-asks; ask.node != nil {
			waiting = append(waiting, ask)
		} else {
			going--
		}
		if len(waiting) == going {
			answerAll(s, waiting, post)
			waiting = nil
		}
	}
	isolations.Wait()
	return found
}

// answerAll answers isolations that wait by calls made together.
func answerAll[T any](s *Session, waiting []asking[T], post func(map[int]*expansion.Expansion) map[int]Answered[T]) {
	wanted := map[int]*expansion.Expansion{}
	paid := repairs
	for _, ask := range waiting {
		paid = max(paid, ask.from)
	}
	if able := len(waiting) > 0 && s.pay(min(paid, apart)); able || paid == anyway {
		for _, ask := range waiting {
			if able || ask.from == anyway {
				wanted[ask.at] = ask.node
			}
		}
		if !able {
			s.Unforeseen(1)
		}
	}
	var answers map[int]Answered[T]
	if len(wanted) > 0 {
		s.asTrial(func() { answers = post(wanted) })
	}
	for _, ask := range waiting {
		a, made := answers[ask.at]
		if !made {
			a.Err = ErrSpent
		}
		ask.answer <- a
	}
}
