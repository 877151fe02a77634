package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/telemetry"
)

// seen tells telemetry what a request turned out to be: an operation of a kind
// and a name, and the codes of its errors.
type seen struct{}

var (
	_ graphql.HandlerExtension     = seen{}
	_ graphql.OperationInterceptor = seen{}
	_ graphql.ResponseInterceptor  = seen{}
)

// ExtensionName names the extension to gqlgen.
func (seen) ExtensionName() string { return "Seen" }

// Validate has nothing to check.
func (seen) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptOperation reports that an operation begins, and when it has ended.
func (seen) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	operation := graphql.GetOperationContext(ctx).Operation
	ctx, end := telemetry.FromContext(ctx).Begin(ctx, string(operation.Operation), operation.Name)
	responses := next(ctx)
	return func(ctx context.Context) *graphql.Response {
		defer end()
		return codes(ctx, responses(ctx))
	}
}

// InterceptResponse sees the answer to a document that is no operation: no other
// comes by here alone.
func (seen) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	return codes(ctx, next(ctx))
}

// codes tells the codes of an answer's errors.
func codes(ctx context.Context, response *graphql.Response) *graphql.Response {
	if response == nil {
		return nil
	}
	all := make([]string, 0, len(response.Errors))
	for _, err := range response.Errors {
		code, _ := err.Extensions["code"].(string)
		all = append(all, code)
	}
	telemetry.FromContext(ctx).Failed(all)
	return response
}
