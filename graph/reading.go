package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/documents"
)

// reading gives each operation its document. gqlgen would parse and validate it
// at once, with no room between the two for limits; so the document is read
// before, and gqlgen finds it where it looks for those that it has read already.
type reading struct {
	reader *documents.Reader
}

var (
	_ graphql.HandlerExtension          = reading{}
	_ graphql.OperationParameterMutator = reading{}
	_ graphql.Cache[*ast.QueryDocument] = reading{}
)

// ExtensionName names the extension to gqlgen.
func (reading) ExtensionName() string { return "Reading" }

// Validate has nothing to check.
func (reading) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters reads the document. It can return one error only:
// behind it stand all that the document has.
func (r reading) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	document, errs := r.reader.Read(params.Query)
	if len(errs) > 0 {
		return gqlerror.Wrap(errs)
	}
	graphql.GetOperationContext(ctx).Doc = document
	return nil
}

// Get returns the document that was read for the operation.
func (reading) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	return graphql.GetOperationContext(ctx).Doc, true
}

// Add is never called, for Get always finds something.
func (reading) Add(context.Context, string, *ast.QueryDocument) {}
