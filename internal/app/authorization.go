package app

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/jobs"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/server"
	"github.com/gramql/gramql/internal/viewer"
)

// trimEvery is how often it is forgotten what apps were given and has ended.
const trimEvery = time.Hour

// openAuthorization prepares what lets apps sign people in.
func (a *App) openAuthorization() error {
	var clients authorization.Clients
	if path := a.settings.OAuthClients; path != "" {
		var err error
		if clients, err = authorization.LoadClients(path); err != nil {
			return &config.Error{Source: "-oauth-clients", Reason: err.Error()}
		}
	}
	a.authorization = authorization.New(authorization.Options{
		Store: a.database.Authorizations(), Clients: clients,
		PublicURL: a.publicURL(), SignInPath: login.StartPath, SignedIn: a.signedIn,
		Log: a.log, Now: a.now, ClientOf: httpx.ClientOf,
	})
	a.workers.Repeat(jobs.Periodic{Kind: "authorization", Every: trimEvery, Do: a.authorization.Trim})
	return nil
}

// signedIn returns who is signed in in the browser of a request, and since when.
func (a *App) signedIn(r *http.Request) (person string, since time.Time, err error) {
	s, err := a.login.SignedIn(r.Context(), r)
	if errors.Is(err, login.ErrNoSession) {
		return "", time.Time{}, nil
	}
	return s.Viewer, s.CreatedAt, err
}

// mountAuthorization says at which addresses apps sign people in, and get tokens. Pages that
// are apps ask from their own origins.
func (a *App) mountAuthorization(mux *http.ServeMux) {
	base := a.settings.BasePath
	mux.HandleFunc("GET "+base+authorization.AuthorizePath, a.authorization.Authorize)
	mux.HandleFunc("GET "+base+authorization.SignedInPath, a.authorization.Continue)
	mux.Handle(base+authorization.TokenPath, server.CORS(a.allows, http.HandlerFunc(a.authorization.Token)))
	mux.Handle(base+authorization.RevokePath, server.CORS(a.allows, http.HandlerFunc(a.authorization.Revoke)))
	for _, path := range a.authorization.MetadataPaths(base) {
		mux.HandleFunc("GET "+path, a.authorization.Metadata)
	}
}

// withAccess puts the viewer into a context who asks by an access token of an app.
func (a *App) withAccess(ctx context.Context, secret string, header http.Header) (context.Context, error) {
	access, err := a.authorization.Identify(ctx, secret)
	if err != nil {
		return ctx, a.refusal(ctx, err)
	}
	account, err := a.login.AccountFor(ctx, access.Person, header, nil)
	if err != nil {
		return ctx, a.refusal(ctx, err)
	}
	v := a.viewerOf(access.Person, account)
	v.Credential, v.Until = access.ID, access.Expires
	v.Limits = &viewer.Limits{ReadOnly: credential.ReadOnly(access.Scopes), Permissions: credential.Permissions(access.Scopes)}
	return viewer.NewContext(ctx, v), nil
}
