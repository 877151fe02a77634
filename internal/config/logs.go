package config

import "log/slog"

// logFlags say what is logged, and in which format.
var logFlags = []setting{
	{
		flag: "log-format", fallback: "text",
		meaning: "format of the logs on standard error: text or json",
		set:     into(func(s *Settings) *string { return &s.LogFormat }, oneOf("text", "json")),
	},
	{
		flag: "log-level", fallback: "info",
		meaning: "minimum level of the logs: debug, info, warn or error",
		set:     into(func(s *Settings) *slog.Level { return &s.LogLevel }, parseLevel),
	},
	{
		flag: "access-log", fallback: "on",
		meaning: "whether each GraphQL request is logged, at level info: on or off",
		set:     into(func(s *Settings) *bool { return &s.AccessLog }, parseOnOff),
	},
}
