package config_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
)

func environment(set map[string]string) (environ []string) {
	for name, value := range set {
		environ = append(environ, name+"="+value)
	}
	return environ
}

func parse(t *testing.T, args ...string) (config.Command, config.Settings) {
	t.Helper()
	command, settings, err := config.Parse(args, environment(nil))
	if err != nil {
		t.Fatalf("Parse(%q) = %v", args, err)
	}
	return command, settings
}

// shipped are the limits that hold without settings.
var shipped = config.Limits{
	Tokens: 2000, Depth: 20, Fields: 5000, Aliases: 5000, RootFields: 1000, Comparisons: 250_000,
	Cost: 100_000, Errors: 5, FieldErrors: 50, Body: 256 << 10, Header: 16 << 10, Introspection: 2 << 20,
}

func TestParse_withoutArgumentsServesWithDefaults(t *testing.T) {
	t.Parallel()
	command, settings := parse(t)
	want := config.Settings{
		Addr: "127.0.0.1:8080", AdminAddr: "127.0.0.1:8082", LocalAddr: "127.0.0.1:8081", LocalHosts: "loopback",
		GraphVersion: "v27.0", Data: "data", Playground: true, Passthrough: true,
		LogFormat: "text", AccessLog: true, LogLevel: slog.LevelInfo, Explain: true, Transcode: true, Extensions: config.Extensions{Cost: true, RateLimit: true}, RequestTimeout: 10 * time.Second,
		Introspection: true, Suggestions: "auto", Limits: shipped, APQSize: 16 << 20,
		MaxOperations: 512, MaxWaiting: 1024, MaxWait: 5 * time.Second, MaxDelay: 5 * time.Millisecond,
		Retries: 2, RetryBudget: 10, Pace: config.Pacing{Foreground: 80, Queue: 90, Cache: 95}, BreakerOpens: 20, Cache: config.CacheMemory, CacheSize: 64 << 20,
	}
	if settings != want {
		t.Errorf("settings = %+v, want %+v", settings, want)
	}
	if command.Name != config.Serve || !settings.LocalGraph() {
		t.Errorf("command = %q, local = %v; want serve on the local graph", command.Name, settings.LocalGraph())
	}
}

func TestParse_takesTheFlagBeforeTheEnvironmentBeforeTheDefault(t *testing.T) {
	t.Parallel()
	env := environment(map[string]string{
		"GRAMQL_ADDR": "127.0.0.1:1", "GRAMQL_GRAPH_VERSION": "v24.0", "GRAMQL_ADMIN_ADDR": "",
	})
	_, settings, err := config.Parse([]string{"-addr", "127.0.0.1:0"}, env)
	if err != nil {
		t.Fatal(err)
	}
	if settings.Addr != "127.0.0.1:0" {
		t.Errorf("Addr = %q, want the flag's", settings.Addr)
	}
	if settings.GraphVersion != "v24.0" {
		t.Errorf("GraphVersion = %q, want the environment's", settings.GraphVersion)
	}
	if settings.AdminAddr != "" {
		t.Errorf("AdminAddr = %q, want off: the environment sets it empty", settings.AdminAddr)
	}
	if settings.LocalAddr != "127.0.0.1:8081" {
		t.Errorf("LocalAddr = %q, want the default", settings.LocalAddr)
	}
}

func TestParse_readsEverySettingIntoItsField(t *testing.T) {
	t.Parallel()
	_, s := parse(t, "-graph=https://graph.facebook.com/", "-login=facebook", "-lookups=batch", "-local-legacy=on", "-local-proof=on", "-local-media-hosts=loopback, *.media.example,::1",
		"-data=/srv/gramql", "-app-id=1234", "-app-secret=abc", "-public-url=https://gramql.example/api/", "-passthrough=off", "-scopes=instagram_basic,ads_read", "-login-config=77", "-log-format=json", "-log-level=warn", "-access-log=off",
		"-explain=off", "-transcode=off", "-extensions=rateLimit", "-request-timeout=2s", "-admin-addr=", "-introspection=off", "-suggestions=on",
		"-trusted-documents=manifest.json", "-trusted-documents-only=on", "-apq-size=0",
		"-max-tokens=1", "-max-depth=2", "-max-fields=3", "-max-aliases=4", "-max-root-fields=5", "-max-comparisons=10",
		"-max-cost=6", "-max-errors=7", "-max-body=8", "-max-header=9",
		"-max-operations=8", "-max-waiting=9", "-max-wait=3s", "-max-delay=0s", "-retries=3", "-retry-budget=20", "-breaker-opens=0", "-pace=70,70,101", "-cache=off", "-cache-size=8MiB",
		"-cors-origins=https://a.example,http://127.0.0.1:3000", "-base-path=/gramql/", "-playground=off", "-drain-delay=5s", "-max-connections=100", "-max-streams=10", "-insecure=on", "-key-file=/run/keys", "-database=postgres://me:hush@db/ours")
	if s.Graph == nil || s.Graph.String() != "https://graph.facebook.com" {
		t.Errorf("Graph = %v, want the base without its last slash", s.Graph)
	}
	s.Graph = nil
	want := config.Settings{
		Addr: "127.0.0.1:8080", LocalAddr: "127.0.0.1:8081", GraphVersion: "v27.0",
		Login: dialect.Facebook, Lookups: dialect.Batch, LocalLegacy: true, LocalProof: true, LocalHosts: "loopback,*.media.example,::1", Data: "/srv/gramql", AppID: "1234", AppSecret: "abc", PublicURL: "https://gramql.example/api", Scopes: "instagram_basic,ads_read", LoginConfig: "77",
		LogFormat: "json", LogLevel: slog.LevelWarn, RequestTimeout: 2 * time.Second, Extensions: config.Extensions{RateLimit: true}, Suggestions: "on",
		TrustedDocuments: "manifest.json", TrustedOnly: true,
		Limits:        config.Limits{Tokens: 1, Depth: 2, Fields: 3, Aliases: 4, RootFields: 5, Comparisons: 10, Cost: 6, Errors: 7, Body: 8, Header: 9, FieldErrors: 50, Introspection: 2 << 20},
		MaxOperations: 8, MaxWaiting: 9, MaxWait: 3 * time.Second,
		Retries: 3, RetryBudget: 20, Pace: config.Pacing{Foreground: 70, Queue: 70, Cache: 101}, Cache: config.CacheOff, CacheSize: 8 << 20, CORSOrigins: "https://a.example,http://127.0.0.1:3000",
		BasePath: "/gramql", DrainDelay: 5 * time.Second, MaxConnections: 100, MaxStreams: 10, Insecure: true, KeyFile: "/run/keys", Database: config.Database{Secret: "postgres://me:hush@db/ours"},
	}
	if s != want {
		t.Errorf("settings differ from %+v", want)
	}
}

func TestParse_findsCommands(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args []string
		want config.Command
	}{
		{"flags alone serve", []string{"-addr", ":0"}, config.Command{Name: config.Serve}},
		{"serve by name", []string{"serve", "-addr", ":0"}, config.Command{Name: config.Serve}},
		{"schema behind a flag", []string{"-explain", "off", "schema"}, config.Command{Name: config.Schema}},
		{"keys retire", []string{"keys", "retire", "3k7q2x5m"}, config.Command{Name: config.RetireKey, Key: "3k7q2x5m"}},
		{"version", []string{"version"}, config.Command{Name: config.Version}},
		{"-h", []string{"-h"}, config.Command{Name: config.Help}},
		{"-help behind a command", []string{"explain", "-help"}, config.Command{Name: config.Help}},
		{
			"explain with flags before the operation",
			[]string{"explain", "-login", "facebook", "{ me { id } }"},
			config.Command{Name: config.Explain, Operation: "{ me { id } }"},
		},
		{
			"explain with flags behind the operation",
			[]string{"explain", "{ me { id } }", "-variables", `{"n":1}`, "-login=facebook"},
			config.Command{Name: config.Explain, Operation: "{ me { id } }", Variables: []byte(`{"n":1}`)},
		},
		{"the schema for generators", []string{"schema", "-for", "codegen"}, config.Command{Name: config.Schema, Codegen: true}},
		{"check with a limit", []string{"check", "-max-calls", "5"}, config.Command{Name: config.Check, MaxCalls: 5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, _ := parse(t, c.args...)
			if got.Name != c.want.Name || got.Operation != c.want.Operation || string(got.Variables) != string(c.want.Variables) || got.MaxCalls != c.want.MaxCalls || got.Codegen != c.want.Codegen {
				t.Errorf("Parse(%q) = %+v, want %+v", c.args, got, c.want)
			}
		})
	}
}

func TestParse_refuses(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		says string
	}{
		{"an unknown command", []string{"srve"}, "unknown command"},
		{"an unknown flag", []string{"-adr", ":1"}, "-adr"},
		{"a flag without its value", []string{"-addr"}, "-addr"},
		{"an argument to serve", []string{"serve", "now"}, "serve takes no argument"},
		{"explain without an operation", []string{"explain"}, "explain takes one argument"},
		{"explain with an empty operation", []string{"explain", " "}, "explain takes one argument"},
		{"explain with two operations", []string{"explain", "{a}", "{b}"}, "explain takes one argument"},
		{"keys retire without an id", []string{"keys", "retire"}, "keys retire takes one argument"},
		{"keys retire with two ids", []string{"keys", "retire", "a", "b"}, "keys retire takes one argument"},
		{"a database of another kind", []string{"-database", "mysql://me:hush@db/ours"}, "-database"},
		{"an address of PostgreSQL that is none", []string{"-database", "postgres://me:hush@[db/ours"}, "-database"},
		{"PostgreSQL without its host", []string{"-database", "postgres://"}, "-database"},
		{"PostgreSQL without a ring", []string{"-database", "postgres://me:hush@db/ours"}, "requires -key-file"},
		{"variables that are not JSON", []string{"explain", "{a}", "-variables", "{n:1}"}, "-variables"},
		{"variables that are not an object", []string{"explain", "{a}", "-variables", "[1]"}, "-variables"},
		{"variables with bytes after them", []string{"explain", "{a}", "-variables", "{}{}"}, "-variables"},
		{"variables outside explain", []string{"serve", "-variables", "{}"}, "-variables"},
		{"a reader outside schema", []string{"serve", "-for", "codegen"}, "-for"},
		{"a reader that there is none of", []string{"schema", "-for", "people"}, "-for"},
		{"a limit of calls outside check", []string{"serve", "-max-calls", "5"}, "-max-calls"},
		{"a limit of no calls", []string{"check", "-max-calls", "0"}, "-max-calls"},
		{"an address without a port", []string{"-addr", "localhost"}, "-addr"},
		{"a port that is not a number", []string{"-addr", "localhost:http"}, "-addr"},
		{"a port above 65535", []string{"-local-addr", ":65536"}, "-local-addr"},
		{"a version without v", []string{"-graph-version", "25.0"}, "-graph-version"},
		{"a version with a path", []string{"-graph-version", "v27.0/.."}, "-graph-version"},
		{"another login", []string{"-login", "x"}, "-login"},
		{"another look-up", []string{"-lookups", ""}, "-lookups"},
		{"a switch that is neither on nor off", []string{"-explain", "true"}, "-explain"},
		{"another cache", []string{"-cache", "disk"}, "-cache"},
		{"a cache without a host", []string{"-cache", "redis://", "-app-secret", "x"}, "-cache"},
		{"a shared cache without a secret", []string{"-cache", "redis://h:1", "-app-secret", "x"}, "-key-file"},
		{"a cache of a few bytes", []string{"-cache-size", "64"}, "from 1MiB to 1024GiB"},
		{"no size", []string{"-cache-size", "0MiB"}, "-cache-size"},
		{"an empty data folder", []string{"-data", ""}, "-data"},
		{"another log format", []string{"-log-format", "xml"}, "-log-format"},
		{"a log level with an offset", []string{"-log-level", "info+1"}, "-log-level"},
		{"a time without a unit", []string{"-request-timeout", "10"}, "-request-timeout"},
		{"a limit of nothing", []string{"-max-depth", "0"}, "-max-depth"},
		{"a size in another unit", []string{"-max-body", "1MB"}, "from 1 to 1GiB"},
		{"a size of nothing", []string{"-max-header", "0KiB"}, "-max-header"},
		{"a size with a fraction", []string{"-apq-size", "1.5MiB"}, "from 0 to 1GiB"},
		{"a limit with a unit", []string{"-max-depth", "1KiB"}, "-max-depth"},
		{"a limit beyond counting", []string{"-max-cost", "9999999999"}, "-max-cost"},
		{"trusted documents only, and none of them", []string{"-trusted-documents-only=on"}, "-trusted-documents"},
		{"suggestions that are neither", []string{"-suggestions", "some"}, "-suggestions"},
		{"a number with a fraction", []string{"-retries", "1.5"}, "-retries"},
		{"a number below zero", []string{"-retry-budget", "-1"}, "-retry-budget"},
		{"percentages that fall", []string{"-pace", "90,80,95"}, "-pace"},
		{"two percentages", []string{"-pace", "80,90"}, "-pace"},
		{"four percentages", []string{"-pace", "80,90,95,99"}, "-pace"},
		{"percentages above 101", []string{"-pace", "80,90,102"}, "-pace"},
		{"an origin with a path", []string{"-cors-origins", "https://a.example/"}, "-cors-origins"},
		{"an origin for all", []string{"-cors-origins", "*"}, "-cors-origins"},
		{"an origin with a space", []string{"-cors-origins", "https://a.example, https://b.example"}, "-cors-origins"},
		{"a base path without a slash", []string{"-base-path", "gramql"}, "-base-path"},
		{"an empty base path", []string{"-base-path", ""}, "-base-path"},
		{"a base path that goes up", []string{"-base-path", "/a/../b"}, "-base-path"},
		{"a base path with a wildcard", []string{"-base-path", "/{a}"}, "-base-path"},
		{"a base path that is a host", []string{"-base-path", "//a.example"}, "-base-path"},
		{"a playground that is neither on nor off", []string{"-playground", "yes"}, "-playground"},
		{"a delay below nothing", []string{"-drain-delay", "-1s"}, "-drain-delay"},
		{"a delay that no balancer needs", []string{"-drain-delay", "10m1s"}, "-drain-delay"},
		{"a delay without a unit", []string{"-drain-delay", "5"}, "-drain-delay"},
		{"no connections", []string{"-max-connections", "0"}, "-max-connections"},
		{"no streams", []string{"-max-streams", "0"}, "-max-streams"},
		{"a graph that is asked unencrypted", []string{"-graph", "http://graph.example"}, "-insecure"},
		{"a graph in the network that is asked unencrypted", []string{"-graph", "http://10.0.0.1:8081"}, "-insecure"},
		{"a graph that is called like this machine", []string{"-graph", "http://localhost.example"}, "-insecure"},
		{"a graph below this machine's name", []string{"-graph", "http://graph.localhost"}, "-insecure"},
		{"a number without end", []string{"-breaker-opens", "10001"}, "-breaker-opens"},
		{"no time at all", []string{"-request-timeout", "0s"}, "-request-timeout"},
		{"a graph that is a host alone", []string{"-graph", "graph.instagram.com"}, "-graph"},
		{"a graph of another scheme", []string{"-graph", "ftp://graph.instagram.com"}, "-graph"},
		{"a graph with a version", []string{"-graph", "https://graph.facebook.com/v27.0/"}, "-graph"},
		{"a graph with a query", []string{"-graph", "https://graph.instagram.com?x=1"}, "-graph"},
		{"a graph with a fragment", []string{"-graph", "https://graph.instagram.com#"}, "-graph"},
		{"scopes with spaces", []string{"-scopes", "instagram_basic, ads_read"}, `-scopes: " ads_read"`},
		{"a scope of no login type", []string{"-scopes", "instagram_basic,instagram_manage_coments"}, `-scopes: "instagram_manage_coments" is no permission of Instagram Login or Facebook Login; the nearest is instagram_manage_comments; all are instagram_business_basic, `},
		{"a scope of the retired login type", []string{"-scopes", "user_media"}, `-scopes: "user_media"`},
		{"an approval of the app", []string{"-scopes", "Instagram Public Content Access"}, `-scopes: "Instagram Public Content Access"`},
		{"scopes that end with a comma", []string{"-scopes", "instagram_basic,"}, `-scopes: ""`},
		{"a configuration of two words", []string{"-login-config", "a b"}, "-login-config"},
		{"a public URL without a scheme", []string{"-public-url", "gramql.example"}, "-public-url"},
		{"a public URL of another scheme", []string{"-public-url", "ftp://gramql.example"}, "-public-url"},
		{"a public URL without a host", []string{"-public-url", "https://:443"}, "-public-url"},
		{"a public URL with a user", []string{"-public-url", "https://u@gramql.example"}, "-public-url"},
		{"a public URL with a query", []string{"-public-url", "https://gramql.example/?"}, "-public-url"},
		{"a public URL with a fragment", []string{"-public-url", "https://gramql.example/#"}, "-public-url"},
		{"a media host with a scheme", []string{"-local-media-hosts", "https://media.example"}, "-local-media-hosts"},
		{"a media host with a port", []string{"-local-media-hosts", "media.example:80"}, "-local-media-hosts"},
		{"no media host", []string{"-local-media-hosts", ""}, "-local-media-hosts"},
		{"two app secrets", []string{"-app-secret", "a", "-app-secret-file", "flags.go"}, "-app-secret"},
		{"a secret file that is missing", []string{"-app-secret-file", "none"}, "-app-secret-file"},
		{"an empty secret file", []string{"-app-secret-file", empty}, "-app-secret-file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := config.Parse(c.args, environment(nil))
			var wrong *config.Error
			if !errors.As(err, &wrong) {
				t.Fatalf("Parse(%q) = %v, want an *Error", c.args, err)
			}
			if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("Parse(%q) says %q, want one line about %q", c.args, err, c.says)
			}
		})
	}
}

func TestParse_readsSizesInEachUnit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"1": 1, "4096": 4096, "3KiB": 3 << 10, "2MiB": 2 << 20, "1GiB": 1 << 30} {
		if _, s := parse(t, "-max-body", text); s.Limits.Body != want {
			t.Errorf("-max-body %s is %d bytes, want %d", text, s.Limits.Body, want)
		}
	}
}

func TestSettings_suggestNamesAsIntrospectionDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want bool
	}{
		{nil, true},
		{[]string{"-introspection=off"}, false},
		{[]string{"-introspection=off", "-suggestions=on"}, true},
		{[]string{"-suggestions=off"}, false},
	} {
		if _, settings := parse(t, c.args...); settings.Suggests() != c.want {
			t.Errorf("%q: Suggests() = %v", c.args, !c.want)
		}
	}
}

func TestParse_namesTheEnvironmentVariableThatIsWrong(t *testing.T) {
	t.Parallel()
	_, _, err := config.Parse(nil, environment(map[string]string{"GRAMQL_LOCAL_LEGACY": "maybe"}))
	if err == nil || !strings.HasPrefix(err.Error(), "GRAMQL_LOCAL_LEGACY: ") {
		t.Errorf("err = %v, want one about GRAMQL_LOCAL_LEGACY", err)
	}
}

func TestParse_readsTheAppSecretFromAFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte("s3cret\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, settings := parse(t, "-app-secret-file", path)
	if got := settings.AppSecret.Reveal(); got != "s3cret" || settings.OtherSecrets != "" {
		t.Errorf("secret = %q, want the file's line", got)
	}
	for text, want := range map[string]string{"a\nb": "b", "a\r\nb\r\nc\n": "b\nc", strings.Repeat("a\n", 8): strings.Repeat("a\n", 6) + "a"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, settings := parse(t, "-app-secret-file", path)
		if settings.AppSecret.Reveal() != "a" || settings.OtherSecrets.Reveal() != want {
			t.Errorf("%q: the secrets are %q and %q", text, settings.AppSecret.Reveal(), settings.OtherSecrets.Reveal())
		}
	}
	for _, text := range []string{strings.Repeat("a\n", 9), "a\nb c", "\na", "a\n" + strings.Repeat("b", 4<<10+1)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := config.Parse([]string{"-app-secret-file", path}, environment(nil)); err == nil || strings.Contains(err.Error(), "bbb") {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func TestParse_takesTheAddressOfARedisForASecret(t *testing.T) {
	t.Parallel()
	const address = "rediss://user:hush@redis.example:6380/1"
	_, s := parse(t, "-key-file", "keys", "-cache", address)
	if s.Cache != config.CacheRedis || s.Redis.Reveal() != address || strings.Contains(fmt.Sprintf("%+v", s), "hush") {
		t.Errorf("settings = %+v", s)
	}
}

func TestParse_neverRepeatsASecret(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"-app-secret", "s3cret value"},
		{"-app-secret", strings.Repeat("s3cret", 1000)},
		{"-app-secret", "=", "s3cret"},
		{"-app-secrt=s3cret"},
		{"serve", "s3cret"},
		{"-app-secret", "s3cret", "-app-secret-file", "flags.go"},
		{"-graph", "https://me:s3cret@graph.instagram.com"},
		{"-graph", "https://graph.instagram.com/?access_token=s3cret"},
	} {
		_, _, err := config.Parse(args, environment(nil))
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("Parse(%q) = %v, want an error without the secret", args, err)
		}
	}
}

func TestSecret_isBlankedHoweverItIsPrinted(t *testing.T) {
	t.Parallel()
	_, settings := parse(t, "-app-secret", "s3cret")
	encoded, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	var logged strings.Builder
	slog.New(slog.NewTextHandler(&logged, nil)).Info("start", "secret", settings.AppSecret, "settings", settings)
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("start", "secret", settings.AppSecret, "settings", settings)
	printed := fmt.Sprintf("%v %+v %#v %s %q %x %d", settings, settings, settings, settings.AppSecret,
		settings.AppSecret, settings.AppSecret, settings.AppSecret)
	for _, text := range []string{string(encoded), logged.String(), printed} {
		if strings.Contains(text, "s3cret") || strings.Contains(text, fmt.Sprintf("%x", "s3cret")) {
			t.Errorf("the secret shows in %s", text)
		}
	}
}

func TestWriteHelp_listsEverySettingOfTheContract(t *testing.T) {
	t.Parallel()
	var help strings.Builder
	if err := config.WriteHelp(&help); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`-addr, GRAMQL_ADDR (default: 127.0.0.1:8080)`,
		`-admin-addr, GRAMQL_ADMIN_ADDR (default: 127.0.0.1:8082)`,
		`-cors-origins, GRAMQL_CORS_ORIGINS`,
		`-graph, GRAMQL_GRAPH (default: local)`,
		`-graph-version, GRAMQL_GRAPH_VERSION (default: v27.0)`,
		`-login, GRAMQL_LOGIN`,
		`-lookups, GRAMQL_LOOKUPS (default: auto)`,
		`-local-addr, GRAMQL_LOCAL_ADDR (default: 127.0.0.1:8081)`,
		`-local-legacy, GRAMQL_LOCAL_LEGACY (default: off)`,
		`-data, GRAMQL_DATA (default: data)`,
		`-app-id, GRAMQL_APP_ID`,
		`-app-secret, GRAMQL_APP_SECRET`,
		`-app-secret-file, GRAMQL_APP_SECRET_FILE`,
		`-log-format, GRAMQL_LOG_FORMAT (default: text)`,
		`-log-level, GRAMQL_LOG_LEVEL (default: info)`,
		`-access-log, GRAMQL_ACCESS_LOG (default: on)`,
		`-explain, GRAMQL_EXPLAIN (default: on)`,
		`-request-timeout, GRAMQL_REQUEST_TIMEOUT (default: 10s)`,
		`-max-operations, GRAMQL_MAX_OPERATIONS (default: 512)`,
		`-max-waiting, GRAMQL_MAX_WAITING (default: 1024)`,
		`-max-wait, GRAMQL_MAX_WAIT (default: 5s)`,
		`-retries, GRAMQL_RETRIES (default: 2)`,
		`-retry-budget, GRAMQL_RETRY_BUDGET (default: 10)`,
		`-pace, GRAMQL_PACE (default: 80,90,95)`,
		`-breaker-opens, GRAMQL_BREAKER_OPENS (default: 20)`,
		`-apq-size, GRAMQL_APQ_SIZE (default: 16MiB)`,
		`-max-body, GRAMQL_MAX_BODY (default: 256KiB)`,
		`-cache-size, GRAMQL_CACHE_SIZE (default: 64MiB)`,
		"gramql [command] [flags]", "explain '<operation>'", "schema", "version",
	} {
		if !strings.Contains(help.String(), want) {
			t.Errorf("help does not hold %q", want)
		}
	}
}

func FuzzParse_neverPanics(f *testing.F) {
	f.Add("explain", "{ me { id } }", "-variables={}")
	f.Add("-graph", "http://[::1]:80/%zz", "serve")
	f.Add("-addr", "[::", "--")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		_, _, err := config.Parse([]string{a, b, c, "-app-secret-file="}, environment(nil))
		var wrong *config.Error
		if err != nil && !errors.As(err, &wrong) {
			t.Errorf("err = %v, want an *Error", err)
		}
	})
}

func TestDatabase_isAFileInTheDataFolderUnlessItIsNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args         []string
		source, ring string
		shared       bool
	}{
		{nil, "data/gramql.db", "data/keys", false},
		{[]string{"-data", "/srv"}, "/srv/gramql.db", "/srv/keys", false},
		{[]string{"-data", "/srv", "-database", "ours.db", "-key-file", "ring"}, "ours.db", "ring", false},
		{[]string{"-database", "postgresql://db/ours", "-key-file", "ring"}, "postgresql://db/ours", "ring", true},
		{[]string{"-database", "postgres:///ours?host=/run/postgresql", "-key-file", "ring"}, "postgres:///ours?host=/run/postgresql", "ring", true},
	} {
		_, s := parse(t, c.args...)
		if s.DatabaseSource() != c.source || s.Ring() != c.ring || s.Database.Shared() != c.shared {
			t.Errorf("%q: %s, %s, %v", c.args, s.DatabaseSource(), s.Ring(), s.Database.Shared())
		}
	}
}
