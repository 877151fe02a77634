// Package app wires the whole program. Whoever reads New from top to bottom has
// seen what there is and who knows whom; tests start what production starts.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"time"

	"github.com/gramql/gramql/graph"
	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/cache"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/playground"
	"github.com/gramql/gramql/internal/quota"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/server"
	"github.com/gramql/gramql/internal/telemetry"
	"github.com/gramql/gramql/internal/transport"
)

// App is the program, ready to run.
type App struct {
	settings config.Settings
	server   *server.Server
	seen     *telemetry.Telemetry
	graphql  *server.Listener
	admin    *server.Listener // nil when it is off
	upstream *url.URL
	local    *localgraph.Server // nil when the upstream is Meta's
	answers  cache.Store        // nil when none are kept
	feed     *quota.Feed        // nil when there are no replicas
}

// New takes the program's addresses and wires its parts, from the upstream up to
// the page. Close gives back what it took.
func New(ctx context.Context, s config.Settings, log *slog.Logger) (*App, error) {
	log = telemetry.Tagged(log)
	health := &server.Health{}
	a := &App{settings: s, server: server.New(health, log), upstream: s.Graph}
	a.server.MaxHeader = s.Limits.Header
	if err := a.wire(ctx, health, log); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) wire(ctx context.Context, health *server.Health, log *slog.Logger) (err error) {
	s := a.settings
	// The addresses, in the order in which they drain.
	if a.graphql, err = a.listen(ctx, "graphql", "-addr", s.Addr); err != nil {
		return err
	}

	// What an operator sees of all that follows.
	if a.seen, err = telemetry.New(ctx, watching(s, log)); err != nil {
		return err
	}

	// The upstream: the local graph, or one of Meta's hosts.
	if s.LocalGraph() {
		if err := a.openLocalGraph(ctx, log); err != nil {
			return err
		}
	}
	if s.AdminAddr != "" {
		if a.admin, err = a.listen(ctx, "admin", "-admin-addr", s.AdminAddr); err != nil {
			return err
		}
		a.admin.Handle(server.NewAdminMux(health, a.seen.Metrics()))
	}

	// What is kept of its answers.
	if a.answers, err = answers(s, log); err != nil {
		return err
	}

	// How far its quotas are spent.
	keys := keys(s, a.upstream)
	quotas := quota.New(quota.Pacing(s.Pace), time.Now)
	if s.Cache == config.CacheRedis {
		if a.feed, err = quota.Share(quotas, s.Redis.Reveal(), seal.Key(s.AppSecret.Reveal(), "quota"), log); err != nil {
			return err
		}
	}

	// Its client, and the loaders that carry plans out.
	client := graphapi.New(graphapi.Options{
		Base:    a.upstream,
		Version: s.GraphVersion,
		Log:     log,
		Transport: transport.New(transport.Chain{
			Base: a.upstream, AppSecret: s.AppSecret.Reveal(), Log: log,
			Watch: a.seen.Called, Repeated: a.seen.Repeated, Withheld: a.seen.Withheld, Spared: a.seen.Spared,
			Keys: keys, Answers: a.answers, Quotas: quotas,
			Repeats: s.Retries, RepeatShare: float64(s.RetryBudget) / 100, BreakerOpens: s.BreakerOpens,
		}),
	})
	loaders := &loader.Loaders{Client: client, Models: model.Entities, Lookups: s.LookupMode()}

	// GraphQL over it, and the page that shows it.
	known, err := knownDocuments(s, log)
	if err != nil {
		return err
	}
	graphql, err := graph.NewHandler(graph.Options{
		Loaders: loaders, Timeout: s.RequestTimeout, Explain: s.Explain, Log: log,
		WithToken: viewers(s), Gate: gate(s),
		Keys: keys, Quotas: quotas,
		Kept: transport.Recall{Answers: a.answers, Watch: a.seen.Called}, Finished: s.CacheSize / finishedShare,
		Introspection: s.Introspection, Suggestions: s.Suggests(),
		Limits: documents.Limits{
			Tokens: s.Limits.Tokens, Depth: s.Limits.Depth, Fields: s.Limits.Fields,
			Aliases: s.Limits.Aliases, RootFields: s.Limits.RootFields, Comparisons: s.Limits.Comparisons,
		},
		Documents: known,
		MaxCost:   s.Limits.Cost, MaxErrors: s.Limits.Errors, MaxBody: int64(s.Limits.Body),
	})
	if invalid, ok := errors.AsType[*documents.InvalidError](err); ok {
		return manifestError(invalid)
	}
	if err != nil {
		return fmt.Errorf("the schema's directives: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", server.CORS(s.CORSOrigins.List(), a.seen.Handler(graphql)))
	mux.Handle("/", playground.Handler(a.playground()))
	health.Register(mux)
	a.graphql.Handle(server.SecurityHeaders(mux))
	return nil
}

// listen takes the address that a setting names. One that is not this machine's is
// a wrong setting; one that is taken is not.
func (a *App) listen(ctx context.Context, name, setting, addr string) (*server.Listener, error) {
	listener, err := a.server.Listen(ctx, name, addr)
	if _, unknown := errors.AsType[*net.DNSError](err); unknown || errors.Is(err, syscall.EADDRNOTAVAIL) {
		return nil, &config.Error{Source: setting, Reason: err.Error()}
	}
	return listener, err
}

// openLocalGraph starts the embedded Graph API server.
func (a *App) openLocalGraph(ctx context.Context, log *slog.Logger) error {
	listener, err := a.listen(ctx, "local graph", "-local-addr", a.settings.LocalAddr)
	if err != nil {
		return err
	}
	if a.upstream, err = url.Parse(listener.URL()); err != nil {
		return err
	}
	a.local, err = localgraph.Open(ctx, localgraph.Options{
		Dir: a.settings.Data, BaseURL: listener.URL(), IDs: a.settings.LocalIDs, Version: a.settings.GraphVersion,
		AppSecret: a.settings.AppSecret.Reveal(), Proof: a.settings.LocalProof, Log: log,
	})
	if folder, ok := errors.AsType[*fs.PathError](err); ok {
		return &config.Error{Source: "-data", Reason: folder.Error()}
	}
	if err != nil {
		return err
	}
	listener.Handle(a.local)
	return nil
}

// keys are those of kept answers: the replicas of an app have the same when they
// share what they keep.
func keys(s config.Settings, upstream *url.URL) *cache.Keys {
	if s.Cache != config.CacheRedis {
		return cache.NewKeys(s.AppID, upstream, nil)
	}
	return cache.NewKeys(s.AppID, upstream, seal.Key(s.AppSecret.Reveal(), "keys"))
}

// finishedShare is which part of the cache's memory is for whole answers that were
// made of the Graph API's.
const finishedShare = 4

// answers is where the Graph API's answers are kept; nil when none are.
func answers(s config.Settings, log *slog.Logger) (cache.Store, error) {
	switch s.Cache {
	case config.CacheMemory:
		return cache.NewMemory(s.CacheSize - s.CacheSize/finishedShare), nil
	case config.CacheRedis:
		redis, err := cache.NewRedis(s.Redis.Reveal(), seal.Key(s.AppSecret.Reveal(), "seal"), log)
		if err != nil {
			return nil, err
		}
		return cache.NewLevels(cache.NewMemory(s.CacheSize-s.CacheSize/finishedShare), redis), nil
	}
	return nil, nil
}

// watching is what an operator wants to see.
func watching(s config.Settings, log *slog.Logger) telemetry.Options {
	o := telemetry.Options{Version: version(), Env: os.LookupEnv}
	if s.AccessLog {
		o.Log = log
	}
	return o
}

// playground is what the page needs to know.
func (a *App) playground() playground.Settings {
	page := playground.Settings{Endpoint: "/graphql"}
	if a.local == nil {
		return page
	}
	page.Token = localgraph.DemoToken
	for _, t := range localgraph.DemoTokens() {
		page.Tokens = append(page.Tokens, playground.DemoToken{Token: t.Token, Label: t.Label})
	}
	return page
}

// gate is what operations pass before they begin; nil when any number may run.
func gate(s config.Settings) *admission.Gate {
	if s.MaxOperations == 0 {
		return nil
	}
	return admission.New(admission.Limits{Inside: s.MaxOperations, Waiting: s.MaxWaiting, Wait: s.MaxWait})
}

// WriteStart writes where everything is to be found, a line each.
func (a *App) WriteStart(w io.Writer) error {
	lines := [][2]string{
		{"graphql", a.GraphQL()},
		{"playground", a.graphql.URL() + "/"},
		{"graph", a.upstream.String()},
	}
	if a.local != nil {
		lines = append(lines, [2]string{"demo token", localgraph.DemoToken})
	}
	for _, line := range lines {
		if _, err := fmt.Fprintf(w, "%s: %s\n", line[0], line[1]); err != nil {
			return err
		}
	}
	return nil
}

// GraphQL returns the address of the GraphQL endpoint.
func (a *App) GraphQL() string { return a.graphql.URL() + "/graphql" }

// Admin returns the base of the admin address; empty when it is off.
func (a *App) Admin() string {
	if a.admin == nil {
		return ""
	}
	return a.admin.URL()
}

// LocalGraph returns the embedded Graph API server; nil when the upstream is
// another.
func (a *App) LocalGraph() *localgraph.Server { return a.local }

// Run serves until the context ends, and then drains.
func (a *App) Run(ctx context.Context) error { return a.server.Serve(ctx) }

// Close gives back the addresses and the database. It comes after Run.
func (a *App) Close() error {
	a.server.Close()
	var errs []error
	if a.local != nil {
		errs = append(errs, a.local.Close())
	}
	if a.answers != nil {
		a.answers.Close()
	}
	if a.feed != nil {
		a.feed.Close()
	}
	if a.seen != nil {
		errs = append(errs, a.seen.Close())
	}
	return errors.Join(errs...)
}
