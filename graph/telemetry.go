package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/telemetry"
	"github.com/gramql/gramql/internal/viewer"
)

// telemetryExtension reports to telemetry what a request turned out to be: an
// operation of a kind and a name, and the codes of its errors.
type telemetryExtension struct{}

var (
	_ graphql.HandlerExtension     = telemetryExtension{}
	_ graphql.OperationInterceptor = telemetryExtension{}
	_ graphql.ResponseInterceptor  = telemetryExtension{}
)

// ExtensionName names the extension to gqlgen.
func (telemetryExtension) ExtensionName() string { return "Telemetry" }

// Validate has nothing to check.
func (telemetryExtension) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptOperation reports that an operation begins, and when it has ended.
func (telemetryExtension) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if runningFrom(ctx).loader != nil { // a known operation, which has begun
		return next(ctx)
	}
	operation := graphql.GetOperationContext(ctx).Operation
	ctx, end := telemetry.FromContext(ctx).Begin(ctx, string(operation.Operation), operation.Name)
	responses := next(ctx)
	return func(ctx context.Context) *graphql.Response {
		defer end()
		return reportErrors(ctx, responses(ctx))
	}
}

// InterceptResponse reports the errors of a document that holds no operation to
// execute, which InterceptOperation never sees.
func (telemetryExtension) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	return reportErrors(ctx, next(ctx))
}

// watch has telemetry see an operation that came on a socket.
func watch(ctx context.Context) (_ context.Context, end func()) {
	v, _ := viewer.FromContext(ctx)
	return telemetry.Another(ctx, v.Token)
}

// reportErrors reports the codes of a response's errors, and returns the response.
func reportErrors(ctx context.Context, response *graphql.Response) *graphql.Response {
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
