// Package documents reads the GraphQL documents that clients send, each once,
// and refuses those that no sensible client sends before they cost anything.
//
// A document passes six steps: its words are counted (words.go), it is parsed,
// its extent is measured with every fragment measured once (extent.go), the
// comparisons that validation takes are counted (comparisons.go), only then is the
// document validated, and at last its questions about the schema itself are weighed.
//
// What is made of a document's operations, such as their plans, hangs on the document
// (prepared.go).
//
// A request may also name a document that is known: store.go finds it, manifest.go
// reads those that the program is started with.
package documents

import (
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/introspection"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/syntax"
	"github.com/gramql/gramql/internal/validation"
)

// Options are what a Reader is made from.
type Options struct {
	Schema *ast.Schema
	Limits Limits
	// Coercer checks the literals.
	Coercer *coercion.Coercer
	// Introspection reports that documents may ask for the schema, Suggestions that
	// errors may name what was perhaps meant instead.
	Introspection, Suggestions bool
}

// Reader reads documents, and remembers those that are valid. It may be used by
// many goroutines at once.
type Reader struct {
	schema    *ast.Schema
	limits    Limits
	validator *validation.Validator
	known     *otter.Cache[string, *document] // by their texts
}

// maxKnown bounds the documents that are remembered, in bytes as weight counts
// them.
const maxKnown = 32 << 20

// NewReader returns a reader that knows no document yet.
func NewReader(o Options) *Reader {
	return &Reader{
		schema: o.Schema,
		limits: o.Limits,
		validator: validation.New(validation.Options{
			Schema: o.Schema, Coercer: o.Coercer, Introspection: o.Introspection, Suggestions: o.Suggestions,
		}),
		known: otter.Must(&otter.Options[string, *document]{
			MaximumWeight: maxKnown,
			Weigher:       weight,
		}),
	}
}

// NewOwnersReader returns a reader of documents that whoever runs the program wrote. The
// reader has no limits, and its errors suggest similar names.
func NewOwnersReader(schema *ast.Schema, coercer *coercion.Coercer) *Reader {
	return NewReader(Options{Schema: schema, Limits: Unlimited, Coercer: coercer, Introspection: true, Suggestions: true})
}

// weight is about how many bytes a document takes once it is parsed, with what is prepared
// of it: by measurement a word of five letters becomes some 150.
func weight(text string, d *document) uint32 {
	return uint32(1024 + 32*len(text) + d.bytes()) //nolint:gosec // a document is no longer than a request's body
}

// Read returns the document that a text is, valid and within the limits. The document
// is shared, so callers must not change it. The error of a text that exceeds a limit has
// the code problem.OperationTooLarge.
func (r *Reader) Read(text string) (*ast.QueryDocument, gqlerror.List) {
	if known, ok := r.known.GetIfPresent(text); ok {
		return known.QueryDocument, nil
	}
	if err := r.limits.words(text); err != nil {
		return nil, listOf(err)
	}
	document, err := syntax.Parse(text)
	if err != nil {
		return nil, withCode(errcode.ParseFailed, listOf(err))
	}
	if errs := validation.Circles(document); len(errs) > 0 {
		return nil, withCode(errcode.ValidationFailed, errs)
	}
	if err := r.limits.extent(document); err != nil {
		return nil, listOf(err)
	}
	if err := r.limits.comparisons(document); err != nil {
		return nil, listOf(err)
	}
	if errs := r.validator.Validate(document); len(errs) > 0 {
		return nil, withCode(errcode.ValidationFailed, errs)
	}
	if introspection.Weight(r.schema, document, r.limits.Introspection) > r.limits.Introspection {
		return nil, listOf(problem.TooLarge("-max-introspection", "the document asks for more than %d bytes of what the schema says of itself", r.limits.Introspection))
	}
	coercion.Settle(document)
	r.known.Set(text, newDocument(document))
	return document, nil
}

// listOf returns the list of one error.
func listOf(err error) gqlerror.List { return gqlerror.List{gqlerror.WrapIfUnwrapped(err)} }

// withCode gives each error a code.
func withCode(code string, errs gqlerror.List) gqlerror.List {
	for _, err := range errs {
		errcode.Set(err, code)
	}
	return errs
}
