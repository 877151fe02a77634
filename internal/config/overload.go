package config

import "time"

// overloadFlags bound how much is done at once.
var overloadFlags = []setting{
	{
		flag: "max-operations", fallback: "512",
		meaning: "maximum operations that run at once, those of an estimated cost above 1,000 counted as several; 0: unlimited",
		set:     into(func(s *Settings) *int { return &s.MaxOperations }, upTo(1_000_000)),
	},
	{
		flag: "max-waiting", fallback: "1024",
		meaning: "maximum operations that wait for their turn, which goes round client addresses and access tokens; any more are answered 503 at once",
		set:     into(func(s *Settings) *int { return &s.MaxWaiting }, upTo(1_000_000)),
	},
	{
		flag: "max-wait", fallback: "5s",
		meaning: "maximum time that an operation waits for its turn",
		set:     into(func(s *Settings) *time.Duration { return &s.MaxWait }, parseTimeout),
	},
	{
		flag: "max-delay", fallback: "10ms",
		meaning: "how long work may wait for a processor before fewer operations run at once, and wait for a shorter time; 0s: for ever",
		set:     into(func(s *Settings) *time.Duration { return &s.MaxDelay }, parseDelay),
	},
}
