package config

import (
	"net/url"

	"github.com/gramql/gramql/internal/dialect"
)

// upstreamFlags say which Graph API is called, and how.
var upstreamFlags = []setting{
	{
		flag: "graph", fallback: "local",
		meaning: "upstream Graph API: local (the embedded server), or a base URL such as https://graph.instagram.com",
		set:     into(func(s *Settings) **url.URL { return &s.Graph }, parseGraph),
	},
	{
		flag: "insecure", fallback: "off",
		meaning: "whether an upstream that is not loopback may be called over plain http, with access tokens unencrypted: on or off",
		set:     into(func(s *Settings) *bool { return &s.Insecure }, parseOnOff),
	},
	{
		flag: "graph-version", fallback: "v27.0",
		meaning: "version segment of every upstream call",
		set:     into(func(s *Settings) *string { return &s.GraphVersion }, parseVersion),
	},
	{
		flag:    "login",
		meaning: "login type of all access tokens: basic-display, instagram or facebook; empty: by the upstream's host, or by each token with -graph local",
		set:     into(func(s *Settings) *dialect.Login { return &s.Login }, emptyOr(dialect.ParseLogin)),
	},
	{
		flag: "lookups", fallback: "auto",
		meaning: "how nodes are looked up by id: ids (?ids=), batch (batch POST, with Facebook Login), single (parallel GETs, also for what batches would be made of otherwise), or auto (what Meta takes: batch with Facebook Login, single with Instagram Login, ids with Basic Display)",
		set:     into(func(s *Settings) *dialect.LookupMode { return &s.Lookups }, dialect.ParseLookupMode),
	},
	{
		flag:    "app-id",
		meaning: "id of the Meta app",
		set:     into(func(s *Settings) *string { return &s.AppID }, emptyOr(oneWord)),
	},
	{
		flag: "app-secret", secret: true,
		meaning: "secret of the Meta app: proves calls (appsecret_proof)",
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
