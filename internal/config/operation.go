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
	{
		flag: "introspection", fallback: "on",
		meaning: "whether clients may ask for the schema: on or off",
		set:     into(func(s *Settings) *bool { return &s.Introspection }, parseOnOff),
	},
	{
		flag: "suggestions", fallback: "auto",
		meaning: "whether errors name fields, arguments, types and values that were perhaps meant: on, off or auto (as -introspection)",
		set:     into(func(s *Settings) *string { return &s.Suggestions }, oneOf("auto", "on", "off")),
	},
}
