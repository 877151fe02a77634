package model

import (
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/timestamp"
)

// MarshalDateTime writes the scalar DateTime: RFC 3339 in UTC.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		text := timestamp.Append(append(make([]byte, 0, 32), '"'), t)
		_, _ = w.Write(append(text, '"'))
	})
}

// UnmarshalDateTime reads an argument of the scalar DateTime.
func UnmarshalDateTime(value any) (time.Time, error) {
	t, err := timestamp.Unmarshal(value)
	if err != nil {
		return time.Time{}, err
	}
	return *t, nil
}
