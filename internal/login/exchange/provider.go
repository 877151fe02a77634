package exchange

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
)

// Provider is one login type of an upstream: the addresses of Meta's window and of the
// calls that lead to a token, and the permissions that are asked for.
type Provider struct {
	Login dialect.Login
	// Authorize is the window, Code turns its code into a token, LongLived that into one
	// which lives for weeks, Refresh that into another, and Graph is where the token is used,
	// with a version.
	Authorize, Code, LongLived, Refresh, Graph string
	// Scopes are asked for or, in their place, those of a configuration.
	Scopes []string
	Config string
}

// Providers are the login types of an upstream, the usual one first.
type Providers []Provider

// Of returns the provider of a login type; the first of the zero login type.
func (p Providers) Of(login dialect.Login) (Provider, bool) {
	i := slices.IndexFunc(p, func(each Provider) bool { return login == 0 || each.Login == login })
	if i < 0 {
		return Provider{}, false
	}
	return p[i], true
}

// Upstream is a Graph API server that people log in to.
type Upstream struct {
	Base *url.URL
	// Version is the version segment of calls, v27.0.
	Version string
	// Login is the login type of all its tokens; 0 for several.
	Login dialect.Login
	// Scopes are asked for in place of the usual ones, Config in place of both.
	Scopes []string
	Config string
}

// Providers returns the login types of an upstream. Meta's servers have their windows at
// addresses of their own; any other server has them at its own.
//
// Source: Meta, Instagram Platform, "Business Login for Instagram"; Facebook Login,
// "Manually Build a Login Flow".
func (u Upstream) Providers() Providers {
	var all Providers
	own := strings.TrimSuffix(u.Base.String(), "/")
	if u.Login == 0 || u.Login == dialect.Instagram {
		p := Provider{
			Login:     dialect.Instagram,
			Authorize: own + "/oauth/authorize", Code: own + "/oauth/access_token",
			LongLived: own + "/access_token", Refresh: own + "/refresh_access_token", Graph: own + "/" + u.Version,
			Scopes: u.scopes(dialect.Instagram),
		}
		if u.Base.Hostname() == "graph.instagram.com" {
			p.Authorize, p.Code = "https://www.instagram.com/oauth/authorize", "https://api.instagram.com/oauth/access_token"
		}
		all = append(all, p)
	}
	if u.Login == 0 || u.Login == dialect.Facebook {
		at := own + "/" + u.Version
		p := Provider{
			Login:     dialect.Facebook,
			Authorize: at + "/dialog/oauth", Code: at + "/oauth/access_token",
			LongLived: at + "/oauth/access_token", Refresh: at + "/oauth/access_token", Graph: at,
			Scopes: u.scopes(dialect.Facebook), Config: u.Config,
		}
		if u.Base.Hostname() == "graph.facebook.com" {
			p.Authorize = "https://www.facebook.com/" + u.Version + "/dialog/oauth"
		}
		all = append(all, p)
	}
	return all
}

// Window returns the address of Meta's window, which may ask again for what was not allowed:
// Facebook's does so only if it is told to.
//
// Source: Meta, Facebook Login, "Re-asking for Declined Permissions".
func (p Provider) Window(app, redirect, state string, again bool) string {
	query := url.Values{
		"client_id":     {app},
		"redirect_uri":  {redirect},
		"response_type": {"code"},
		"state":         {state},
	}
	if p.Config != "" {
		query.Set("config_id", p.Config)
	} else {
		query.Set("scope", strings.Join(p.Scopes, ","))
	}
	if again && p.Login == dialect.Facebook {
		query.Set("auth_type", "rerequest")
	}
	return p.Authorize + "?" + query.Encode()
}

// usual are the permissions that are asked for unless others are set.
var usual = map[dialect.Login][]string{
	dialect.Instagram: {
		"instagram_business_basic", "instagram_business_content_publish", "instagram_business_manage_comments",
		"instagram_business_manage_messages", "instagram_business_manage_insights",
	},
	dialect.Facebook: {
		"pages_show_list", "pages_read_engagement", "instagram_basic", "instagram_content_publish",
		"instagram_manage_comments", "instagram_manage_contents", "instagram_manage_insights", "instagram_manage_messages",
		"instagram_manage_upcoming_events",
	},
}

// identifying are the permissions without which it cannot be told which accounts are a
// person's. A system user needs the last one alone.
//
// Source: Meta, Instagram Platform, "Access Levels and Permissions".
var identifying = map[dialect.Login][]string{
	dialect.Instagram: {"instagram_business_basic"},
	dialect.Facebook:  {"pages_show_list", "pages_read_engagement", "instagram_basic"},
}

// missing returns which of the identifying permissions are not among those that are granted.
func (p Provider) missing(granted []string) []string {
	return slices.DeleteFunc(slices.Clone(identifying[p.Login]), func(scope string) bool { return slices.Contains(granted, scope) })
}

// AsksNotFor reports whether one of some permissions is not asked for.
func (p Provider) AsksNotFor(permissions []string) bool {
	return p.Config == "" && slices.ContainsFunc(permissions, func(scope string) bool { return !slices.Contains(p.Scopes, scope) })
}

// scopes returns the permissions of a login type among those that are set, else the
// usual ones.
func (u Upstream) scopes(login dialect.Login) (set []string) {
	for _, scope := range u.Scopes {
		if strings.HasPrefix(scope, "instagram_business_") == (login == dialect.Instagram) {
			set = append(set, scope)
		}
	}
	if set == nil {
		return usual[login]
	}
	return set
}
