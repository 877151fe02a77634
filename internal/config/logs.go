package config

import "log/slog"

// logFlags say what is logged, and how.
var logFlags = []setting{
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
		flag: "access-log", fallback: "on",
		meaning: "whether a record is logged for each GraphQL request, at level info: on or off",
		set:     into(func(s *Settings) *bool { return &s.AccessLog }, parseOnOff),
	},
}
