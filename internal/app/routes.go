package app

import (
	"net/http"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/playground"
	"github.com/gramql/gramql/internal/server"
)

const graphqlPath = "/graphql"

// mountRoutes says what is served where: GraphQL, the playground and the probes,
// and beside them what only an operator may see.
func (a *App) mountRoutes(graphql http.Handler) {
	mux := http.NewServeMux()
	graphql = server.CORS(a.settings.CORSOrigins.Patterns(), a.telemetry.Handler(graphql))
	mux.Handle(graphqlPath, graphql)
	mux.Handle(graphqlPath+"/{$}", graphql) // no redirect: some clients do not follow one with a POST
	mux.Handle("/", playground.Handler(a.playgroundSettings()))
	a.health.Register(mux)
	a.addresses.graphql.Handle(server.SecurityHeaders(mux))
	if a.addresses.admin != nil {
		a.addresses.admin.Handle(server.NewAdminMux(a.health, a.telemetry.Metrics()))
	}
}

// playgroundSettings returns what the page must know. With the local graph, a
// visitor may choose from the demo tokens.
func (a *App) playgroundSettings() playground.Settings {
	s := playground.Settings{Endpoint: graphqlPath}
	if a.localGraph == nil {
		return s
	}
	s.Token = localgraph.DemoToken
	for _, t := range localgraph.DemoTokens() {
		s.Tokens = append(s.Tokens, playground.DemoToken{Token: t.Token, Label: t.Label})
	}
	return s
}
