package config

// resilienceFlags say what is done when the upstream fails.
var resilienceFlags = []setting{
	{
		flag: "retries", fallback: "2",
		meaning: "maximum retries of an upstream read that fails for a transient reason; 0: never",
		set:     into(func(s *Settings) *int { return &s.Retries }, upTo(10)),
	},
	{
		flag: "retry-budget", fallback: "10",
		meaning: "maximum retries, as a percentage of upstream calls",
		set:     into(func(s *Settings) *int { return &s.RetryBudget }, upTo(100)),
	},
	{
		flag: "breaker-opens", fallback: "20",
		meaning: "consecutive failures that open a circuit breaker: a viewer's own, or that for all once calls of several viewers fail; 0: never",
		set:     into(func(s *Settings) *int { return &s.BreakerOpens }, upTo(10_000)),
	},
}
