package entity

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi"
)

// The Graph API may say with status 200 that a part of an answer failed, in an object
// that holds its error: beside the id of a node, or in the place of one; in the place of
// an edge's rows, or beside them. What came in the object is answered, and the error
// stands at all that was asked of it and did not come.

// errorMember is the member that holds an error. No node has a field of that name.
const errorMember = "error"

// inside reads the error that an object holds. The error around the whole answer counts
// where both are one.
func (d decoder) inside(beside *error) error {
	if d.json.PeekKind() == 'n' {
		return d.json.SkipValue()
	}
	value, err := d.scalar()
	if err != nil {
		return err
	}
	d.Odd = true
	refusal := graphapi.Inside([]byte(value))
	if refusal == nil || *beside != nil && graphapi.Alike(*beside, refusal) {
		return nil
	}
	d.Inside = append(d.Inside, refusal)
	*beside = refusal
	return nil
}

// refusedOr returns the error of an object that is not what is wanted: that which it
// holds, if any.
func refusedOr(odd *misfit, beside error) *misfit {
	refusal, ok := beside.(*graphapi.Error) //nolint:errorlint // it was read as that
	if !ok {
		return odd
	}
	told := *odd
	told.came, told.refusal = "an error", refusal
	return &told
}

// begin returns where in the answer the next value begins.
func (d decoder) begin() int { return len(d.text) - len(d.ahead()) }

// came returns the names of an object's members that are not null. The object begins at an
// index of the answer, and has just been read.
func (d decoder) came(begin int) (names []string) {
	object := jsontext.Value(d.text[begin:d.json.InputOffset()])
	_, _ = read(object, func(r *reader) error {
		return r.object(func(name string) error {
			if r.json.PeekKind() != 'n' {
				names = append(names, name)
			}
			return r.json.SkipValue()
		})
	})
	return names
}

// lose notes that a value without an id holds an error in place of all that did not come.
func (d decoder) lose(model *model, value any, came []string, beside error) {
	for name := range model.fields {
		if !slices.Contains(came, name) {
			d.note(value, name, &Fault{Whole: beside})
		}
	}
}
