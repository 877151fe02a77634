package app

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"text/tabwriter"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/graph"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
)

// Check prints the most Graph API calls, and the most cost, that each trusted
// document can take with each login type, whatever its variables. The error names
// what is no valid document and, with most above 0, what can take more calls.
func Check(w io.Writer, s config.Settings, most int) error {
	if s.TrustedDocuments == "" {
		return &config.Error{Source: "-trusted-documents", Reason: "name the manifest that is to be checked"}
	}
	trusted, err := documents.LoadManifest(s.TrustedDocuments)
	if err != nil {
		return manifestError(err)
	}
	bounds, err := boundsOf(trusted, s)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "DOCUMENT\tOPERATION\tLOGIN\tCALLS\tCOST")
	errs := []error{err}
	for _, b := range bounds {
		_, _ = fmt.Fprintf(table, "%.12s\t%s\t%s\t%s\t%s\n", b.document, b.operation, b.login.Title(), b.text(b.calls), b.text(b.cost))
		if most > 0 && (b.unknown || b.calls > most) {
			errs = append(errs, fmt.Errorf("the document %q can take more than %d calls with %s: %s", b.document, most, b.login.Title(), b.text(b.calls)))
		}
	}
	return errors.Join(append(errs, table.Flush())...)
}

// bound is the most that an operation of a trusted document can take.
type bound struct {
	document, operation string
	login               dialect.Login
	calls, cost         int
	// unknown reports that it depends on variables that no value could be made up
	// for: then it may be more.
	unknown bool
}

func (b bound) text(n int) string {
	if b.unknown {
		return "unknown"
	}
	return strconv.Itoa(n)
}

// boundsOf returns the bounds of all operations, in the order of the documents.
// The error names the documents that are not valid.
func boundsOf(trusted []documents.Trusted, s config.Settings) ([]bound, error) {
	schema, m, err := graph.NewSchema()
	if err != nil {
		return nil, err
	}
	var bounds []bound
	var errs []error
	for _, t := range trusted {
		doc, invalid := gqlparser.LoadQueryWithRules(schema.Schema(), t.Text, rules.NewDefaultRules())
		if len(invalid) > 0 {
			errs = append(errs, fmt.Errorf("the document %q is not valid: %s", t.ID, invalid[0].Message))
			continue
		}
		include(doc)
		for _, operation := range doc.Operations {
			for _, d := range s.Dialects() {
				b := worst(m, d, doc, operation, (&loader.Loaders{Lookups: s.LookupMode()}).Way(d))
				b.document, b.operation, b.login = t.ID, operation.Name, d.Login
				bounds = append(bounds, b)
			}
		}
	}
	return bounds, errors.Join(errs...)
}

// worst plans an operation with the values that take most: ids of whatever type
// makes sense, and of those the type that takes most.
func worst(m *mapping.Mapping, d *dialect.Dialect, doc *ast.QueryDocument, operation *ast.OperationDefinition, way dialect.Lookups) bound {
	most := bound{unknown: true}
	for _, guess := range guesses(m) {
		values, ok := guess.values(operation)
		if !ok {
			break
		}
		p := plan.Compile(m, d, &graphql.OperationContext{Doc: doc, Operation: operation, Variables: values})
		if !p.Whole() {
			continue
		}
		most.unknown = false
		most.calls, most.cost = max(most.calls, p.Bound(way)), max(most.cost, p.Cost(way))
	}
	return most
}

// logBounds tells at the start what the trusted documents can take.
func logBounds(log *slog.Logger, trusted []documents.Trusted, s config.Settings) error {
	bounds, err := boundsOf(trusted, s)
	if err != nil {
		return manifestError(err)
	}
	calls, unknown := 0, 0
	for _, b := range bounds {
		calls = max(calls, b.calls)
		if b.unknown {
			unknown++
		}
	}
	log.Info("trusted documents", "documents", len(trusted), "mostCalls", calls, "unknown", unknown)
	return nil
}
