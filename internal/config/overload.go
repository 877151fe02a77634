package config

import "time"

// overloadFlags say how much is done at once.
var overloadFlags = []setting{
	{
		flag: "max-operations", fallback: "512",
		meaning: "how many operations run at once; 0: no bound",
		set:     into(func(s *Settings) *int { return &s.MaxOperations }, upTo(1_000_000)),
	},
	{
		flag: "max-waiting", fallback: "1024",
		meaning: "how many more wait until one of those has ended, by turns of their access tokens; all others are answered 503 at once",
		set:     into(func(s *Settings) *int { return &s.MaxWaiting }, upTo(1_000_000)),
	},
	{
		flag: "max-wait", fallback: "5s",
		meaning: "how long one of them waits at most",
		set:     into(func(s *Settings) *time.Duration { return &s.MaxWait }, parseTimeout),
	},
}
