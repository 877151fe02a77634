package config

// resilienceFlags say what is done about an upstream that fails.
var resilienceFlags = []setting{
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
