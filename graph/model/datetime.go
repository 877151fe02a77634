package model

import (
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/timestamp"
)

// MarshalDateTime writes the scalar DateTime: RFC 3339 in UTC.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = io.WriteString(w, strconv.Quote(timestamp.Format(t)))
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
