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
	field  string
	item   int
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

// Place says which value is lost: that of a node, or an item of a list there.
func (e *ValueError) Place() string {
	where := e.field
	if e.item >= 0 {
		where = fmt.Sprintf("item %d of %s", e.item, e.field)
	}
	if e.row != nil && e.row.GraphID != "" {
		where += fmt.Sprintf(" of %s %s", e.row.Plan.Type.Name, e.row.GraphID)
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
