package repair

import (
	"cmp"
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// each is the error of a call all of whose parts were refused, each with an error of its own.
type each struct {
	error // with which the call was refused at first
	parts map[refusals.Culprit]error
}

// Unwrap returns the error of the call.
func (e *each) Unwrap() error { return e.error }

// OfPart returns what one part of a call was refused with, by the error of the call: that error,
// where all parts share it.
func OfPart(err error, p expansion.Part) error {
	if e, ok := errors.AsType[*each](err); ok {
		return cmp.Or(e.parts[refusals.CulpritOf(p)], e.error)
	}
	return err
}

// ofEach returns the error of a call that was refused with an error at first, and in the end, with
// all other parts left out, for its last part.
func (i *isolation[T]) ofEach(first error, last *graphapi.Error) error {
	rest := expansion.Outermost(i.node.Parts())
	if last == nil || len(i.made) == 0 || len(rest) != 1 {
		return first
	}
	e := &each{first, map[refusals.Culprit]error{refusals.CulpritOf(rest[0]): last}}
	for _, t := range i.made {
		t = t.told()
		if len(t.parts) != 1 || t.unsure || t.deferred {
			return first
		}
		e.parts[refusals.CulpritOf(t.parts[0])] = t.err
	}
	return e
}
