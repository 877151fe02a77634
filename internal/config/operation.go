package config

import "time"

// operationFlags say what an operation may do.
var operationFlags = []setting{
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
}
