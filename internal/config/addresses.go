package config

// addressFlags say where the program listens, and for whom.
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
}
