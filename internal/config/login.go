package config

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
)

// loginFlags say which app of Meta's this is, and how people connect accounts to it.
var loginFlags = []setting{
	{
		flag:    "app-id",
		meaning: "id of the Meta app; empty: demo-app with -graph local",
		set:     into(func(s *Settings) *string { return &s.AppID }, emptyOr(oneWord)),
	},
	{
		flag: "app-secret", secret: true,
		meaning: "secret of the Meta app: proves calls (appsecret_proof); empty: that of demo-app with -graph local",
		set:     into(func(s *Settings) *Secret { return &s.AppSecret }, parseSecret),
	},
	{
		flag: "app-secret-file", secret: true,
		meaning: "file that holds the app secret, instead of -app-secret; on further lines others by which Meta may sign its callbacks: that of the Instagram app beside the Meta app's, or the one before",
		set: func(s *Settings, path string) (err error) {
			if path != "" {
				s.AppSecret, s.OtherSecrets, err = readSecretFile(path)
			}
			return err
		},
	},
	{
		flag:    "public-url",
		meaning: "base URL at which browsers and Meta reach this server, with -base-path if that is part of it, such as https://gramql.example; empty: http:// and -addr",
		set:     into(func(s *Settings) *string { return &s.PublicURL }, emptyOr(parsePublicURL)),
	},
	{
		flag: "passthrough", fallback: "on",
		meaning: "whether a Graph API token is taken as a bearer token, beside sessions, API keys and access tokens of apps: on or off",
		set:     into(func(s *Settings) *bool { return &s.Passthrough }, parseOnOff),
	},
	{
		flag:    "oauth-clients",
		meaning: `file of the apps that may sign people in through this server (OAuth 2.1): a JSON list of {"client_id", "client_name", "redirect_uris", "scope"}; empty: none`,
		set:     into(func(s *Settings) *string { return &s.OAuthClients }, anything),
	},
	{
		flag:    "scopes",
		meaning: "permissions that people are asked for when they connect an account, separated by commas; empty: those that all of the schema needs, by login type; those of one login type leave the other at its own",
		set:     into(func(s *Settings) *Scopes { return &s.Scopes }, emptyOr(parseScopes)),
	},
	{
		flag:    "login-config",
		meaning: "id of a configuration of Facebook Login for Business, in place of -scopes",
		set:     into(func(s *Settings) *string { return &s.LoginConfig }, emptyOr(oneWord)),
	},
}

// parsePublicURL returns a base URL without its last slash.
func parsePublicURL(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" ||
		u.User != nil || u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#") {
		return "", errors.New("write a base URL without user, query and fragment, such as https://gramql.example")
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// Scopes are names of permissions, separated by commas.
type Scopes string

// Names returns the names.
func (s Scopes) Names() []string {
	return strings.FieldsFunc(string(s), func(r rune) bool { return r == ',' })
}

// parseScopes takes names of permissions that people can be asked for.
func parseScopes(text string) (Scopes, error) {
	known := slices.Concat(dialect.Of(dialect.Instagram).Askable(), dialect.Of(dialect.Facebook).Askable())
	for name := range strings.SplitSeq(text, ",") {
		if !slices.Contains(known, name) {
			return "", fmt.Errorf("%q is no permission of Instagram Login or Facebook Login; the nearest is %s; all are %s", name, nearest(name, known), strings.Join(known, ", "))
		}
	}
	return Scopes(text), nil
}
