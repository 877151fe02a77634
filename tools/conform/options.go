package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph/conformance"
)

// options are what can be said on the command line.
type options struct {
	graph   string
	login   string
	version string
	// tokens are access tokens by the names that cases have for them; set is what else
	// is said to be on the server.
	tokens, set conformance.Values
	names       *conformance.Names
	only        *regexp.Regexp
	pause       time.Duration
	timeout     time.Duration
	calls       int

	legacy, writes, wording bool
	list, verbose, help     bool
}

// readOptions reads the command line, and the tokens from their files. The error says
// what to write instead.
func readOptions(args []string, stderr io.Writer) (o options, err error) {
	o.tokens, o.set = conformance.Values{}, conformance.Values{}
	files := conformance.Values{}
	var file string
	f := flag.NewFlagSet("conform", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&o.graph, "graph", "", "base URL of the server, such as https://graph.instagram.com")
	f.StringVar(&file, "token-file", "", "file with the access token and nothing else")
	f.StringVar(&o.login, "login", "", "login type of the token: instagram, facebook, basic-display (default: by the host, else by the token)")
	f.StringVar(&o.version, "graph-version", "v27.0", "version that is asked for")
	f.Func("other-token", "`name=file` of a token that some cases need; may be repeated", pairs(files))
	f.Func("set", "`name=value` of what no call finds, such as container=178…; may be repeated", pairs(o.set))
	f.Func("run", "`regexp` of the cases to ask, as group/name", func(text string) (err error) {
		o.only, err = regexp.Compile(text)
		return err
	})
	f.DurationVar(&o.pause, "pause", 500*time.Millisecond, "time between two calls")
	f.DurationVar(&o.timeout, "timeout", 30*time.Second, "how long one call may take")
	f.IntVar(&o.calls, "calls", 300, "the most calls to make")
	f.BoolVar(&o.legacy, "legacy", false, "ask also for what Meta has withdrawn")
	f.BoolVar(&o.writes, "writes", false, "ask also what a server could take for a write")
	f.BoolVar(&o.wording, "wording", false, "compare the messages of errors, too")
	f.BoolVar(&o.list, "list", false, "list the cases, and ask nothing")
	f.BoolVar(&o.verbose, "v", false, "name the cases that are alike, too")
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			o.help = true
			f.SetOutput(stderr)
			f.PrintDefaults()
			return o, nil
		}
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("%q is no flag", f.Arg(0))
	}
	if o.names, err = conformance.LoadNames(); err != nil {
		return o, err
	}
	return o, o.check(file, files)
}

func pairs(into conformance.Values) func(string) error {
	return func(text string) error {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" || value == "" {
			return errors.New("write name=value")
		}
		into[name] = value
		return nil
	}
}

var version = regexp.MustCompile(`^v\d+\.\d+$`)

// check holds the options to what they can be, and reads the tokens.
func (o *options) check(file string, files conformance.Values) error {
	base, err := url.Parse(o.graph)
	switch {
	case o.graph == "":
		return errors.New("-graph is missing: the base URL of the server")
	case err != nil || base.Host == "" || base.User != nil || base.RawQuery != "" || base.Scheme != "https" && base.Scheme != "http":
		return errors.New("-graph is not a base URL, such as https://graph.instagram.com")
	case base.Scheme == "http" && !isLoopback(base.Hostname()):
		return errors.New("-graph would get the token over plain http: write https")
	case file == "":
		return errors.New("-token-file is missing: a file with the access token and nothing else")
	case !version.MatchString(o.version):
		return fmt.Errorf("-graph-version %q is not like v27.0", o.version)
	case o.pause < 0 || o.timeout <= 0 || o.calls <= 0:
		return errors.New("-pause, -timeout and -calls are above 0")
	}
	o.graph = strings.TrimSuffix(o.graph, "/")
	token, err := readToken("-token-file", file)
	if err != nil {
		return err
	}
	if o.login == "" {
		if o.login = loginOf(base.Hostname(), token); o.login == "" {
			return errors.New("-login is missing: neither the host nor the token says which login type it is")
		}
	}
	if _, err := dialect.ParseLogin(o.login); err != nil {
		return fmt.Errorf("-login: %w", err)
	}
	o.tokens[o.names.MainToken(o.login).Name] = token
	return o.checkNames(files)
}

// checkNames holds the names to those that cases use, and reads the other tokens.
func (o *options) checkNames(files conformance.Values) (err error) {
	for name, file := range files {
		if n := o.names.Of(name, o.login); n == nil || n.Token == "" {
			return fmt.Errorf("-other-token: no case of this login type has a token %q", name)
		}
		if o.tokens[name], err = readToken("-other-token "+name, file); err != nil {
			return err
		}
	}
	for name := range o.set {
		if n := o.names.Of(name, o.login); n == nil || n.Token != "" {
			return fmt.Errorf("-set: no case of this login type has a %q", name)
		}
	}
	return nil
}

// readToken reads an access token from a file. The error does not show it.
func readToken(option, file string) (string, error) {
	text, err := os.ReadFile(file) //nolint:gosec // it is named by the caller
	if err != nil {
		return "", fmt.Errorf("%s: %w", option, err)
	}
	token := strings.TrimSpace(string(text))
	if token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("&#%+?=", r) }) {
		return "", fmt.Errorf("%s: the file has to hold one access token and nothing else", option)
	}
	return token, nil
}

// loginOf returns the login type of Meta's hosts, and elsewhere of the token.
func loginOf(host, token string) string {
	for _, d := range []*dialect.Dialect{dialect.OfHost(host), dialect.OfToken(token)} {
		if d != nil {
			return d.Login.String()
		}
	}
	return ""
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
