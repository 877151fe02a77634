package entity

import (
	"cmp"

	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/expansion"
)

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

// note notes what could not be read of a field of a model. The answer is odd already: by
// the value that did not fit, or by the error in its place.
func (a *answer) note(model any, field string, fault *Fault) {
	at := place{model, field}
	if known := a.came.Faults[at]; known != nil && fault.Whole == nil {
		known.Items = append(known.Items, fault.Items...)
		known.Rest = cmp.Or(known.Rest, fault.Rest)
		return
	}
	a.came.put(at, fault)
}

// lacks notes what the Graph API refused of a value without an id, which holds no plan
// that says so.
func (a *answer) lacks(model any, asked *expansion.Expansion) {
	if asked == nil {
		return
	}
	for name, refused := range asked.Refused {
		a.came.put(place{model, name}, &Fault{Whole: refused})
	}
}

// forget takes back what was noted of a field: a member that comes twice counts as
// the last.
func (a *answer) forget(model any, field string) { delete(a.came.Faults, place{model, field}) }

func (r *Reading) put(at place, fault *Fault) {
	if r.Faults == nil {
		r.Faults = Faults{}
	}
	r.Faults[at] = fault
}

// gaps notes the items that a list of scalars lacks.
func (d decoder) gaps(model any, field string, gaps reader.Gaps) {
	fault := &Fault{}
	for _, gap := range gaps {
		fault.Items = append(fault.Items, d.valueError(field, gap.Item, gap.Misfit))
	}
	d.note(model, field, fault)
}

// valueError returns the error of a value of the row that is being read.
func (d decoder) valueError(field string, item int, odd *reader.Misfit) *ValueError {
	d.Odd = true
	return &ValueError{row: d.row, field: field, item: item, misfit: odd}
}

// loss returns the error that stands for the whole of a field or edge.
func (d decoder) loss(field string, odd *reader.Misfit) error {
	if odd.Refusal != nil {
		return odd.Refusal
	}
	return d.valueError(field, -1, odd)
}
