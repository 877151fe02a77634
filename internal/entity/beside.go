package entity

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/lenient"
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
	if d.Kind() == 'n' {
		return d.Skip()
	}
	value, err := d.Value()
	if err != nil {
		return err
	}
	d.Odd = true
	refusal := graphapi.Inside([]byte(value))
	if refusal == nil || *beside != nil && graphapi.Alike(*beside, refusal) {
		return nil
	}
	d.came.Inside = append(d.came.Inside, refusal)
	*beside = refusal
	return nil
}

// membersSince returns the names of an object's members that are not null. The object
// begins at an offset in the answer, and has just been read.
func (d decoder) membersSince(offset int) (names []string) {
	for name, value := range lenient.Members(jsontext.Value(d.Since(offset))) {
		if value.Kind() != 'n' {
			names = append(names, name)
		}
	}
	return names
}
