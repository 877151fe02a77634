package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gramql/gramql/graph"
	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/viewer"
)

// newGraphQL returns the GraphQL endpoint over a client.
func (a *App) newGraphQL(client *graphapi.Client) (http.Handler, error) {
	s := a.settings
	a.loaders = &loader.Loaders{Client: client, Models: model.Entities, Lookups: s.Lookups, Now: a.now, Log: a.log}
	handler, err := graph.NewHandler(graph.Options{
		Loaders:   a.loaders,
		WithToken: a.withToken,
		InSession: a.inSession,
		Gate:      a.gate,
		Streams:   a.streams,
		Allowed:   a.allows,
		Timeout:   s.RequestTimeout,
		Log:       a.log,

		Hasher: a.hasher,
		Quotas: a.quotas,

		People:   a.login,
		Keys:     a.keys,
		Apps:     a.authorization,
		ViewerOf: a.viewerAs,

		Publications: a.publications,
		Events:       a.events,

		Explain:       s.Explain,
		Stranger:      s.DialectOf(""),
		Root:          "/" + s.GraphVersion,
		Transcode:     s.Transcode,
		Introspection: s.Introspection,
		Suggestions:   s.Suggests(),

		Documents: a.documents,
		Limits: documents.Limits{
			Tokens:      s.Limits.Tokens,
			Depth:       s.Limits.Depth,
			Fields:      s.Limits.Fields,
			Aliases:     s.Limits.Aliases,
			RootFields:  s.Limits.RootFields,
			Comparisons: s.Limits.Comparisons,

			Introspection: s.Limits.Introspection,
		},
		MaxCost: s.Limits.Cost,

		TellCost:      s.Extensions.Cost,
		TellRateLimit: s.Extensions.RateLimit,

		MaxErrors: s.Limits.Errors,

		MaxFieldErrors: s.Limits.FieldErrors,
		MaxBody:        int64(s.Limits.Body),
	})
	if invalid, ok := errors.AsType[*documents.InvalidError](err); ok {
		return nil, manifestError(invalid)
	}
	if err != nil {
		return nil, fmt.Errorf("the schema's directives: %w", err)
	}
	return handler, nil
}

// withGraphToken puts the viewer with an access token of the Graph API into a context.
func (a *App) withGraphToken(ctx context.Context, token string) context.Context {
	return viewer.NewContext(ctx, a.hasher.Viewer(token, a.settings.DialectOf(token)))
}

// newGate bounds how many operations run at once; nil if any number may.
func (a *App) newGate() *admission.Gate {
	s := a.settings
	if s.MaxOperations == 0 {
		return nil
	}
	return admission.New(admission.Limits{Inside: s.MaxOperations, Waiting: s.MaxWaiting, Wait: s.MaxWait, Delay: s.MaxDelay})
}
