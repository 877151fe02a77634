// Package bound finds the most Graph API calls, and the most cost, that documents
// can take, whatever the values of their variables.
package bound

import (
	"errors"
	"fmt"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/schema"
)

// Operation is the most that one operation of a document can take with one login
// type.
type Operation struct {
	Document    string // the document's id
	Name        string // empty for an operation without a name
	Login       dialect.Login
	Calls, Cost int
	// Unknown reports that the bound depends on variables whose worst value cannot
	// be guessed: Calls and Cost are then 0.
	Unknown bool
}

// Of returns the bounds of all operations with each dialect, in the order of the
// documents. Nodes are looked up as the mode says, Auto leaves the choice to the
// dialects. The error names the invalid documents.
func Of(trusted []documents.Trusted, dialects []*dialect.Dialect, mode dialect.LookupMode) ([]Operation, error) {
	served, m, err := mapping.Load()
	if err != nil {
		return nil, err
	}
	var bounds []Operation
	var errs []error
	for _, t := range trusted {
		doc, invalid := documents.NewOwnersReader(served, schema.NewCoercer(served, true)).Read(t.Text) // one reader for each, for the document is changed below
		if len(invalid) > 0 {
			errs = append(errs, fmt.Errorf("the document %q is invalid: %s", t.ID, invalid[0].Message))
			continue
		}
		include(doc)
		for _, operation := range doc.Operations {
			for _, d := range dialects {
				b := worst(m, d, doc, operation, d.LookupModeWith(mode))
				b.Document, b.Name, b.Login = t.ID, operation.Name, d.Login
				bounds = append(bounds, b)
			}
		}
	}
	return bounds, errors.Join(errs...)
}

// worst plans an operation with each guess and returns the highest bound of all.
// An id may be of any type: guesses of a type that makes no sense are left out.
func worst(m *mapping.Mapping, d *dialect.Dialect, doc *ast.QueryDocument, operation *ast.OperationDefinition, way dialect.LookupMode) Operation {
	most := Operation{Unknown: true}
	for _, guess := range guesses(m) {
		values, ok := guess.values(operation)
		if !ok {
			break
		}
		p := plan.Compile(m, d, &graphql.OperationContext{
			Doc: doc, Operation: operation, Variables: values, Stats: graphql.Stats{OperationStart: time.Now()},
		})
		if !p.Valid() {
			continue
		}
		most.Unknown = false
		most.Calls, most.Cost = max(most.Calls, p.Bound(way)), max(most.Cost, p.Cost(way))
	}
	return most
}
