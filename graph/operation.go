package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/graph/present"
	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/telemetry"
	"github.com/gramql/gramql/internal/transcode/compiler"
	"github.com/gramql/gramql/internal/viewer"
)

// operations plans each operation before it runs, and reports what it cost
// afterwards.
type operations struct {
	mapping *mapping.Mapping
	loaders *loader.Loaders
	hasher  *viewer.Hasher
	quotas  *quota.Quota
	// explain reports whether clients may ask which upstream calls were made.
	explain bool
	// tells are the extensions that an answer has when its request does not say
	// whether it wants them.
	tells map[string]bool
	// reader holds what is prepared of its documents.
	reader *documents.Reader
	// compiler makes programs of operations; nil where all operations are resolved.
	compiler *compiler.Compiler
	// maxErrors is how many errors of an answer are told one by one.
	maxErrors int
	// maxCost is the most that an operation may cost.
	maxCost   int
	presenter present.Presenter
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

// running is an operation of a viewer on its way.
type running struct {
	// calls are the upstream calls that it made so far.
	calls transport.Record
	// loader reads what the plan asks for; nil while there is no plan.
	loader *loader.Loader
	cost   cost
	quota  quota.View
	way    way
	prepared
}

// Record is where the operation's calls are put down.
func (r *running) Record() *transport.Record { return &r.calls }

// runningFrom returns the context's operation; an empty one when it has no viewer.
func runningFrom(ctx context.Context) *running {
	if r, ok := transport.OperationFrom(ctx).(*running); ok {
		return r
	}
	return &running{}
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
	r := &running{quota: o.quotas.Of(v.ID)}
	ctx = transport.NewContext(ctx, r)
	anew := httpx.NoCache(operation.Headers)
	mode := o.loaders.LookupMode(v.Dialect)
	r.prepared = *o.prepare(v, mode, operation)
	r.way, r.cost = way{compiler.Resolved, r.because}, cost{Estimated: r.estimated, Limit: o.maxCost}
	if err := r.cost.allow(r.plan, mode); err != nil {
		refusal := &graphql.Response{Errors: gqlerror.List{o.presenter.Present(ctx, err)}}
		o.tell(operation, refusal, costExtension, r.cost)
		return graphql.OneShot(refusal)
	}
	if err := httpx.Ticket(operation).Widen(ctx, admission.Need{Cost: r.cost.Estimated, Bytes: r.size}); err != nil {
		return graphql.OneShot(nil) // the transport answers
	}
	r.loader = o.loaders.New(ctx, r.plan)
	r.loader.Anew = anew
	(&guard{o.mapping, v.Dialect.Login, r.plan, r.loader}).install(operation)
	return next(ctx)
}

// The extensions that say what an operation took, whatever it answered.
const (
	costExtension      = "cost"
	rateLimitExtension = "rateLimit"
)

// explanation is the extension that says how an operation was carried out.
type explanation struct {
	way
	// Bound is the most calls that the operation could make, plus the retries that it
	// did make.
	Bound int                  `json:"bound"`
	Calls []transport.Exchange `json:"calls"`
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
	response := runningFrom(ctx).direct()
	if response == nil {
		response = next(ctx)
	}
	if response == nil {
		return nil
	}
	present.Sort(response.Errors)
	if response.Data != nil {
		response.Errors = present.Fold(response.Errors, o.maxErrors)
	}
	r := runningFrom(ctx)
	if r.loader == nil {
		if o.explains(graphql.GetOperationContext(ctx)) {
			addExtension(response, "explain", explanation{way: way{Execution: compiler.Resolved}, Calls: []transport.Exchange{}})
		}
		return response
	}
	c := r.cost.withActual(r.loader.Nodes(), r.calls.Made()-r.calls.Retries())
	if age := r.calls.Stale(); age > 0 {
		addExtension(response, "cache", staleness{true, int(age.Seconds())})
	}
	o.addExtensions(ctx, response, c)
	return response
}

// addExtensions adds to an answer what is said of every operation of a viewer.
func (o operations) addExtensions(ctx context.Context, response *graphql.Response, c cost) {
	operation := graphql.GetOperationContext(ctx)
	o.tell(operation, response, costExtension, c)
	watched := telemetry.FromContext(ctx)
	watched.Cost(c.Actual)
	watched.Executed(runningFrom(ctx).way.Execution)
	r := runningFrom(ctx)
	if standing, known := r.quota.Standing(); known {
		o.tell(operation, response, rateLimitExtension, standing)
	}
	if o.explains(operation) {
		addExtension(response, "explain", explanation{r.way, r.loader.Bound() + r.calls.Retries(), r.calls.Calls()})
	}
}

// tell adds an extension to an answer, unless the request or the settings leave it
// out.
func (o operations) tell(operation *graphql.OperationContext, response *graphql.Response, name string, extension any) {
	wanted, said := operation.Extensions[name].(bool)
	if said && wanted || !said && o.tells[name] {
		addExtension(response, name, extension)
	}
}

func addExtension(response *graphql.Response, name string, extension any) {
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions[name] = extension
}
