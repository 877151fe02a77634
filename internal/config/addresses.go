package config

import "time"

// maxDrainDelay is far beyond the time in which any balancer notices: a longer delay is
// a slip, which would only show when the program is to end.
const maxDrainDelay = 10 * time.Minute

// addressFlags say where the program listens, for whom and until when.
var addressFlags = []setting{
	{
		flag: "addr", fallback: "127.0.0.1:8080",
		meaning: "address of the GraphQL API and the playground; port 0 picks a free port",
		set:     into(func(s *Settings) *string { return &s.Addr }, parseAddr),
	},
	{
		flag: "admin-addr", fallback: "127.0.0.1:8082",
		meaning: "address of /metrics, /healthz, /readyz and /debug/pprof/; empty: off",
		set:     into(func(s *Settings) *string { return &s.AdminAddr }, emptyOr(parseAddr)),
	},
	{
		flag:    "cors-origins",
		meaning: "origins allowed to call the GraphQL API from a browser or web view (CORS), separated by commas, such as https://app.example, https://*.app.example (one label) or capacitor://localhost; empty: none",
		set:     into(func(s *Settings) *Origins { return &s.CORSOrigins }, parseOrigins),
	},
	{
		flag: "base-path", fallback: "/",
		meaning: "path below which the GraphQL API, the playground and the probes of -addr are, such as /gramql behind a proxy that passes paths on",
		set:     into(func(s *Settings) *string { return &s.BasePath }, parseBasePath),
	},
	{
		flag: "playground", fallback: "on",
		meaning: "whether the playground is served: on or off",
		set:     into(func(s *Settings) *bool { return &s.Playground }, parseOnOff),
	},
	{
		flag: "drain-delay", fallback: "0s",
		meaning: "how long requests are still taken after SIGTERM, while /readyz says 503; at least twice the interval at which a balancer asks, at most 10m; a second signal ends it",
		set:     into(func(s *Settings) *time.Duration { return &s.DrainDelay }, atMost(maxDrainDelay, parseDelay)),
	},
	{
		flag: "max-connections", fallback: "auto",
		meaning: "maximum connections to -addr; any more are answered 503, the probes aside; auto: a third of the process's limit of file descriptors, and at most 16384",
		set:     into(func(s *Settings) *int { return &s.MaxConnections }, autoOr(parseLimit)),
	},
}
