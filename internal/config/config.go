// Package config reads what the program was asked to do: one command, and the
// settings it runs with.
//
// Every setting is a flag. A flag that is not given is looked for in the
// environment as GRAMQL_ and the flag's name in capitals, with _ for -; failing
// that, the default holds. The tables that flags.go puts together say each
// setting once, and WriteHelp prints them.
package config

import (
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/url"
	"time"

	"github.com/gramql/gramql/internal/dialect"
)

// Settings is how the program runs, read and checked. See the tables that
// flags.go puts together for what each one means.
type Settings struct {
	Addr           string
	AdminAddr      string // empty: no admin address
	CORSOrigins    Origins
	Graph          *url.URL      // base of the upstream; nil: the local graph
	GraphVersion   string        // "v25.0"
	Login          dialect.Login // 0: by the host or the token
	Lookups        dialect.Lookups
	LocalAddr      string
	LocalIDs       bool
	LocalProof     bool
	Data           string
	AppID          string
	AppSecret      Secret
	LogFormat      string // "text" or "json"
	LogLevel       slog.Level
	AccessLog      bool
	Explain        bool
	RequestTimeout time.Duration
	Introspection  bool
	Suggestions    string // "auto": as Introspection; "on" or "off"
	Limits         Limits
	MaxOperations  int // 0: no bound
	MaxWaiting     int
	MaxWait        time.Duration
	Retries        int
	RetryBudget    int // percent
	BreakerOpens   int
	Pace           Pacing
	Cache          Cache
	Redis          Secret // the address of Redis; empty unless Cache is CacheRedis
	CacheSize      uint64 // bytes

	TrustedDocuments string // path of the manifest; empty: none
	TrustedOnly      bool
	APQSize          int // bytes
}

// LocalGraph reports whether the upstream is the embedded Graph API server.
func (s Settings) LocalGraph() bool { return s.Graph == nil }

// Suggests reports whether errors may name what was perhaps meant, which tells of
// the schema.
func (s Settings) Suggests() bool {
	return s.Suggestions == "on" || s.Suggestions == "auto" && s.Introspection
}

// Error is a wrong setting or command line. It prints as one line that says
// what to write instead, and never holds the app secret.
type Error struct {
	Source string // "-graph-version", "GRAMQL_GRAPH_VERSION"; empty: the command line itself
	Reason string
}

func (e *Error) Error() string {
	if e.Source == "" {
		return e.Reason
	}
	return e.Source + ": " + e.Reason
}

// Parse reads the command line without the program's name, and the environment
// through lookupEnv, which is os.LookupEnv but in tests. Flags may stand before
// and after the command and its arguments. Every error is an *Error.
func Parse(args []string, lookupEnv func(string) (string, bool)) (Command, Settings, error) {
	line, err := readLine(args)
	if errors.Is(err, flag.ErrHelp) {
		return Command{Name: Help}, Settings{}, nil
	}
	if err != nil {
		return Command{}, Settings{}, err
	}
	command, err := line.command()
	if err != nil {
		return Command{}, Settings{}, err
	}
	settings, err := line.settings(lookupEnv)
	if err != nil {
		return Command{}, Settings{}, err
	}
	return command, settings, nil
}

// line is a command line taken apart, nothing of it checked yet.
type line struct {
	words []string          // what is no flag: the command, then its arguments
	given map[string]string // flag → value
}

// readLine parses flags wherever they stand: package flag stops at the first
// word, so it is started again behind each.
func readLine(args []string) (line, error) {
	l := line{given: map[string]string{}}
	flags := flag.NewFlagSet("gramql", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	take := func(name string) {
		flags.Func(name, "", func(value string) error {
			l.given[name] = value
			return nil
		})
	}
	for _, s := range settingsTable {
		take(s.flag)
	}
	take(variablesFlag)
	take(maxCallsFlag)

	for rest := args; ; {
		if err := flags.Parse(rest); errors.Is(err, flag.ErrHelp) {
			return line{}, err
		} else if err != nil {
			return line{}, &Error{Reason: err.Error() + "; gramql -h lists all flags"}
		}
		if flags.NArg() == 0 {
			return l, nil
		}
		l.words = append(l.words, flags.Arg(0))
		rest = flags.Args()[1:]
	}
}

// settings takes each setting from its flag, else the environment, else the
// default, and checks it.
func (l line) settings(lookupEnv func(string) (string, bool)) (Settings, error) {
	var settings Settings
	secrets := 0
	for _, s := range settingsTable {
		value, source := s.fallback, "-"+s.flag
		if given, ok := l.given[s.flag]; ok {
			value = given
		} else if set, ok := lookupEnv(s.env()); ok {
			value, source = set, s.env()
		}
		if err := s.set(&settings, value); err != nil {
			return Settings{}, &Error{Source: source, Reason: err.Error()}
		}
		if s.secret && value != "" {
			secrets++
		}
	}
	if settings.TrustedOnly && settings.TrustedDocuments == "" {
		return Settings{}, &Error{Source: "-trusted-documents-only", Reason: "nothing would be answered; name the manifest with -trusted-documents"}
	}
	if settings.Redis != "" && settings.AppSecret == "" {
		return Settings{}, &Error{Reason: "-cache redis://… needs -app-secret or -app-secret-file: what is kept is sealed with it"}
	}
	if settings.LocalProof && settings.AppSecret == "" {
		return Settings{}, &Error{Source: "-local-proof", Reason: "every call would be refused; name the secret with -app-secret or -app-secret-file"}
	}
	if secrets > 1 {
		return Settings{}, &Error{Reason: "-app-secret and -app-secret-file: give one of them"}
	}
	return settings, nil
}
