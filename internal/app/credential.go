package app

import (
	"context"
	"net/http"
	"strings"

	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/viewer"
)

// openKeys prepares the API keys that people make.
func (a *App) openKeys() {
	o := credential.Options{Store: a.database.Credentials(), Log: a.log, Now: a.now}
	if a.settings.TrustedDocuments != "" {
		o.Document = a.documents.Known
	}
	a.keys = credential.New(o)
}

// allows reports whether pages of an origin may ask: by a setting, as an app that signs people
// in, or by a public key.
func (a *App) allows(origin string) bool {
	return a.settings.CORSOrigins.Allow(origin) || a.authorization.Clients.Allow(origin) || a.keys.Allow(context.Background(), origin)
}

// withToken puts the viewer behind a bearer token into a context. An error says, as a
// problem, why the token is refused.
func (a *App) withToken(ctx context.Context, token string, header http.Header) (context.Context, error) {
	switch {
	case strings.HasPrefix(token, credential.Prefix):
		return a.withKey(ctx, token, header)
	case authorization.IsOurs(token):
		return a.withAccess(ctx, token, header)
	}
	if !a.settings.Passthrough {
		return ctx, errNoPassthrough
	}
	return a.withGraphToken(ctx, token), nil
}

// errNoPassthrough refuses a token of the Graph API.
var errNoPassthrough = problem.New(problem.Unauthenticated, "access tokens of the Graph API are not taken here",
	"Sign in at /login, and ask in the session, by an API key (createApiKey), or by the access token of an app.")

// withKey puts the viewer into a context who asks by an API key.
func (a *App) withKey(ctx context.Context, secret string, header http.Header) (context.Context, error) {
	key, err := a.keys.Identify(ctx, secret, header)
	if err != nil {
		return ctx, a.refusal(ctx, err)
	}
	account, err := a.login.AccountFor(ctx, key.Person, header, key.Accounts)
	if err != nil {
		return ctx, a.refusal(ctx, err)
	}
	lost := !key.HasUsual() && !login.Names(header)
	if lost { // nobody is to ask in the name of another account than before
		account = login.Account{Others: true}
	}
	v := a.viewerOf(key.Person, account)
	v.Lost = lost
	v.Credential, v.Until = key.ID, key.Expires
	v.Limits = &viewer.Limits{
		Accounts: key.Accounts, Trusted: key.Kind == credential.Public || key.Documents != nil, Documents: key.Documents,
		ReadOnly: key.Kind == credential.Public || credential.ReadOnly(key.Scopes), Permissions: credential.Permissions(key.Scopes),
		Take: func() error { return a.keys.Take(key) },
	}
	return viewer.NewContext(ctx, v), nil
}

// refusal returns why a credential is refused, as a problem; an error of another kind for a
// fault of ours, which is logged.
func (a *App) refusal(ctx context.Context, err error) error {
	known, ok := err.(problem.Problem) //nolint:errorlint // what is wrapped is not for clients
	switch {
	case !ok:
		a.log.ErrorContext(ctx, "find out whose credential it is", "error", err)
	case known == credential.ErrMalformed, known == authorization.ErrMalformed, known == authorization.ErrNoAccess:
		return httpx.MalformedError{Problem: known}
	}
	return err
}

// viewerAs returns a viewer in the name of another account of their person.
func (a *App) viewerAs(v viewer.Viewer, account login.Account) viewer.Viewer {
	other := a.viewerOf(v.Person, account)
	other.Session, other.Credential, other.Limits, other.Until = v.Session, v.Credential, v.Limits, v.Until
	return other
}

// viewerOf returns the viewer who asks in the name of a person's account. Without an account
// they have an id of their own, and no token.
func (a *App) viewerOf(person string, account login.Account) viewer.Viewer {
	v := a.viewerBy(account)
	if account.Access == "" {
		v.ID = a.hasher.Sum("person", person)
	}
	v.Person, v.Account, v.Others = person, account.Graph, account.Others
	return v
}
