package graph

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/viewer"
)

// reading gives each operation its document. gqlgen would parse and validate it
// at once, with no room between the two for limits; so the document is read
// before, and gqlgen finds it where it looks for those that it has read already.
type reading struct {
	reader  *documents.Reader
	coercer *coercion.Coercer
	store   *documents.Store
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

// MutateOperationParameters reads the document and coerces the variables. It can return one error only, so
// that one wraps all of the document's errors.
func (r reading) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	hash, err := hashIn(params.Extensions)
	if err != nil {
		return gqlerror.Wrap(err)
	}
	named := documents.Reference{Text: params.Query, ID: httpx.DocumentID(params), Hash: hash}
	text, err := r.text(ctx, named)
	if err != nil {
		return gqlerror.Wrap(err)
	}
	running := graphql.GetOperationContext(ctx)
	running.RawQuery, running.OperationName = text, params.OperationName // what is wrong may be with a mutation
	document, errs := r.reader.Read(text)
	if len(errs) > 0 {
		return gqlerror.Wrap(errs)
	}
	operation := document.Operations.ForName(params.OperationName)
	if operation == nil {
		return gqlerror.Wrap(unnamed(params.OperationName))
	}
	// gqlgen coerces variables too: those that are coerced already stay as they are.
	if params.Variables, errs = r.coercer.Variables(operation, params.Variables); len(errs) > 0 {
		return gqlerror.Wrap(errs)
	}
	r.store.Remember(named)
	params.Query = text
	running.Doc = document
	return nil
}

// text returns the text of the document that a request names; of a viewer with a key for
// trusted documents only one of these.
func (r reading) text(ctx context.Context, named documents.Reference) (string, error) {
	if v, _ := viewer.FromContext(ctx); v.Limits != nil && v.Limits.Trusted {
		return r.store.Trusted(named, v.Limits.Documents)
	}
	return r.store.Text(named)
}

// unnamed returns the problem of a document that has no operation of a name.
// gqlgen's own error comes without a hint.
func unnamed(name string) *problem.Error {
	message := "the document has several operations, and none is named"
	if name != "" {
		message = "the document has no operation of the name in operationName"
	}
	return problem.New(errcode.ValidationFailed, message, "Name the one to carry out in operationName.")
}

// Get returns the document that was read for the operation.
func (reading) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	return graphql.GetOperationContext(ctx).Doc, true
}

// Add is never called, for Get always finds something.
func (reading) Add(context.Context, string, *ast.QueryDocument) {}

var errPersistedQuery = problem.New(problem.BadUserInput, "extensions.persistedQuery is malformed",
	`Send {"version": 1, "sha256Hash": "<64 hexadecimal digits, or the id of a trusted document>"}.`)

// hashIn returns the hash that a request names its document by, or what is in its
// place; empty for none.
//
// Source: Apollo, Automatic Persisted Queries.
func hashIn(extensions map[string]any) (string, error) {
	if extensions["persistedQuery"] == nil {
		return "", nil
	}
	persisted, _ := extensions["persistedQuery"].(map[string]any)
	hash, _ := persisted["sha256Hash"].(string)
	if hash == "" || fmt.Sprint(persisted["version"]) != "1" {
		return "", errPersistedQuery
	}
	return hash, nil
}
