package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/graph/present"
	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/login"
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
	// people knows who is signed in.
	people *login.Login
	keys   *credential.Keys
	apps   *authorization.Server
	// viewerOf returns a viewer in the name of another account of their person.
	viewerOf func(viewer.Viewer, login.Account) viewer.Viewer
	// explain reports whether clients may ask which upstream calls were made.
	explain bool
	// stranger is how the Graph API is asked for someone who shows no token, and root what
	// stands before the path of each call.
	stranger *dialect.Dialect
	root     string
	// tells are the extensions that an answer has when its request does not say
	// whether it wants them.
	tells map[string]bool
	// store finds documents, and reader holds what is prepared of them.
	store  *documents.Store
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
	people *login.Login
	keys   *credential.Keys
	apps   *authorization.Server
	way    way
	prepared
	// connected are the parts that ask in the names of connected accounts; nil where the plan
	// has none. Each of them is running as well, by its main operation.
	connected *connected
	main      *running
	// followed is the field of a subscription, with its value; nil for other operations.
	followed *graphql.FieldContext
	// asker is who is signed in, once a node of theirs was asked for.
	asker asker
}

// Record is where the operation's calls are put down.
func (r *running) Record() *transport.Record {
	if r.main != nil {
		return &r.main.calls
	}
	return &r.calls
}

// below returns the context of the fields at the top of an answer: those of a subscription are
// below its own field.
func (r *running) below(ctx context.Context) context.Context {
	if r.followed == nil {
		return ctx
	}
	return graphql.WithFieldContext(ctx, r.followed)
}

// runningFrom returns the context's operation, or the part of the operation that its field
// belongs to; an empty one when there is no viewer.
func runningFrom(ctx context.Context) *running {
	r, ok := transport.OperationFrom(ctx).(*running)
	switch {
	case !ok:
		return &running{}
	case r.connected != nil:
		if p := r.connected.at(graphql.GetFieldContext(ctx)); p != nil {
			return p.running
		}
	}
	return r
}

// InterceptOperation plans the operation for its viewer, and refuses it if it may
// cost too much. Without a viewer there is no plan: what needs the Graph API says
// so at its own field.
func (o operations) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	v, ok := viewer.FromContext(ctx)
	operation := graphql.GetOperationContext(ctx)
	if asked, isText := operation.Extensions["explain"].(string); isText {
		return graphql.OneShot(o.forecast(ctx, asked, operation))
	}
	if !ok {
		return next(ctx)
	}
	if r := runningFrom(ctx); r.loader != nil { // a known operation, on its way already
		(&guard{o.mapping, v.Dialect.Login, r.plan, r.loader, nil}).install(operation)
		return next(ctx)
	}
	if refused := o.narrow(v, operation); refused != nil {
		return graphql.OneShot(&graphql.Response{Errors: refused})
	}
	mode := o.loaders.LookupMode(v.Dialect)
	r := o.run(v, o.prepare(v, mode, operation))
	ctx = transport.NewContext(ctx, r)
	if err := r.cost.allow(r.plan, mode); err != nil {
		refusal := &graphql.Response{Errors: gqlerror.List{o.presenter.Present(ctx, err)}}
		o.tell(operation.Extensions, refusal, costExtension, r.cost)
		return graphql.OneShot(refusal)
	}
	if err := httpx.Ticket(operation).Widen(ctx, admission.Need{Cost: r.cost.Estimated, Bytes: r.size}); err != nil {
		return graphql.OneShot(nil) // the transport answers
	}
	anew := httpx.NoCache(operation.Headers) || operation.Operation.Operation == ast.Mutation
	r.read(ctx, o.loaders, anew)
	if v.Person != "" && (r.plan.AsksConnected() || v.Others && r.plan.AsksKept() || operation.Operation.Operation == ast.Mutation) {
		r.connected = o.newConnected(v)
	}
	(&guard{o.mapping, v.Dialect.Login, r.plan, r.loader, r.connected}).install(operation)
	return next(ctx)
}

// run begins an operation of a viewer.
func (o operations) run(v viewer.Viewer, p *prepared) *running {
	return &running{quota: o.quotas.Of(v.ID), people: o.people, keys: o.keys, apps: o.apps, way: way{compiler.Resolved, p.because}, cost: cost{Estimated: p.estimated, Limit: o.maxCost}, prepared: *p}
}

// read gives the operation its loader, which has the Graph API called whatever the cache
// holds, if anew.
func (r *running) read(ctx context.Context, loaders *loader.Loaders, anew bool) {
	r.loader = loaders.New(ctx, r.plan)
	r.loader.Anew = anew
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

// explains reports whether an operation is explained whose request has these extensions.
func (o operations) explains(asked map[string]any) bool {
	wanted, _ := asked["explain"].(bool)
	return o.explain && wanted
}

// InterceptResponse adds to the answer what the operation cost and, when asked,
// which calls it made.
func (o operations) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := runningFrom(ctx).direct()
	if response == nil {
		response = next(runningFrom(ctx).below(ctx))
	}
	if response == nil {
		return nil
	}
	present.Sort(response.Errors)
	if response.Data != nil {
		response.Errors = present.Fold(response.Errors, o.maxErrors)
	}
	r, asked := runningFrom(ctx), graphql.GetOperationContext(ctx).Extensions
	if r.loader == nil {
		if o.explains(asked) {
			addExtension(response, "explain", explanation{way: way{Execution: compiler.Resolved}, Calls: []transport.Exchange{}})
		}
		return response
	}
	o.addExtensions(ctx, asked, response)
	return response
}

// addExtensions adds to an answer what is said of every operation of a viewer, as far as the
// request's extensions ask for it.
func (o operations) addExtensions(ctx context.Context, asked map[string]any, response *graphql.Response) {
	r := runningFrom(ctx)
	c := r.cost.withActual(r.loader.Nodes()+r.connected.nodes(), r.calls.Made()-r.calls.Retries())
	if age := r.calls.Stale(); age > 0 {
		addExtension(response, "cache", staleness{true, int(age.Seconds())})
	}
	if r.calls.SignIn() {
		addExtension(response, "reauthenticate", true)
	}
	o.tell(asked, response, costExtension, c)
	watched := telemetry.FromContext(ctx)
	watched.Cost(c.Actual)
	watched.Executed(r.way.Execution)
	if standing, known := r.quota.Standing(); known {
		o.tell(asked, response, rateLimitExtension, standing)
	}
	if o.explains(asked) {
		addExtension(response, "explain", explanation{r.way, r.loader.Bound() + r.connected.bound() + r.calls.Retries(), r.calls.Calls()})
	}
}

// tell adds an extension to an answer, unless the request or the settings leave it
// out.
func (o operations) tell(asked map[string]any, response *graphql.Response, name string, extension any) {
	wanted, said := asked[name].(bool)
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
