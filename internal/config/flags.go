package config

import (
	"slices"
	"strings"
)

// setting is one row of the table: what its flag is called, what holds when it
// is not given, what it means, and how its text becomes part of Settings.
type setting struct {
	flag     string
	fallback string
	meaning  string
	set      func(*Settings, string) error
	secret   bool // one of the ways to give the app secret
}

// env is the setting's name in the environment.
func (s setting) env() string {
	return "GRAMQL_" + strings.ToUpper(strings.ReplaceAll(s.flag, "-", "_"))
}

// settingsTable is every setting there is, topic by topic, each in its own file.
var settingsTable = slices.Concat(addressFlags, upstreamFlags, localFlags, operationFlags, documentFlags, limitFlags, overloadFlags, resilienceFlags, quotaFlags, cacheFlags, logFlags)

// into parses a setting's text and stores it in its field.
func into[T any](field func(*Settings) *T, parse func(string) (T, error)) func(*Settings, string) error {
	return func(s *Settings, text string) error {
		value, err := parse(text)
		if err == nil {
			*field(s) = value
		}
		return err
	}
}
