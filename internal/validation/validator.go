// Package validation says what is wrong with a GraphQL document: the same as graphql-js,
// in its words and at its places. gqlparser walks the document; the rules in which
// gqlparser differs from graphql-js are here, those of one section of the specification
// in one file. rules.go lists the rules.
//
// Source: GraphQL specification, September 2025, section 5, Validation.
package validation

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/internal/coercion"
)

// Options are what a Validator is made from.
type Options struct {
	Schema *ast.Schema
	// Coercer checks the literals.
	Coercer *coercion.Coercer
	// Introspection reports that documents may ask for the schema, Suggestions that
	// errors may name what was perhaps meant instead.
	Introspection, Suggestions bool
}

// Validator validates documents. It may be used by many goroutines at once.
type Validator struct {
	schema *ast.Schema
	// silent are the rules whose errors suggest nothing; suggesting are the same with
	// suggestions, nil where nothing may be suggested.
	silent, suggesting *rules.Rules
}

// New returns a validator of documents for a schema.
func New(o Options) *Validator {
	v := &Validator{schema: o.Schema, silent: silentRules(o)}
	if o.Suggestions {
		v.suggesting = allRules(o)
	}
	return v
}

// maxSuggestions is the most errors that a document may have to get suggestions: each
// compares a name with all there are, and a document with hundreds of errors is no
// slip of the pen.
const maxSuggestions = 20

// Validate returns what is wrong with a document, which has no circles. It links the
// document's fields, fragments and values to their definitions. It compares each two
// fields that have the same place in the answer, so it takes its time for a document
// that repeats a field thousands of times.
func (v *Validator) Validate(document *ast.QueryDocument) gqlerror.List {
	errs := distinct(validator.ValidateWithRules(v.schema, document, v.silent))
	if len(errs) == 0 || len(errs) > maxSuggestions || v.suggesting == nil {
		return errs
	}
	return distinct(validator.ValidateWithRules(v.schema, document, v.suggesting))
}

// distinct returns each error once: gqlparser walks a fragment for each operation, and
// for itself.
func distinct(errs gqlerror.List) gqlerror.List {
	seen := make(map[string]bool, len(errs))
	return slices.DeleteFunc(errs, func(err *gqlerror.Error) bool {
		key := err.Message + fmt.Sprint(err.Locations)
		known := seen[key]
		seen[key] = true
		return known
	})
}
