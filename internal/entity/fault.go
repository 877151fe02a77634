package entity

import (
	"fmt"

	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/problem"
)

// ValueError says that one value of an answer has another form than is documented.
// It holds the type of the value, never the value.
type ValueError struct {
	// row is the node that the value belongs to, nil for an answer without one. Its id
	// may come after the value.
	row *Base
	// field is the Graph API field or edge that the value is of, and item its index in
	// a list there; -1 for the whole of the field.
	field string
	item  int
	// front names the node in front of the item; empty where that is not known.
	front  string
	misfit *reader.Misfit
}

// RefusedItem returns the error of an item of a node's edge that the Graph API refused with an
// error.
func RefusedItem(of *Base, edge string, item int, refusal *graphapi.Error) *ValueError {
	return &ValueError{row: of, field: edge, item: item, misfit: reader.NoID.Refused(refusal)}
}

// Error names the field, the node, and what came instead of what.
func (e *ValueError) Error() string {
	return fmt.Sprintf("the Graph API's answer has %s for %s, where %s belongs", e.misfit.Came, e.Place(), e.misfit.Want)
}

// Refusal returns the Graph API's error that came in the place of the value; nil where
// something else came.
func (e *ValueError) Refusal() *graphapi.Error { return e.misfit.Refusal }

// Item returns the index that the value would have in a list of which it is an item; -1 for
// none.
func (e *ValueError) Item() int { return e.item }

// At returns the error as that of an item of a list that clients see: with the index that the
// item would have there, if none were missing. The list is a field or edge of a node, or of
// none where the node is nil.
func (e *ValueError) At(of *Base, field string, item int) *ValueError {
	at := *e
	at.row, at.field, at.item = of, field, item
	return &at
}

// Further returns the error of an item of a longer list, in which so many items come first.
func (e *ValueError) Further(items int) *ValueError { return e.At(e.row, e.field, e.item+items) }

// Behind returns the error with the item in front of the one that is lost, which shows where
// that is. A nil item is none.
func (e *ValueError) Behind(item any) *ValueError {
	front, ok := item.(Entity)
	if !ok {
		return e
	}
	behind := *e
	behind.front = front.EntityBase().label()
	return &behind
}

// Place says which value is lost: that of a node, or an item of a list there.
func (e *ValueError) Place() string {
	where := e.field
	if e.item >= 0 {
		where = fmt.Sprintf("item %d of %s", e.item, e.field)
	}
	if row := e.row.label(); row != "" {
		where += " of " + row
	}
	if e.front != "" {
		where += ", behind " + e.front
	}
	return where
}

// Code returns problem.UpstreamError.
func (*ValueError) Code() string { return problem.UpstreamError }

// Hint says that nothing else is lost, and how to go on without the value.
func (*ValueError) Hint() string {
	return "Only this value is lost. The Graph API differs here from its documentation: if it goes on to, leave the field out."
}

// Faults are the values that could not be read, by the models that lack them. The
// zero value is empty, and only to be read.
type Faults map[place]*Fault

// place is a field of a model, which is given by a pointer.
type place struct {
	model any
	field string
}

// Fault is what could not be read of one field.
type Fault struct {
	// Whole is the error of the field; nil for a list that lacks but some items.
	Whole error
	// Items are the errors of the items that the list lacks.
	Items []*ValueError
	// Rest is the error beside a list that may lack more; nil for none.
	Rest error
}

// Of returns what could not be read of a model's Graph API field; nil for nothing.
func (f Faults) Of(model any, field string) *Fault { return f[place{model, field}] }

// FaultOf returns what could not be read of a model's field, as the only fault.
func FaultOf(model any, field string, fault *Fault) Faults {
	return Faults{place{model, field}: fault}
}
