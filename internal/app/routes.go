package app

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/httpx/live"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/playground"
	"github.com/gramql/gramql/internal/server"
)

const graphqlPath = "/graphql"

// mountRoutes says what is served where: GraphQL, the playground and the probes,
// and beside them what only an operator may see.
func (a *App) mountRoutes(graphql http.Handler) {
	s := a.settings
	mux := http.NewServeMux()
	graphql = server.CORS(a.allows, a.telemetry.Handler(a.identify(graphql)))
	mux.Handle(s.BasePath+graphqlPath, graphql)
	mux.Handle(s.BasePath+graphqlPath+"/{$}", graphql) // no redirect: some clients do not follow one with a POST
	if s.Playground {
		mux.Handle(s.BasePath+"/", http.StripPrefix(s.BasePath, playground.Handler(a.playgroundSettings())))
	}
	a.mountLogin(mux)
	a.mountAuthorization(mux)
	a.registerProbes(mux)
	a.addresses.graphql.Handle(server.SecurityHeaders(straightTo(s.BasePath+graphqlPath, graphql, mux)))
	a.addresses.graphql.Limit(a.maxConnections(), a.crowded())
	a.addresses.graphql.Drain(a.streams.Drain)
	if a.addresses.admin != nil {
		a.addresses.admin.Handle(server.NewAdminMux(a.health, a.telemetry.Metrics()))
	}
}

// straightTo hands requests for one path, nearly all that there are, to its handler, and
// others to a handler that has more to look up.
func straightTo(path string, handler, others http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path {
			handler.ServeHTTP(w, r)
			return
		}
		others.ServeHTTP(w, r)
	})
}

// maxConnections is how many connections are served at once.
func (a *App) maxConnections() int {
	return cmp.Or(a.settings.MaxConnections, server.DefaultConnections())
}

// newStreams bounds the sockets and event streams, of which each takes a connection: some
// are left for requests.
func (a *App) newStreams() *live.Streams {
	return live.NewStreams(cmp.Or(a.settings.MaxStreams, max(1, a.maxConnections()*3/4)))
}

// registerProbes puts the probes at the root, where balancers ask whatever the base
// path, and below that.
func (a *App) registerProbes(mux *http.ServeMux) {
	a.health.Register(mux, "")
	if base := a.settings.BasePath; base != "" {
		a.health.Register(mux, base)
	}
}

// crowded is what connections beyond the limit get: probes, and otherwise the
// request to come again.
func (a *App) crowded() http.Handler {
	mux := http.NewServeMux()
	a.registerProbes(mux)
	mux.Handle("/", server.CORS(a.settings.CORSOrigins.Allow, a.telemetry.Handler(http.HandlerFunc(httpx.Crowded))))
	return server.SecurityHeaders(mux)
}

// playgroundSettings returns what the page must know. With the local graph, a
// visitor may choose from the demo tokens.
func (a *App) playgroundSettings() playground.Settings {
	s := playground.Settings{Endpoint: strings.TrimPrefix(graphqlPath, "/"), MediaHosts: playground.MediaHosts(a.upstream), Explain: a.settings.Explain}
	if app := a.login.App; app.ID != "" && app.Secret != "" {
		for _, p := range a.login.Providers {
			s.Logins = append(s.Logins, playground.Login{Name: p.Login.String(), Title: p.Login.Title()})
		}
	}
	if a.localGraph == nil {
		return s
	}
	s.Token, s.Graph = localgraph.DemoToken, a.upstream.String()
	for _, t := range localgraph.DemoTokens() {
		s.Tokens = append(s.Tokens, playground.DemoToken{Token: t.Token, Label: t.Label})
	}
	return s
}
