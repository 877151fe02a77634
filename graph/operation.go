package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/transport"
	"github.com/gramql/gramql/internal/viewer"
)

// operations plans each operation before it runs, and tells afterwards what it
// cost.
type operations struct {
	mapping *mapping.Mapping
	loaders *loader.Loaders
	// explain tells whether clients may ask which upstream calls were made.
	explain bool
}

var (
	_ graphql.HandlerExtension     = operations{}
	_ graphql.OperationInterceptor = operations{}
	_ graphql.ResponseInterceptor  = operations{}
)

// ExtensionName names the extension to gqlgen.
func (operations) ExtensionName() string { return "Operations" }

// Validate checks that the schema is ours.
func (o operations) Validate(graphql.ExecutableSchema) error {
	if o.mapping == nil || o.loaders == nil {
		return errors.New("an operation needs a mapping and loaders")
	}
	return nil
}

// InterceptOperation plans the operation for its viewer. Without a viewer there
// is no plan: what needs the Graph API says so at its own field.
func (o operations) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	v, ok := viewer.FromContext(ctx)
	operation := graphql.GetOperationContext(ctx)
	if !ok || operation.Operation.Operation != ast.Query {
		return next(ctx)
	}
	p := plan.Compile(o.mapping, v.Dialect, operation)
	if o.explains(operation) {
		ctx = transport.NewContext(ctx, &transport.Record{})
	}
	ctx = plan.NewContext(ctx, p)
	l := o.loaders.New(ctx, p)
	operation.ResolverMiddleware = (&guard{o.mapping, v.Dialect.Login, p, l}).middleware()
	return next(loader.NewContext(ctx, l))
}

// explanation is the extension that says which upstream calls an operation made.
type explanation struct {
	// Bound is the most calls that the operation could cost, and those that
	// were repeated because they failed.
	Bound int              `json:"bound"`
	Calls []transport.Call `json:"calls"`
}

func (o operations) explains(operation *graphql.OperationContext) bool {
	wanted, _ := operation.Extensions["explain"].(bool)
	return o.explain && wanted
}

// InterceptResponse adds the explanation to the answer.
func (o operations) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response == nil || !o.explains(graphql.GetOperationContext(ctx)) {
		return response
	}
	e := explanation{Calls: []transport.Call{}}
	if p := plan.FromContext(ctx); p != nil {
		record := transport.FromContext(ctx)
		e.Bound = loader.FromContext(ctx).Bound() + record.Repeats()
		e.Calls = record.Calls()
	}
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions["explain"] = e
	return response
}
