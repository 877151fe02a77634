package config

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
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
	{"Data", dataFlags},
	{"Upstream", upstreamFlags},
	{"Meta app and login", loginFlags},
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

const envPrefix = "GRAMQL_"

// environment holds the variables of our prefix, by name.
type environment map[string]string

// readEnvironment takes our variables out of an environment, in the form of
// os.Environ. It refuses those that no setting has: a misspelled one would leave
// its setting at the default, without a word.
func readEnvironment(environ []string) (environment, error) {
	ours := environment{}
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		if strings.HasPrefix(name, envPrefix) && !ofKubernetes(name, value) {
			ours[name] = value
		}
	}
	var known []string
	for _, s := range allSettings() {
		known = append(known, s.env())
	}
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		if !slices.Contains(known, name) {
			return nil, &Error{Source: name, Reason: "is no setting; the nearest is " + nearest(strings.ToUpper(name), known) + ", and gramql -h lists all"}
		}
	}
	return ours, nil
}

// nearest returns the name that takes the fewest changes.
func nearest(name string, known []string) string {
	return slices.MinFunc(known, func(a, b string) int {
		return levenshtein.ComputeDistance(name, a) - levenshtein.ComputeDistance(name, b)
	})
}

// Kubernetes puts the addresses of the Services of a namespace into each
// container's environment, such as GRAMQL_PORT=tcp://10.0.0.1:80 for a Service
// of the name gramql.
//
// Source: Kubernetes, Service, Discovering services.
var (
	serviceName  = regexp.MustCompile(`^GRAMQL(_[A-Z0-9_]+)?_(SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$`)
	serviceValue = regexp.MustCompile(`^(tcp|udp|sctp)://`)
)

func ofKubernetes(name, value string) bool {
	return serviceName.MatchString(name) || strings.HasSuffix(name, "_PORT") && serviceValue.MatchString(value)
}
