package config

import (
	"errors"
	"strings"
	"time"
)

// Extensions says what answers say of themselves, unless a request says otherwise.
type Extensions struct{ Cost, RateLimit bool }

func parseExtensions(text string) (Extensions, error) {
	var all Extensions
	if text == "none" {
		return all, nil
	}
	for _, name := range strings.Split(text, ",") {
		switch strings.TrimSpace(name) {
		case "cost":
			all.Cost = true
		case "rateLimit":
			all.RateLimit = true
		default:
			return all, errors.New("want cost, rateLimit, both separated by a comma, or none")
		}
	}
	return all, nil
}

// operationFlags say what an operation may do.
var operationFlags = []setting{
	{
		flag: "explain", fallback: "on",
		meaning: "whether a request may ask which upstream calls it made (extensions.explain): on or off",
		set:     into(func(s *Settings) *bool { return &s.Explain }, parseOnOff),
	},
	{
		flag: "extensions", fallback: "cost,rateLimit",
		meaning: "what answers say of themselves in their extensions, unless a request says otherwise: cost, rateLimit, both separated by a comma, or none",
		set:     into(func(s *Settings) *Extensions { return &s.Extensions }, parseExtensions),
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
