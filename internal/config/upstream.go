package config

import (
	"net/url"

	"github.com/gramql/gramql/internal/dialect"
)

// upstreamFlags say which Graph API is asked, and how.
var upstreamFlags = []setting{
	{
		flag: "graph", fallback: "local",
		meaning: "upstream Graph API: local (the embedded server) or a base URL such as https://graph.instagram.com",
		set:     into(func(s *Settings) **url.URL { return &s.Graph }, parseGraph),
	},
	{
		flag: "graph-version", fallback: "v25.0",
		meaning: "version segment of every upstream call",
		set:     into(func(s *Settings) *string { return &s.GraphVersion }, parseVersion),
	},
	{
		flag:    "login",
		meaning: "dialect of the upstream: basic-display, instagram or facebook; empty: by the host, local: by the token",
		set:     into(func(s *Settings) *dialect.Login { return &s.Login }, emptyOr(dialect.ParseLogin)),
	},
	{
		flag: "lookups", fallback: "auto",
		meaning: "how many ids are looked up at once: ids (?ids=), batch (batch POST, where the login type has it), single (parallel GETs) or auto (local: ids, Facebook Login: batch, else single)",
		set:     into(func(s *Settings) *dialect.Lookups { return &s.Lookups }, dialect.ParseLookups),
	},
	{
		flag:    "app-id",
		meaning: "id of the Meta app, for token exchange",
		set:     into(func(s *Settings) *string { return &s.AppID }, emptyOr(oneWord)),
	},
	{
		flag: "app-secret", secret: true,
		meaning: "secret of the Meta app, for appsecret_proof and token exchange",
		set:     into(func(s *Settings) *Secret { return &s.AppSecret }, parseSecret),
	},
	{
		flag: "app-secret-file", secret: true,
		meaning: "file that holds the app secret, instead of -app-secret",
		set: func(s *Settings, path string) (err error) {
			if path != "" {
				s.AppSecret, err = readSecretFile(path)
			}
			return err
		},
	},
}
