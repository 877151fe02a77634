package config

import "time"

// operationFlags say what an operation may do.
var operationFlags = []setting{
	{
		flag: "explain", fallback: "on",
		meaning: "whether a request may ask which upstream calls it made (extensions.explain): on or off",
		set:     into(func(s *Settings) *bool { return &s.Explain }, parseOnOff),
	},
	{
		flag: "request-timeout", fallback: "10s",
		meaning: "time limit of one operation",
		set:     into(func(s *Settings) *time.Duration { return &s.RequestTimeout }, parseTimeout),
	},
	{
		flag: "introspection", fallback: "on",
		meaning: "whether clients may query the schema: on or off",
		set:     into(func(s *Settings) *bool { return &s.Introspection }, parseOnOff),
	},
	{
		flag: "suggestions", fallback: "auto",
		meaning: "whether errors suggest similar names: on, off, or auto (as -introspection)",
		set:     into(func(s *Settings) *string { return &s.Suggestions }, oneOf("auto", "on", "off")),
	},
}
