package config

import (
	"log/slog"
	"net/url"
	"strings"
	"time"
)

// setting is one row of the table: what its flag is called, what holds when it
// is not given, what it means, and how its text becomes part of Settings.
type setting struct {
	flag     string
	fallback string
	meaning  string
	set      func(*Settings, string) error
	secret   bool // one of the ways to give the app secret
}

// env is the setting's name in the environment.
func (s setting) env() string {
	return "GRAMQL_" + strings.ToUpper(strings.ReplaceAll(s.flag, "-", "_"))
}

var settingsTable = []setting{
	{
		flag: "addr", fallback: "127.0.0.1:8080",
		meaning: "address of the GraphQL API and the playground; port 0 picks a free one",
		set:     into(func(s *Settings) *string { return &s.Addr }, parseAddr),
	},
	{
		flag: "admin-addr", fallback: "127.0.0.1:8082",
		meaning: "address of /healthz, /readyz and /debug/pprof/; empty: off",
		set:     into(func(s *Settings) *string { return &s.AdminAddr }, emptyOr(parseAddr)),
	},
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
		set:     into(func(s *Settings) *string { return &s.Login }, emptyOr(oneOf("basic-display", "instagram", "facebook"))),
	},
	{
		flag: "lookups", fallback: "auto",
		meaning: "how many ids are looked up at once: ids (?ids=), batch (batch POST), single (parallel GETs) or auto (local: ids, Facebook Login: batch, else single)",
		set:     into(func(s *Settings) *string { return &s.Lookups }, oneOf("auto", "ids", "batch", "single")),
	},
	{
		flag: "local-addr", fallback: "127.0.0.1:8081",
		meaning: "address of the embedded Graph API server; it runs with -graph local only",
		set:     into(func(s *Settings) *string { return &s.LocalAddr }, parseAddr),
	},
	{
		flag: "local-ids", fallback: "on",
		meaning: "whether the embedded server answers ?ids=; off: it refuses as Meta does since v26.0",
		set:     into(func(s *Settings) *bool { return &s.LocalIDs }, parseOnOff),
	},
	{
		flag: "data", fallback: "data",
		meaning: "folder for SQLite files and media; created when missing",
		set:     into(func(s *Settings) *string { return &s.Data }, notEmpty),
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
	{
		flag: "log-format", fallback: "text",
		meaning: "logs on standard error: text or json",
		set:     into(func(s *Settings) *string { return &s.LogFormat }, oneOf("text", "json")),
	},
	{
		flag: "log-level", fallback: "info",
		meaning: "least level that is logged: debug, info, warn or error",
		set:     into(func(s *Settings) *slog.Level { return &s.LogLevel }, parseLevel),
	},
	{
		flag: "explain", fallback: "on",
		meaning: "whether a request may ask for its upstream calls (extensions.explain): on or off",
		set:     into(func(s *Settings) *bool { return &s.Explain }, parseOnOff),
	},
	{
		flag: "request-timeout", fallback: "10s",
		meaning: "how long one operation may take",
		set:     into(func(s *Settings) *time.Duration { return &s.RequestTimeout }, parseTimeout),
	},
	{
		flag: "retries", fallback: "2",
		meaning: "how often an upstream read is repeated at most when it fails for a reason that may pass; 0: never",
		set:     into(func(s *Settings) *int { return &s.Retries }, upTo(10)),
	},
	{
		flag: "retry-budget", fallback: "10",
		meaning: "how many of 100 upstream calls may be repeated",
		set:     into(func(s *Settings) *int { return &s.RetryBudget }, upTo(100)),
	},
	{
		flag: "breaker-opens", fallback: "20",
		meaning: "after how many failures in a row the upstream is hardly asked until it answers again; 0: never",
		set:     into(func(s *Settings) *int { return &s.BreakerOpens }, upTo(10_000)),
	},
}

// into parses a setting's text and stores it in its field.
func into[T any](field func(*Settings) *T, parse func(string) (T, error)) func(*Settings, string) error {
	return func(s *Settings, text string) error {
		value, err := parse(text)
		if err == nil {
			*field(s) = value
		}
		return err
	}
}
