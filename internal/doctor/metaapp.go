package doctor

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/login/exchange"
)

// metaApp proves the app's id and secret to the upstream.
func (e *Examination) metaApp(ctx context.Context) {
	const check = "app"
	switch {
	case e.app.ID == "" && e.app.Secret == "":
		e.found(Skip, check, "no Meta app is set, so nobody can sign in, and calls have no appsecret_proof", "set -app-id and -app-secret-file to let people sign in")
		return
	case e.app.ID == "":
		e.found(Warn, check, "there is a secret, and no id, so nobody can sign in", "set -app-id")
		return
	case e.app.Secret == "":
		e.found(Fail, check, "there is an id, and no secret, so nobody can sign in", "set -app-secret-file")
		return
	case !e.reached:
		e.found(Skip, check, "the app's secret can only be proved to an upstream that answers", "")
		return
	}
	for _, p := range e.providers {
		at := exchange.New(exchange.Options{ID: e.app.ID, Secret: e.app.Secret, Redirect: e.public + login.CallbackPath, Now: e.now})
		name := "app " + e.app.ID + " with " + p.Login.Title()
		switch err := at.ProveApp(ctx, p); {
		case err == nil:
			e.found(OK, check, name+": id and secret belong together", "")
		case errors.Is(err, exchange.ErrApp):
			e.found(Fail, check, name+": Meta refuses id, secret or redirect URL", "compare -app-id and the secret with the app's settings for this login type at developers.facebook.com, and register the redirect URL there")
		default:
			e.found(Warn, check, name+": it could not be seen whether id and secret belong together ("+err.Error()+")", "ask again later")
		}
	}
}

// redirect looks whether browsers can come back from Meta's window.
func (e *Examination) redirect(ctx context.Context) {
	const check = "redirect URL"
	public, err := url.Parse(e.public)
	if err != nil || public.Hostname() == "" {
		e.found(Warn, check, "-addr names no host that browsers could come back to", "set -public-url")
		return
	}
	back := e.public + login.CallbackPath
	if e.app.ID == "" {
		e.found(Skip, check, "nobody signs in without a Meta app", "")
		return
	}
	if public.Scheme != "https" && dialect.OfHost(e.base.Hostname()) != nil {
		e.found(Fail, check, back+" is not https, which Meta requires", "set -public-url to the https address of this server")
		return
	}
	got, err := e.probe.get(ctx, back, "", "")
	register := "register it in the app's settings word for word"
	if e.settings.LocalGraph() {
		register = "" // the demo app takes it
	}
	switch {
	case err != nil && e.settings.LocalGraph():
		e.found(Skip, check, back+" is not served now", "")
	case err != nil:
		e.found(Warn, check, back+" "+err.Error()+" from here", "look whether the program runs and its proxy leads there, and "+register)
	case got.status == http.StatusNotFound || got.status >= http.StatusInternalServerError || got.status/100 == 3:
		e.found(Fail, check, back+" is not answered by the login window", "have the proxy lead "+public.Host+" to -addr, with -base-path if there is a path")
	default:
		e.found(OK, check, back+" leads here", register)
	}
}

// scopes looks at the permissions that people are asked for.
func (e *Examination) scopes() {
	const check = "scopes"
	if len(e.providers) == 0 {
		e.found(Skip, check, "nobody can sign in with this login type", "")
		return
	}
	for _, p := range e.providers {
		known := dialect.Of(p.Login).Scopes()
		unknown := slices.DeleteFunc(slices.Clone(p.Scopes), func(s string) bool { return slices.Contains(known, s) })
		title := p.Login.Title() + ": "
		switch {
		case p.Config != "":
			e.found(OK, check, title+"as configuration "+p.Config+" says", "")
		case len(unknown) > 0:
			e.found(Warn, check, title+"no field of the schema needs "+strings.Join(unknown, ", "), "leave it out of -scopes, unless the app asks Meta for more than this server does")
		default:
			e.found(OK, check, title+strings.Join(p.Scopes, ", "), "")
		}
	}
}
