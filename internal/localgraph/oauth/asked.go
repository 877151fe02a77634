package oauth

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/token"
	"github.com/gramql/gramql/internal/loopback"
)

// asked is what an app asks for in the address of the window.
type asked struct {
	login    catalog.Login
	app      string
	redirect *url.URL
	// state is given back to the app as it came.
	state  string
	scopes []catalog.Scope
	// whole scopes are granted all or none.
	whole bool
	// kind is the kind of token that the app gets for its code.
	kind token.Kind
	// direct apps get the token without a code.
	direct bool
}

// configuration is what an app has set up for Facebook Login for Business, and asks
// for by its id in place of scopes.
type configuration struct{ kind token.Kind }

// configurations are those of the demo app.
var configurations = map[string]configuration{
	"demo-config": {token.Long},
	"demo-system": {token.System},
}

// read reads what an app asks for. The error says what is wrong with the address, and
// is shown in place of the window: nobody is sent to an address that is not the
// app's.
func (s *Server) read(query url.Values, login catalog.Login) (asked, error) {
	a := asked{login: login, app: query.Get("client_id"), state: query.Get("state"), kind: token.Short}
	responseType, redirect := query.Get("response_type"), query.Get("redirect_uri")
	refused := refusals[login]
	switch {
	case a.app == "":
		return a, refused.missing("client_id")
	case redirect == "":
		return a, refused.missing("redirect_uri")
	case login == catalog.Facebook && responseType == "":
		responseType = "code"
	}
	a.direct = login == catalog.Facebook && responseType == "token"
	switch {
	case responseType != "code" && !a.direct:
		return a, refused.missing("response_type")
	case !s.Tokens.Apps.Known(a.app):
		return a, refused.app()
	}
	var ok bool
	if a.redirect, ok = s.takes(redirect); !ok {
		return a, refused.redirect()
	}
	if id := query.Get("config_id"); login == catalog.Facebook && id != "" {
		c, ok := configurations[id]
		if !ok {
			return a, apierror.BadParameter("Invalid config_id: %s", id)
		}
		a.kind, a.whole, a.scopes = c.kind, true, catalog.Scopes(login)
		return a, nil
	}
	return a.withScopes(query.Get("scope"))
}

// withScopes sets the scopes that an app lists, and those that come with any.
func (a asked) withScopes(list string) (asked, error) {
	wanted := strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
	if a.login == catalog.Instagram && slices.Contains(catalog.ScopeNames(catalog.BasicDisplay), first(wanted)) {
		a.login = catalog.BasicDisplay
	}
	known := catalog.ScopeNames(a.login)
	unknown := slices.DeleteFunc(slices.Clone(wanted), func(name string) bool { return slices.Contains(known, name) })
	if len(unknown) > 0 || len(wanted) == 0 && a.login != catalog.Facebook {
		return a, refusals[a.login].scopes(unknown)
	}
	a.scopes = slices.DeleteFunc(catalog.Scopes(a.login), func(s catalog.Scope) bool {
		return !s.Compulsory && !slices.Contains(wanted, s.Name)
	})
	return a, nil
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// takes returns a redirect address, and whether it is one of the app's: any on this
// machine, and any below the address that the app is reached at.
func (s *Server) takes(redirect string) (*url.URL, bool) {
	u, err := url.Parse(redirect)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Fragment != "" {
		return nil, false
	}
	if loopback.Is(u.Hostname()) {
		return u, true
	}
	public, err := url.Parse(s.PublicURL)
	below := strings.TrimSuffix(u.JoinPath("/").Path, "/") + "/" // without any ..
	return u, err == nil && public.Host != "" && u.Scheme == public.Scheme && strings.EqualFold(u.Host, public.Host) &&
		strings.HasPrefix(below, strings.TrimSuffix(public.Path, "/")+"/")
}

// wording is how a login type words what is wrong with an address.
type wording struct {
	missing       func(name string) error
	app, redirect func() error
	scopes        func(unknown []string) error
}

var refusals = map[catalog.Login]wording{
	catalog.Instagram:    onInstagram,
	catalog.BasicDisplay: onInstagram,
	catalog.Facebook: {
		missing: func(name string) error {
			if name == "response_type" {
				return apierror.BadParameter("Invalid response_type")
			}
			return apierror.LoginParameterRequired(name)
		},
		app:      func() error { return apierror.UnknownApp() },
		redirect: func() error { return apierror.RedirectRefused() },
		scopes:   func(unknown []string) error { return apierror.InvalidScopes(strings.Join(unknown, ", ")) },
	},
}

var onInstagram = wording{
	missing: func(string) error {
		return platformError("You must include a valid client_id, response_type, and redirect_uri parameters")
	},
	app:      func() error { return platformError("Invalid platform app") },
	redirect: func() error { return platformError("Invalid redirect_uri") },
	scopes: func(unknown []string) error {
		list, err := json.Marshal(append([]string{}, unknown...))
		if err != nil {
			return err
		}
		return platformError("Invalid scope: " + string(list))
	},
}
