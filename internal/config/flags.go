package config

import (
	"slices"
	"strings"
)

// setting is one row of the tables: the name of its flag, its default, what it
// means, and how its text becomes part of Settings.
type setting struct {
	flag     string
	fallback string
	meaning  string
	set      func(*Settings, string) error
	secret   bool // one of the ways to give the app secret
}

// env returns the name of the setting's environment variable.
func (s setting) env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(s.flag, "-", "_"))
}

// group is the settings of one topic.
type group struct {
	title    string
	settings []setting
}

// groups are all settings, in the order of the help.
var groups = []group{
	{"Addresses", addressFlags},
	{"Upstream", upstreamFlags},
	{"Embedded Graph API server", localFlags},
	{"Operations", operationFlags},
	{"Documents", documentFlags},
	{"Limits", limitFlags},
	{"Overload", overloadFlags},
	{"Failures", resilienceFlags},
	{"Quotas", quotaFlags},
	{"Cache", cacheFlags},
	{"Logs", logFlags},
}

func allSettings() []setting {
	var all []setting
	for _, g := range groups {
		all = slices.Concat(all, g.settings)
	}
	return all
}

// into returns how a setting's text is parsed into its field.
func into[T any](field func(*Settings) *T, parse func(string) (T, error)) func(*Settings, string) error {
	return func(s *Settings, text string) error {
		value, err := parse(text)
		if err == nil {
			*field(s) = value
		}
		return err
	}
}
