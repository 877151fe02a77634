package app

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/login/exchange"
	"github.com/gramql/gramql/internal/viewer"
)

// openLogin prepares the login window, with the login types that the upstream has.
func (a *App) openLogin() {
	s := a.settings
	upstream := exchange.Upstream{Base: a.upstream, Version: s.GraphVersion, Scopes: s.Scopes.Names(), Config: s.LoginConfig}
	if all := s.Dialects(); len(all) == 1 {
		upstream.Login = all[0].Login
	}
	app := login.App{ID: s.AppID, Secret: s.AppSecret.Reveal(), Others: strings.Fields(s.OtherSecrets.Reveal())}
	a.login = login.New(login.Options{
		Store:     a.database.Logins(),
		Vault:     a.vault,
		Providers: upstream.Providers(),
		App:       app,
		PublicURL: a.publicURL(),
		Failed:    a.authorization.Failed,
		Log:       a.log,
		Now:       a.now,
	})
}

// mountLogin says at which addresses people log in and out.
func (a *App) mountLogin(mux *http.ServeMux) {
	base := a.settings.BasePath
	mux.HandleFunc("GET "+base+login.StartPath, a.login.Start)
	mux.HandleFunc("GET "+base+login.CallbackPath, a.login.Callback)
	mux.HandleFunc("POST "+base+login.LogoutPath, a.login.Logout)
	mux.HandleFunc("POST "+base+login.DeauthorizePath, a.login.Deauthorize)
	mux.HandleFunc("POST "+base+login.DataDeletionPath, a.login.DataDeletion)
	mux.HandleFunc("GET "+base+login.ErasurePath, a.login.Erasure)
}

// identify puts the viewer into a request that is sent in a session: who is signed in,
// and the token of the account in whose name they ask.
func (a *App) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		visitor, err := a.login.Identify(r.Context(), r)
		switch {
		case errors.Is(err, login.ErrSignedOut), errors.Is(err, login.ErrNotMeant):
			r = r.WithContext(viewer.NewContextOfNobody(r.Context(), err))
		case err != nil:
			a.log.ErrorContext(r.Context(), "find out whose session it is", "error", err)
			httpx.ErrSession.Write(w, r)
			return
		case visitor != nil:
			r = r.WithContext(a.withVisitor(r.Context(), *visitor))
		}
		next.ServeHTTP(w, r)
	})
}

// withVisitor puts the viewer into a context who asks in a session.
func (a *App) withVisitor(ctx context.Context, visitor login.Visitor) context.Context {
	v := a.viewerOf(visitor.Session.Viewer, visitor.Account)
	v.Session = visitor.Session.ID
	return viewer.NewContext(ctx, v)
}

// inSession puts the account that a header names into the context of a viewer who asks in a
// session.
func (a *App) inSession(ctx context.Context, header http.Header) (context.Context, error) {
	v, _ := viewer.FromContext(ctx)
	if v.Session == "" {
		return ctx, nil
	}
	account, err := a.login.AccountFor(ctx, v.Person, header, nil)
	if err != nil {
		return ctx, err
	}
	return a.withVisitor(ctx, login.Visitor{Session: login.Session{ID: v.Session, Viewer: v.Person}, Account: account}), nil
}

// viewerBy returns the viewer who asks by what a connected account allows. What is kept for
// them outlives the token, and is nobody's any more once the access was taken back.
func (a *App) viewerBy(account login.Account) viewer.Viewer {
	v := viewer.Viewer{Token: account.Token, Access: account.Access, Dialect: a.settings.DialectOf(account.Token)}
	if account.Access != "" {
		v.ID = a.accessID(account.Access)
	}
	if account.Token == "" && account.Login != 0 {
		v.Dialect = dialect.Of(account.Login).At(a.settings.GraphVersion)
	}
	return v
}

// instead returns the token that works in place of a viewer's.
func (a *App) instead(ctx context.Context, v viewer.Viewer) (string, error) {
	return a.renewer.Instead(ctx, v.Access, v.Token)
}

// accessID returns the id of those who ask by an access.
func (a *App) accessID(access string) viewer.ID { return a.hasher.Sum("access", access) }

// forgetAccess drops what is kept for an access that was taken back, once its topic says so.
func (a *App) forgetAccess(topic string) {
	if access, ended := login.EndedAccess(topic); ended {
		id := a.accessID(access)
		a.chain.Drop(context.Background(), id)
		a.loaders.Written(id)
	}
}
