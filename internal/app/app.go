// Package app wires the whole program. New is the list of its parts, from the
// addresses to the playground; the functions that it calls say who knows whom.
// Tests start what production starts.
package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/build"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/events"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/httpx/live"
	"github.com/gramql/gramql/internal/jobs"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/renewal"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/server"
	"github.com/gramql/gramql/internal/telemetry"
	"github.com/gramql/gramql/internal/vault"
	"github.com/gramql/gramql/internal/viewer"
)

// App is the program, ready to run.
type App struct {
	settings config.Settings
	log      *slog.Logger

	server    *server.Server
	health    *server.Health
	addresses addresses
	telemetry *telemetry.Telemetry
	gate      *admission.Gate // nil if any number of operations may run at once
	streams   *live.Streams

	database *database.DB
	events   *events.Bus
	workers  *jobs.Workers

	upstream   *url.URL
	localGraph *localgraph.Server // nil if the upstream is another server
	ring       *seal.File
	vault      *vault.Vault
	login      *login.Login
	documents  *documents.Store
	keys       *credential.Keys

	authorization *authorization.Server
	renewer       *renewal.Renewer
	now           func() time.Time // the upstream's clock: at Meta's servers the machine's
	hasher        *viewer.Hasher
	answers       answers // nil if no answers are kept
	quotas        *quota.Quota
	feed          *quota.Feed // nil if quotas are not shared with replicas
	chain         transport.Linked
	loaders       *loader.Loaders

	publications *publish.Service
	// tellWritten tells other replicas that a viewer has written something.
	tellWritten func(by viewer.ID)
}

// New takes the program's addresses and wires its parts. Run serves them, and
// Close releases them.
func New(ctx context.Context, s config.Settings, log *slog.Logger) (_ *App, err error) {
	s = withDemoApp(s)
	a := &App{settings: s, log: telemetry.Tagged(log), health: &server.Health{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()

	a.server = server.New(a.health, a.log)
	a.server.MaxHeader = s.Limits.Header
	a.server.DrainDelay = s.DrainDelay
	if err := a.takeAddresses(ctx); err != nil {
		return nil, err
	}
	a.warnOfDemo()
	if err := a.openTelemetry(ctx); err != nil {
		return nil, err
	}
	if err := a.openUpstream(ctx); err != nil {
		return nil, err
	}
	if err := a.openRing(); err != nil {
		return nil, err
	}
	if err := a.openDatabase(ctx); err != nil {
		return nil, err
	}
	if err := a.openVault(ctx); err != nil {
		return nil, err
	}
	if err := a.openEvents(); err != nil {
		return nil, err
	}
	if err := a.openCache(); err != nil {
		return nil, err
	}
	if err := a.openQuotas(); err != nil {
		return nil, err
	}
	if err := a.openAuthorization(); err != nil {
		return nil, err
	}
	a.openLogin()
	a.openRenewal()
	a.openWritten()
	if err := a.openDocuments(); err != nil {
		return nil, err
	}
	a.openKeys()
	a.gate, a.streams = a.newGate(), a.newStreams()
	client := a.newClient()
	a.openPublications(client)
	graphql, err := a.newGraphQL(client)
	if err != nil {
		return nil, err
	}
	a.mountRoutes(graphql)
	return a, nil
}

// openTelemetry prepares what an operator sees of all that follows.
func (a *App) openTelemetry(ctx context.Context) (err error) {
	o := telemetry.Options{Version: build.Version(), Env: os.LookupEnv}
	if a.settings.AccessLog {
		o.Log = a.log
	}
	a.telemetry, err = telemetry.New(ctx, o)
	return err
}

// Run serves, and does jobs, until the context ends, and then drains.
func (a *App) Run(ctx context.Context) (err error) {
	if err := a.workers.Start(context.WithoutCancel(ctx)); err != nil {
		return databaseError(a.settings, err)
	}
	adapting, stop := context.WithCancel(context.WithoutCancel(ctx))
	serving, served := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { a.gate.Adapt(adapting) })
	beside.Go(func() { a.events.Run(adapting) })
	beside.Go(func() { a.followRing(adapting) })
	var stopped error
	beside.Go(func() {
		<-serving.Done() // jobs stop while requests are drained
		stopped = a.workers.Stop()
	})
	err = a.server.Serve(ctx)
	stop()
	served()
	beside.Wait()
	return errors.Join(err, stopped)
}

// Hurry ends the delay between the end of Run's context and the draining.
func (a *App) Hurry() { a.server.Hurry() }

// Close releases the addresses and the databases, and ends the connections to
// Redis. It is called after Run.
func (a *App) Close() error {
	a.server.Close()
	var errs []error
	if a.localGraph != nil {
		errs = append(errs, a.localGraph.Close())
	}
	if a.answers != nil {
		a.answers.Close()
	}
	if a.feed != nil {
		a.feed.Close()
	}
	if a.database != nil {
		errs = append(errs, a.database.Close())
	}
	if a.telemetry != nil {
		errs = append(errs, a.telemetry.Close())
	}
	return errors.Join(errs...)
}

// WriteStart writes the addresses that a newcomer needs, one a line.
func (a *App) WriteStart(w io.Writer) error {
	lines := [][2]string{{"graphql", a.GraphQL()}}
	if a.settings.Playground {
		lines = append(lines, [2]string{"playground", a.base() + "/"})
	}
	lines = append(lines, [2]string{"graph", a.upstream.String()})
	if a.localGraph != nil {
		lines = append(lines, [2]string{"demo token", localgraph.DemoToken})
	}
	for _, line := range lines {
		if _, err := fmt.Fprintf(w, "%s: %s\n", line[0], line[1]); err != nil {
			return err
		}
	}
	return nil
}

// GraphQL returns the URL of the GraphQL endpoint.
func (a *App) GraphQL() string { return a.base() + graphqlPath }

// base returns the URL below which everything of -addr is.
func (a *App) base() string { return a.addresses.graphql.URL() + a.settings.BasePath }

// publicURL returns the URL at which browsers and Meta reach what base is the URL of.
func (a *App) publicURL() string { return cmp.Or(a.settings.PublicURL, a.base()) }

// Admin returns the base URL of the admin address; empty if it is off.
func (a *App) Admin() string {
	if a.addresses.admin == nil {
		return ""
	}
	return a.addresses.admin.URL()
}

// LocalGraph returns the embedded Graph API server; nil if the upstream is
// another server.
func (a *App) LocalGraph() *localgraph.Server { return a.localGraph }
