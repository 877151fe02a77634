// Package config reads the command line: one command, and the settings that the
// program runs with.
//
// Every setting is a flag. If it is not given, it is read from the environment
// variable GRAMQL_ and the flag's name in capitals, with _ for -; otherwise it has
// its default. A variable of that prefix that no setting has is an error. Each
// setting is written down once, in the tables of data.go, server.go and upstream.go, and
// WriteHelp prints them.
//
//	config.go    the settings, and how they are read and checked
//	command.go   the commands, and help
//	page.go      the page of all settings, docs/settings.md
//	flags.go     what a setting is, its flag and its environment variable
//	data.go      settings of what must outlast the program's end
//	server.go    settings of the program itself
//	login.go     settings of the Meta app, and of the login
//	upstream.go  settings of the Graph API, the cache and the local graph
//	values.go    how values are written
//	secret.go    values that are never printed
package config

import (
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/url"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/loopback"
)

// Settings is how the program runs. The tables that flags.go puts together say
// what each setting means.
type Settings struct {
	Addr           string
	AdminAddr      string // empty: no admin address
	CORSOrigins    Origins
	BasePath       string // "/gramql"; empty: the root
	Playground     bool
	DrainDelay     time.Duration
	MaxConnections int           // 0: by the limit of descriptors
	MaxStreams     int           // 0: by MaxConnections
	Graph          *url.URL      // base of the upstream; nil: the local graph
	Insecure       bool          // may the upstream be asked over plain http
	GraphVersion   string        // "v27.0"
	Login          dialect.Login // 0: by the host or the token
	Lookups        dialect.LookupMode
	LocalAddr      string
	LocalLegacy    bool
	LocalProof     bool
	LocalControl   bool
	LocalHosts     string // that the local graph fetches media from, with commas between
	Data           string
	AppID          string // empty with the local graph: its demo app
	AppSecret      Secret
	OtherSecrets   Secret // by which Meta may sign as well, with line ends between
	PublicURL      string // base of the addresses that are handed out; empty: by Addr
	Passthrough    bool   // whether Graph API tokens are taken as bearer tokens
	OAuthClients   string // path of the file of apps that sign people in; empty: none
	Scopes         Scopes // empty: by login type
	LoginConfig    string
	LogFormat      string // "text" or "json"
	LogLevel       slog.Level
	AccessLog      bool
	Explain        bool
	Transcode      bool
	Extensions     Extensions
	RequestTimeout time.Duration
	Introspection  bool
	Suggestions    string // "auto" (as Introspection), "on" or "off"
	Limits         Limits
	MaxOperations  int // 0: unlimited
	MaxWaiting     int
	MaxWait        time.Duration
	MaxDelay       time.Duration
	Retries        int
	RetryBudget    int // percent
	BreakerOpens   int
	Pace           Pacing
	Cache          Cache
	Redis          Secret // the address of Redis; empty unless Cache is CacheRedis
	CacheSize      uint64 // bytes
	Database       Database
	KeyFile        string // empty: none is named

	TrustedDocuments string // path of the manifest; empty: none
	TrustedOnly      bool
	APQSize          int // bytes
}

// LocalGraph reports whether the upstream is the embedded Graph API server.
func (s Settings) LocalGraph() bool { return s.Graph == nil }

// Suggests reports whether errors suggest similar names, which reveals parts of
// the schema.
func (s Settings) Suggests() bool {
	return s.Suggestions == "on" || s.Suggestions == "auto" && s.Introspection
}

// Error is a wrong setting or command line. It prints as one line that says what
// to write instead, and never holds a secret.
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

// Parse reads the command line, without the program's name, and the environment, in
// the form of os.Environ. Flags may come before and after the command and its
// arguments. Every error is an *Error.
func Parse(args, environ []string) (Command, Settings, error) {
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
	ours, err := readEnvironment(environ)
	if err != nil {
		return Command{}, Settings{}, err
	}
	settings, err := line.settings(ours)
	if err != nil {
		return Command{}, Settings{}, err
	}
	return command, settings, nil
}

// line is a command line taken apart, but not yet checked.
type line struct {
	words []string          // the command, then its arguments
	given map[string]string // flag → value
}

// readLine parses flags anywhere in the line. Package flag stops at the first
// word, so it is started again after each.
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
	for _, s := range allSettings() {
		take(s.flag)
	}
	take(forFlag)
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
func (l line) settings(env environment) (Settings, error) {
	var settings Settings
	secrets := 0
	for _, s := range allSettings() {
		value, source := s.fallback, "-"+s.flag
		if given, ok := l.given[s.flag]; ok {
			value = given
		} else if set, ok := env[s.env()]; ok {
			value, source = set, s.env()
		}
		if err := s.set(&settings, value); err != nil {
			return Settings{}, &Error{Source: source, Reason: err.Error()}
		}
		if s.secret && value != "" {
			secrets++
		}
	}
	if secrets > 1 {
		return Settings{}, &Error{Reason: "-app-secret and -app-secret-file: set only one of them"}
	}
	return settings, settings.check()
}

// check refuses settings that are right by themselves and wrong together.
func (s Settings) check() error {
	switch {
	case s.TrustedOnly && s.TrustedDocuments == "":
		return &Error{Source: "-trusted-documents-only", Reason: "every document would be refused; name a manifest with -trusted-documents"}
	case s.Redis != "" && s.KeyFile == "":
		return &Error{Reason: "-cache redis://… requires -key-file, which seals what is kept and is the same for all replicas; make it with gramql keys add -key-file FILE"}
	case s.Database.Shared() && s.KeyFile == "":
		return &Error{Reason: "-database postgres://… requires -key-file, which seals tokens and is the same for all replicas; make it with gramql keys add -key-file FILE"}
	case s.Graph != nil && s.Graph.Scheme == "http" && !loopback.Is(s.Graph.Hostname()) && !s.Insecure:
		return &Error{Source: "-graph", Reason: "access tokens would travel unencrypted; use https, or allow it with -insecure=on"}
	}
	return nil
}
