package shape

import (
	"reflect"
	"strings"

	"github.com/gramql/gramql/internal/conversion"
	"github.com/gramql/gramql/internal/entity/reader"
)

// Field is where the value of a Graph API field goes in a model.
type Field struct {
	// Name is the name of the Graph API field.
	Name string
	// Object is set for a field that holds another node, Value for one that holds a
	// value without an id, and Values for one that holds many of these. A field that has
	// none of them holds a scalar, or a list of scalars.
	Object, Value, Values *Model

	// Members reports that the Values may come as the members of an object, each under its
	// name.
	Members bool

	index int
	set   setter
	// whole reports that set reads whole numbers.
	whole bool
	// or is where the value goes if it has another form; nil for nowhere.
	or *Field
}

// Scalar reports whether the field holds a scalar, or a list of scalars.
func (f *Field) Scalar() bool { return f.Object == nil && f.Value == nil && f.Values == nil }

// In returns the place of the field in a struct of its model.
func (f *Field) In(model reflect.Value) reflect.Value { return model.Field(f.index) }

// Read reads the next value of an answer, a scalar or a list of scalars, into a place.
// The error of a value that does not fit is a *reader.Misfit, that of items of a list
// reader.Gaps.
func (f *Field) Read(from *reader.Reader, slabs *Slabs, into reflect.Value) error {
	return f.set(from, slabs, into)
}

// Fitting returns the field of several for one Graph API field that holds the form of
// the next value, or the last where none is known to, and empties all of them in a struct
// of the model. Where the field is the only one, Fitting returns it and empties nothing.
func (f *Field) Fitting(next *reader.Reader, model reflect.Value) *Field {
	if f.or == nil {
		return f
	}
	var found *Field
	for ; f != nil; f = f.or {
		f.In(model).SetZero()
		if found == nil && (f.or == nil || f.fits(next)) {
			found = f
		}
	}
	return found
}

// fits reports whether the field holds the form of the next value.
func (f *Field) fits(next *reader.Reader) bool {
	switch {
	case f.Values != nil:
		return next.Kind() == '{' || next.Kind() == '[' && next.Blank()
	case f.whole:
		_, ok := conversion.Whole(strings.Trim(next.NextWord(), `"`))
		return ok
	}
	return false
}

// Copy gives a struct what another of the same model holds in the field, in any form.
func (f *Field) Copy(to, from reflect.Value) {
	for ; f != nil; f = f.or {
		f.In(to).Set(f.In(from))
	}
}
