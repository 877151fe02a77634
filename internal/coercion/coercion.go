// Package coercion gives the variables and literals of an operation the values
// that their types say, or says at which place a value does not fit.
//
// gqlparser's own coercion takes "3" for an Int and any text for a custom scalar,
// refuses 3.0, and names Go types in its errors.
//
// variables.go takes an operation's variables, value.go one value by its type,
// scalar.go the leaves, number.go whole numbers; literal.go does the same for values
// in a document, and null.go finds variables that are null where they must not be.
//
// Source: GraphQL specification, September 2025, sections 3.5 to 3.12 and 6.1.2;
// messages as graphql-js words them.
package coercion

import (
	"maps"

	"github.com/vektah/gqlparser/v2/ast"
)

// Coercer coerces values to the types of a schema. It may be used by many
// goroutines at once.
type Coercer struct {
	schema  *ast.Schema
	scalars map[string]Scalar
	// suggests reports whether errors may name what was perhaps meant instead.
	suggests bool
}

// New returns a coercer. The schema's own scalars add to those of the
// specification; a scalar that is in neither takes every value as it is.
func New(schema *ast.Schema, own map[string]Scalar, suggests bool) *Coercer {
	c := &Coercer{schema: schema, scalars: maps.Clone(specified), suggests: suggests}
	maps.Copy(c.scalars, own)
	return c
}

// Silent returns the coercer with errors that suggest nothing.
func (c *Coercer) Silent() *Coercer { return &Coercer{c.schema, c.scalars, false} }
