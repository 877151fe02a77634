package graph

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"

	"github.com/gramql/gramql/graph/generated"
	"github.com/gramql/gramql/graph/present"
	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/events"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/httpx/live"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/memory"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/transcode/compiler"
	"github.com/gramql/gramql/internal/viewer"
	"github.com/gramql/gramql/schema"
)

// Options are what the GraphQL endpoint is made from.
type Options struct {
	Loaders *loader.Loaders
	// Timeout is the longest that one operation takes.
	Timeout time.Duration
	// Gate bounds how many operations run at once; nil is no bound.
	Gate *admission.Gate
	// Explain lets clients ask which upstream calls an operation made, or would make. Those of
	// somebody without a token are in the dialect Stranger; Root stands before their paths.
	Explain  bool
	Stranger *dialect.Dialect
	Root     string
	// TellCost and TellRateLimit put cost and rateLimit into the extensions of every
	// answer whose request does not say otherwise.
	TellCost, TellRateLimit bool
	// Transcode answers operations straight from the Graph API's answers, where they can be.
	Transcode bool
	// Introspection lets them ask for the schema, Suggestions lets errors suggest
	// similar names.
	Introspection, Suggestions bool
	// Limits bound documents, MaxCost what an operation may cost, MaxBody the bytes
	// of a request, MaxErrors how many errors of one document are reported,
	// MaxFieldErrors how many of one answer are told one by one.
	Limits             documents.Limits
	MaxCost, MaxErrors int
	MaxFieldErrors     int
	MaxBody            int64
	// Documents finds those that clients name by an id or a hash.
	Documents *documents.Store
	// Streams bound the sockets and event streams; Allowed reports whether pages of an origin
	// may open sockets.
	Streams *live.Streams
	Allowed func(origin string) bool
	// WithToken puts the viewer behind a token into the context; its error says, as a
	// problem, why the token is refused.
	WithToken func(ctx context.Context, token string, header http.Header) (context.Context, error)
	// InSession puts the account that a header names into the context of a session.
	InSession func(ctx context.Context, header http.Header) (context.Context, error)
	// Hasher makes the ids and keys of viewers, and Quotas knows their quotas.
	Hasher *viewer.Hasher
	Quotas *quota.Quota
	// People knows who is signed in.
	People *login.Login
	// Keys are the API keys that people have made, and Apps know those that people have signed
	// in to.
	Keys *credential.Keys
	Apps *authorization.Server
	// ViewerOf returns a viewer in the name of another account of their person.
	ViewerOf func(viewer.Viewer, login.Account) viewer.Viewer
	// Publications are the posts on their way, and Events tell when they change; nil where
	// none are kept.
	Publications *publish.Service
	Events       *events.Bus
	Log          *slog.Logger
}

// NewSchema returns the executable schema over the posts on their way, and what its fields
// are in the Graph API.
func NewSchema(publications *publish.Service, changes *events.Bus) (graphql.ExecutableSchema, *mapping.Mapping, error) {
	served, m, err := mapping.Load()
	if err != nil {
		return nil, nil, err
	}
	return generated.NewExecutableSchema(generated.Config{Schema: served, Resolvers: &Resolver{Mapping: m, Publications: publications, Events: changes}}), m, nil
}

// The most bytes of requests that clients still send, and of answers that they still
// read, as they are counted: in memory they take up to four times and twice as much,
// 64 MiB each.
const maxIncoming, maxOutgoing = 16 << 20, 32 << 20

// loginURL returns where somebody logs in again who logged in before, though their session has
// ended: by the login type by which the account is connected that the context's field asks for.
// It is empty for others.
func (o Options) loginURL(ctx context.Context) string {
	v := viewerAt(ctx)
	switch {
	case errors.Is(viewer.WhyNobody(ctx), login.ErrSignedOut):
		return o.People.Address(0)
	case v.Person == "":
		return ""
	case v.Account == "":
		return o.People.Address(0)
	}
	return o.People.Address(v.Dialect.Login)
}

// signedOut waits until the session or the credential has ended in or by which a viewer
// asks, or their access was taken back; the error is the context's.
func (o Options) signedOut(ctx context.Context, v viewer.Viewer) error {
	topics := []string{login.Topic(v.Session)}
	if v.Session == "" {
		topics[0] = credential.Topic(v.Credential)
	}
	if v.Access != "" {
		topics = append(topics, login.AccessTopic(v.Access))
	}
	until, stop := context.WithCancel(ctx)
	defer stop()
	if !v.Until.IsZero() {
		var over context.CancelFunc
		until, over = context.WithTimeout(until, v.Until.Sub(o.Loaders.Now()))
		defer over()
	}
	ended := make(chan error, len(topics))
	for _, topic := range topics {
		go func() {
			_, err := o.Events.Wait(until, topic, 0)
			ended <- err
		}()
	}
	if <-ended != nil {
		return ctx.Err() // nil for a credential whose time is over
	}
	return nil
}

// NewHandler returns the GraphQL endpoint. The error says what in the schema's
// directives does not fit together, or is a *documents.InvalidError.
func NewHandler(o Options) (http.Handler, error) {
	executable, m, err := NewSchema(o.Publications, o.Events)
	if err != nil {
		return nil, err
	}
	p := present.Presenter{Log: o.Log, Mapping: m, PlanOf: func(ctx context.Context) *plan.Plan { return runningFrom(ctx).plan }, ProductsOf: productsOf, LoginURL: o.loginURL}
	h := handler.New(executable)
	h.SetErrorPresenter(p.Present)
	h.SetRecoverFunc(p.Recovered)
	h.Use(telemetryExtension{})
	coercer := schema.NewCoercer(executable.Schema(), o.Suggestions)
	reader := documents.NewReader(documents.Options{
		Schema:        executable.Schema(),
		Limits:        o.Limits,
		Coercer:       coercer,
		Introspection: o.Introspection,
		Suggestions:   o.Suggestions,
	})
	if err := o.Documents.Check(reader); err != nil {
		return nil, err
	}
	read := reading{reader, coercer, o.Documents}
	h.Use(read)
	h.SetQueryCache(read)
	h.Use(extension.Introspection{}) // whether it is allowed is a rule of documents
	var programs *compiler.Compiler
	if o.Transcode {
		programs = compiler.NewCompiler(executable.Schema(), m)
	}
	planned := operations{
		mapping:   m,
		store:     o.Documents,
		reader:    reader,
		compiler:  programs,
		loaders:   o.Loaders,
		hasher:    o.Hasher,
		quotas:    o.Quotas,
		people:    o.People,
		keys:      o.Keys,
		apps:      o.Apps,
		viewerOf:  o.ViewerOf,
		explain:   o.Explain,
		stranger:  o.Stranger,
		root:      o.Root,
		tells:     map[string]bool{costExtension: o.TellCost, rateLimitExtension: o.TellRateLimit},
		maxErrors: o.MaxFieldErrors,
		maxCost:   o.MaxCost,
		presenter: p,
	}
	h.Use(planned)
	transport := httpx.Transport{
		MaxBody:   o.MaxBody,
		MaxErrors: o.MaxErrors,
		Timeout:   o.Timeout,
		Gate:      o.Gate,
		Incoming:  memory.NewBound(maxIncoming),
		Outgoing:  memory.NewBound(maxOutgoing),
		Aside:     []string{costExtension, rateLimitExtension},
		WithToken: o.WithToken,
		Known:     planned.find,
	}
	stays := live.Options{Transport: transport, Streams: o.Streams, Watch: watch, InSession: o.InSession}
	if o.Events != nil {
		stays.SignedOut = o.signedOut
	}
	h.AddTransport(live.WebSocket{Options: stays, Allowed: o.Allowed})
	h.AddTransport(live.EventStream{Options: stays})
	h.AddTransport(transport) // which supports whatever those before do not
	return h, nil
}
