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

// InterceptOperation tells that an operation begins, and when it has ended.
func (seen) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	operation := graphql.GetOperationContext(ctx).Operation
	ctx, end := telemetry.FromContext(ctx).Begin(ctx, string(operation.Operation), operation.Name)
	responses := next(ctx)
	return func(ctx context.Context) *graphql.Response {
		defer end()
		return responses(ctx)
	}
}

// InterceptResponse tells the codes of an answer's errors, those of a document
// that is no operation too.
func (seen) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response == nil {
		return nil
	}
	o := telemetry.FromContext(ctx)
	for _, err := range response.Errors {
		code, _ := err.Extensions["code"].(string)
		o.Failed(code)
	}
	return response
}
