package entity

import (
	"cmp"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/expansion"
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
	*misfit
}

// Error names the field, the node, and what came instead of what.
func (e *ValueError) Error() string {
	return fmt.Sprintf("the Graph API's answer has %s for %s, where %s belongs", e.came, e.Place(), e.want)
}

// Refusal returns the Graph API's error that came in the place of the value; nil where
// something else came.
func (e *ValueError) Refusal() *graphapi.Error { return e.refusal }

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

// misfit says that a value does not have the form that is wanted. The reader has
// passed the value.
type misfit struct {
	want string
	// came is what came instead; empty for a value of which the caller knows the type.
	came string
	// item is the index of the value in a list of scalars that the list is lost for;
	// -1 for none.
	item int
	// refusal is the Graph API's error that came instead; nil for anything else.
	refusal *graphapi.Error
}

// Error says what came, and what is wanted.
func (m *misfit) Error() string { return m.came + " where " + m.want + " belongs" }

func wants(want string) *misfit { return &misfit{want: want, item: -1} }

// What can be wanted of a value.
var (
	wantText   = wants("a text")
	wantWhole  = wants("a whole number")
	wantNumber = wants("a number")
	wantBool   = wants("true or false")
	wantTime   = wants("a point in time")
	wantURL    = wants("an absolute URL")
	wantWord   = wants("a word")
	wantList   = wants("a list")
	wantObject = wants("an object")
	wantNode   = wants("a node")
	// What is an object, but not the one that is wanted.
	noID   = &misfit{want: "a node", came: "an object without an id", item: -1}
	noData = &misfit{want: "a list", came: "an object without data", item: -1}
	noForm = &misfit{want: "an object", came: "another object", item: -1}
)

// typeOf returns the name of a JSON type, with its article.
func typeOf(kind jsontext.Kind) string {
	switch kind {
	case 'n':
		return "null"
	case 't', 'f':
		return "a boolean"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case '{':
		return "an object"
	}
	return "an array"
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

// Reading is what comes of reading an answer, beside the models.
type Reading struct {
	// Nodes is how many nodes were read.
	Nodes int
	// Odd reports that the answer does not have the documented form all over, even
	// where it was plain what is meant, or holds nothing that was wanted but ids.
	Odd bool
	// Told reports that the answer holds anything that was wanted but ids.
	Told bool
	// Faults are the values that could not be read.
	Faults Faults
	// Inside are the Graph API's errors inside the answer.
	Inside []*graphapi.Error
}

// note notes what could not be read of a field of a model.
func (r *Reading) note(model any, field string, fault *Fault) {
	r.Odd = true
	if r.Faults == nil {
		r.Faults = Faults{}
	}
	at := place{model, field}
	if known := r.Faults[at]; known != nil && fault.Whole == nil {
		known.Items = append(known.Items, fault.Items...)
		known.Rest = cmp.Or(known.Rest, fault.Rest)
		return
	}
	r.Faults[at] = fault
}

// lacks notes what the Graph API refused of a value without an id, which holds no plan
// that says so.
func (r *Reading) lacks(model any, asked *expansion.Expansion) {
	if asked == nil {
		return
	}
	for name, refused := range asked.Refused {
		if r.Faults == nil {
			r.Faults = Faults{}
		}
		r.Faults[place{model, name}] = &Fault{Whole: refused}
	}
}

// forget takes back what was noted of a field: a member that comes twice counts as
// the last.
func (r *Reading) forget(model any, field string) {
	if r.Faults != nil {
		delete(r.Faults, place{model, field})
	}
}
