package model

import (
	"io"

	"github.com/99designs/gqlgen/graphql"
)

// object is what was selected of an object, with the values in the same order.
type object struct {
	fields []graphql.CollectedField
	values []graphql.Marshaler
}

// Object writes the resolved fields of an object, as gqlgen's FieldSet does where
// fields can be deferred.
func Object(fields []graphql.CollectedField, resolved *graphql.FieldSet) graphql.Marshaler {
	return &object{fields, resolved.Values}
}

// MarshalGQL writes the object as JSON.
func (o *object) MarshalGQL(w io.Writer) {
	_, _ = io.WriteString(w, "{")
	for i := range o.fields {
		if i > 0 {
			_, _ = io.WriteString(w, ",")
		}
		_, _ = io.WriteString(w, `"`)
		_, _ = io.WriteString(w, o.fields[i].Alias) // a GraphQL name needs no escapes
		_, _ = io.WriteString(w, `":`)
		o.values[i].MarshalGQL(w)
	}
	_, _ = io.WriteString(w, "}")
}
