package model

import (
	"encoding/json"
	"errors"
	"io"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalJSON writes the scalar JSON as the Graph API gave it.
func MarshalJSON(text json.RawMessage) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(text) })
}

// UnmarshalJSON refuses the scalar JSON as an argument: there is none.
func UnmarshalJSON(any) (json.RawMessage, error) {
	return nil, errors.New("JSON is only answered, not taken")
}
