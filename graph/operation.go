package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/quota"
	"github.com/gramql/gramql/internal/telemetry"
	"github.com/gramql/gramql/internal/transport"
	"github.com/gramql/gramql/internal/viewer"
)

// operations plans each operation before it runs, and tells afterwards what it
// cost.
type operations struct {
	mapping *mapping.Mapping
	loaders *loader.Loaders
	quota   func(token string) quota.View
	// explain tells whether clients may ask which upstream calls were made.
	explain bool
	// maxCost is the most that an operation may cost.
	maxCost   int
	presenter presenter
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

// InterceptOperation plans the operation for its viewer, and refuses it if it may
// cost too much. Without a viewer there is no plan: what needs the Graph API says
// so at its own field.
func (o operations) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	v, ok := viewer.FromContext(ctx)
	operation := graphql.GetOperationContext(ctx)
	if !ok || operation.Operation.Operation != ast.Query {
		return next(ctx)
	}
	p := plan.Compile(o.mapping, v.Dialect, operation)
	c := cost{Estimated: p.Cost(o.loaders.Way(v.Dialect)), Limit: o.maxCost}
	if err := c.allow(); err != nil {
		refusal := &graphql.Response{Errors: gqlerror.List{o.presenter.present(ctx, err)}}
		extend(refusal, "cost", c)
		return graphql.OneShot(refusal)
	}
	if httpx.NoCache(operation.Headers) {
		ctx = transport.Anew(ctx)
	}
	ctx = withQuota(ctx, o.quota(v.Token))
	ctx = transport.NewContext(withCost(plan.NewContext(ctx, p), c), &transport.Record{})
	l := o.loaders.New(ctx, p)
	(&guard{o.mapping, v.Dialect.Login, p, l}).install(operation)
	return next(loader.NewContext(ctx, l))
}

// explanation is the extension that says which upstream calls an operation made.
type explanation struct {
	// Bound is the most calls that the operation could cost, and those that
	// were repeated because they failed.
	Bound int              `json:"bound"`
	Calls []transport.Call `json:"calls"`
}

// staleness is the extension that says that something in an answer may have
// changed meanwhile: the Graph API is being asked anew, or does not answer.
type staleness struct {
	Stale bool `json:"stale"`
	// AgeSeconds is how long ago the oldest part came.
	AgeSeconds int `json:"ageSeconds"`
}

func (o operations) explains(operation *graphql.OperationContext) bool {
	wanted, _ := operation.Extensions["explain"].(bool)
	return o.explain && wanted
}

// InterceptResponse adds to the answer what the operation cost and, when asked,
// which calls it made.
func (o operations) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response == nil {
		return nil
	}
	e := explanation{Calls: []transport.Call{}}
	if c, ok := costFrom(ctx); ok {
		l, record := loader.FromContext(ctx), transport.FromContext(ctx)
		e.Bound = l.Bound() + record.Repeats()
		e.Calls = record.Calls()
		if age := record.Stale(); age > 0 {
			extend(response, "cache", staleness{true, int(age.Seconds())})
		}
		c = c.spent(l.Nodes(), record.Made())
		extend(response, "cost", c)
		telemetry.FromContext(ctx).Cost(c.Actual)
		if standing, known := quotaFrom(ctx).Standing(); known {
			extend(response, "rateLimit", standing)
		}
	}
	if o.explains(graphql.GetOperationContext(ctx)) {
		extend(response, "explain", e)
	}
	return response
}

func extend(response *graphql.Response, name string, extension any) {
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions[name] = extension
}
