// Package documents reads the GraphQL documents that clients send, each once,
// and refuses those that no sensible client sends before they cost anything.
//
// A document passes four steps: its words are counted (words.go), it is parsed,
// its extent is measured with every fragment measured once (extent.go), and only
// then is it validated, for validation compares fields in pairs.
package documents

import (
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Options are what a Reader is made from.
type Options struct {
	Schema *ast.Schema
	Limits Limits
	// Introspection tells that documents may ask for the schema, Suggestions that
	// errors may name what was perhaps meant instead.
	Introspection, Suggestions bool
}

// Reader reads documents, and remembers those that are valid. It may be used by
// many goroutines at once.
type Reader struct {
	schema *ast.Schema
	limits Limits
	rules  *rules.Rules
	known  *otter.Cache[string, *ast.QueryDocument]
}

// maxKnown bounds the documents that are remembered, in bytes as weight counts
// them.
const maxKnown = 32 << 20

// NewReader returns a reader that knows no document yet.
func NewReader(o Options) *Reader {
	return &Reader{
		schema: o.Schema,
		limits: o.Limits,
		rules:  rulesFor(o),
		known: otter.Must(&otter.Options[string, *ast.QueryDocument]{
			MaximumWeight: maxKnown,
			Weigher:       weight,
		}),
	}
}

// weight is about how many bytes a document takes once it is parsed: by
// measurement a word of five letters becomes some 150.
func weight(text string, _ *ast.QueryDocument) uint32 {
	return uint32(1024 + 32*len(text)) //nolint:gosec // a document is no longer than a request's body
}

// Read returns the document that a text is, valid and within the limits. It is
// shared: whoever gets it changes nothing. An error that stands for a limit wraps
// a *TooLargeError.
func (r *Reader) Read(text string) (*ast.QueryDocument, gqlerror.List) {
	if document, ok := r.known.GetIfPresent(text); ok {
		return document, nil
	}
	if err := r.limits.words(text); err != nil {
		return nil, gqlerror.List{gqlerror.Wrap(err)}
	}
	document, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return nil, coded(errcode.ParseFailed, gqlerror.List{gqlerror.WrapIfUnwrapped(err)})
	}
	if len(document.Operations) == 0 {
		return nil, coded(errcode.ValidationFailed, gqlerror.List{gqlerror.Errorf("no operation provided")})
	}
	if err := r.limits.extent(document); err != nil {
		return nil, gqlerror.List{gqlerror.Wrap(err)}
	}
	if errs := validator.ValidateWithRules(r.schema, document, r.rules); len(errs) > 0 {
		return nil, coded(errcode.ValidationFailed, errs)
	}
	r.known.Set(text, document)
	return document, nil
}

// coded gives each error that code.
func coded(code string, errs gqlerror.List) gqlerror.List {
	for _, err := range errs {
		errcode.Set(err, code)
	}
	return errs
}
