package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/vault"
)

// unset is an environment without any setting.
var unset []string

// output runs a command to its end and returns what it prints.
func output(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), args, unset, &out, io.Discard); err != nil {
		t.Fatalf("gramql %s: %v", strings.Join(args, " "), err)
	}
	return out.String()
}

func TestServe_saysWhereEverythingIsAndDrainsWhenToldToEnd(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{
			"-addr", "127.0.0.1:0", "-local-addr", "127.0.0.1:0", "-admin-addr", "", "-data", t.TempDir(),
		}, unset, write, io.Discard)
		_ = write.Close()
	}()

	lines := bufio.NewScanner(read)
	var graphql string
	for _, want := range []string{
		`^graphql: (http://127\.0\.0\.1:\d+/graphql)$`, `^playground: http://127\.0\.0\.1:\d+/$`,
		`^graph: http://127\.0\.0\.1:\d+$`, `^demo token: IGAAdemometricsaurus$`,
	} {
		if !lines.Scan() {
			t.Fatal("the start lines end early:", <-ended)
		}
		found := regexp.MustCompile(want).FindStringSubmatch(lines.Text())
		if found == nil {
			t.Fatalf("the line %q is not %s", lines.Text(), want)
		}
		if len(found) > 1 {
			graphql = found[1]
		}
	}

	ask, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	r, _ := http.NewRequestWithContext(ask, http.MethodPost, graphql, strings.NewReader(`{"query":"{ me { username } }"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer IGAAdemometricsaurus")
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if want := `{"data":{"me":{"username":"metricsaurus"}},`; !strings.HasPrefix(string(body), want) {
		t.Errorf("the answer is %s, want %s", body, want)
	}

	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the end is an error: %v", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("the server does not end")
	}
}

func TestServe_failsWhereTheAddressIsTaken(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	err = run(t.Context(), []string{"-addr", taken.Addr().String(), "-data", t.TempDir()}, unset, io.Discard, io.Discard)
	if usage := (*config.Error)(nil); err == nil || errors.As(err, &usage) {
		t.Errorf("the error is %v, which is none of an address", err)
	}
}

func TestRun_refusesWrongSettingsAsUsage(t *testing.T) {
	for _, args := range [][]string{
		{"-addr", "nowhere"}, {"-lookups", "all"}, {"-login", "myspace"}, {"-graph-version", "25"}, {"-nonsense"},
		{"fly"}, {"explain"}, {"explain", "{ me { id } }", "again"}, {"-request-timeout", "-1s"},
	} {
		var out bytes.Buffer
		err := run(t.Context(), args, unset, &out, io.Discard)
		if _, usage := errors.AsType[*config.Error](err); !usage || strings.Contains(err.Error(), "\n") || out.Len() > 0 {
			t.Errorf("gramql %s: the error is %v, the output %q", strings.Join(args, " "), err, out.String())
		}
	}
}

func TestRun_refusesWhatThisMachineDoesNotHaveAsUsage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	free := []string{"-addr", "127.0.0.1:0", "-local-addr", "127.0.0.1:0", "-admin-addr", ""}
	for setting, value := range map[string]string{"-data": filepath.Join(file, "data"), "-addr": "192.0.2.1:80", "-local-addr": "192.0.2.1:80", "-admin-addr": "192.0.2.1:80"} {
		err := run(t.Context(), append(free[:len(free):len(free)], "-data", t.TempDir(), setting, value), unset, io.Discard, io.Discard)
		if usage, ok := errors.AsType[*config.Error](err); !ok || usage.Source != setting {
			t.Errorf("%s %s: %v", setting, value, err)
		}
	}
}

func TestRun_takesSettingsFromTheEnvironment(t *testing.T) {
	err := run(t.Context(), nil, []string{"GRAMQL_LOOKUPS=all"}, io.Discard, io.Discard)
	if _, usage := errors.AsType[*config.Error](err); !usage || !strings.Contains(err.Error(), "GRAMQL_LOOKUPS") {
		t.Errorf("the error is %v", err)
	}
}

func TestExplain_printsTheCallsOfAnOperation(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		want []string
	}{
		{
			"a feed",
			[]string{`{ me { username media(first: 10) { totalCount nodes { caption } } } }`},
			[]string{"GET /v27.0/me?fields=id,username,media_count,media.limit(10){id,caption}", "# at most 1"},
		},
		{
			"variables, with Facebook Login and another version",
			[]string{`query ($n: Int!) { me { media(first: $n) { nodes { id } } } }`, "-variables", `{"n": 2}`, "-login", "facebook", "-graph-version", "v21.0"},
			[]string{"/v21.0/me/accounts", "instagram_business_account{id,media.limit(2){id}}"},
		},
		{
			"a field that the login type lacks",
			[]string{`{ me { username biography } }`, "-login", "basic-display"},
			[]string{"fields=id,username\n", "Instagram Basic Display"},
		},
		{"an id that is none", []string{`{ node(id: "x") { id } }`}, []string{"# node: ", "# at most 0"}},
		{"an argument that cannot be", []string{`{ me { media(first: -1) { nodes { id } } } }`}, []string{"# User.media: first: -1 is not between", "# at most 0"}},
		{"no call", []string{`{ __typename }`}, []string{"# at most 0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := output(t, append([]string{"explain"}, c.args...)...)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("%q does not have %q", got, want)
				}
			}
		})
	}
}

func TestExplain_refusesWhatIsNoOperation(t *testing.T) {
	for _, args := range [][]string{
		{"{ me { shoeSize } }"}, {"{"}, {"query A { me { id } } query B { me { id } }"}, {"fragment F on User { id }"},
		{"query ($n: Int!) { me { media(first: $n) { nodes { id } } } }"}, {"{ me { id } }", "-variables", "[1"},
	} {
		if err := run(t.Context(), append([]string{"explain"}, args...), unset, io.Discard, io.Discard); err == nil || strings.HasSuffix(err.Error(), "\n") {
			t.Errorf("%q is explained, or refused with %q", args, err)
		}
	}
}

func TestSchema_isTheOneThatClientsSee(t *testing.T) {
	printed := output(t, "schema")
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: printed})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"User", "Media", "Comment", "MediaConnection", "PageInfo", "Node"} {
		if schema.Types[name] == nil {
			t.Errorf("there is no %s", name)
		}
	}
	for _, own := range []string{"@node", "@field", "@edge", "@requires", "@root", "@defer"} {
		if strings.Contains(printed, own) {
			t.Errorf("%s is of no use to clients", own)
		}
	}
	if again := output(t, "schema"); again != printed {
		t.Error("it is printed in another way the second time")
	}
}

func TestVersion_namesTheProgramAndGo(t *testing.T) {
	if got := output(t, "version"); !regexp.MustCompile(`^gramql \S+ go1\.\S+\n$`).MatchString(got) {
		t.Errorf("it prints %q", got)
	}
}

func TestHelp_listsEverySetting(t *testing.T) {
	got := output(t, "-h")
	for _, flag := range []string{"-addr", "-graph", "-login", "-lookups", "-data", "-app-secret-file", "127.0.0.1:8080"} {
		if !strings.Contains(got, flag) {
			t.Errorf("there is no %s", flag)
		}
	}
}

func TestKeysAdd_makesTheRingThatReplicasShare(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	serve := []string{"-cache", "redis://127.0.0.1:1", "-key-file", path, "-addr", "127.0.0.1:0", "-local-addr", "127.0.0.1:0", "-admin-addr", "", "-data", t.TempDir()}
	err := run(t.Context(), serve, unset, io.Discard, io.Discard)
	if usage, ok := errors.AsType[*config.Error](err); !ok || usage.Source != "-key-file" || !strings.Contains(err.Error(), "gramql keys add -key-file "+path) {
		t.Errorf("without a ring: %v", err)
	}
	first, second := output(t, "keys", "add", "-key-file", path), output(t, "keys", "add", "-key-file", path)
	if form := regexp.MustCompile(`^key: [a-z0-9]{8}\nring: ` + regexp.QuoteMeta(path) + `\n$`); !form.MatchString(first) || !form.MatchString(second) || first == second {
		t.Errorf("they print %q and %q", first, second)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := run(ended, serve, unset, io.Discard, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("with a ring: %v, want nothing but the end", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	err = run(t.Context(), serve, unset, io.Discard, io.Discard)
	if usage, ok := errors.AsType[*config.Error](err); !ok || usage.Source != "-key-file" || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("with a ring that others may read: %v", err)
	}
	if err := run(t.Context(), serve[2:], unset, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("with a ring that others may read, and no Redis: %v", err)
	}
}

// grant keeps a token in the data folder, sealed with the ring's first key.
func grant(t *testing.T, folder string) {
	t.Helper()
	db, err := database.Open(t.Context(), database.Options{Source: filepath.Join(folder, "gramql.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	ring, err := seal.OpenFile(filepath.Join(folder, "keys"), slog.Default())
	if err == nil {
		err = vault.New(db.Grants(), ring, slog.New(slog.DiscardHandler)).Keep(t.Context(), "17", dialect.Instagram, t.Name())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestServe_isRefusedWithoutTheKeyOfATokenInTheDatabase(t *testing.T) {
	folder := t.TempDir()
	serve := []string{"-data", folder, "-addr", "127.0.0.1:0", "-local-addr", "127.0.0.1:0", "-admin-addr", ""}
	id, _, _ := strings.Cut(strings.TrimPrefix(output(t, "keys", "add", "-data", folder), "key: "), "\n")
	grant(t, folder)
	ended, end := context.WithCancel(t.Context())
	end()
	if err := run(ended, serve, unset, io.Discard, io.Discard); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("with the key: %v, want nothing but the end", err)
	}
	path := filepath.Join(folder, "keys")
	for _, name := range []string{"missing", "another"} {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if name == "another" {
			output(t, "keys", "add", "-data", folder)
		}
		serving, end := context.WithTimeout(t.Context(), 30*time.Second) // if it is not refused
		err := run(serving, serve, unset, io.Discard, io.Discard)
		end()
		if usage, ok := errors.AsType[*config.Error](err); !ok || usage.Source != "-key-file" || !strings.Contains(err.Error(), "key "+id) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
		if name == "missing" {
			output(t, "keys", "add", "-data", folder) // for the next to remove
		}
	}
}

func TestKeysRetire_takesOutWhatNoTokenNeeds(t *testing.T) {
	folder := t.TempDir()
	add := func() string {
		t.Helper()
		id, _, _ := strings.Cut(strings.TrimPrefix(output(t, "keys", "add", "-data", folder), "key: "), "\n")
		return id
	}
	retire := func(id, says string) {
		t.Helper()
		err := run(t.Context(), []string{"keys", "retire", id, "-data", folder}, unset, io.Discard, io.Discard)
		if usage, ok := errors.AsType[*config.Error](err); !ok || usage.Source != "-key-file" || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
	retire("none", "no such file")
	unused, used := add(), add()
	retire(used, "is the first key")
	retire("none", "its keys are "+used+", "+unused)
	if got, want := output(t, "keys", "retire", unused, "-data", folder), "retired: "+unused+"\nring: "+filepath.Join(folder, "keys")+"\n"; got != want {
		t.Errorf("it prints %q", got)
	}
	if _, err := os.Stat(filepath.Join(folder, "gramql.db")); err == nil {
		t.Error("it made a database")
	}
	grant(t, folder)
	add()
	retire(used, "the key "+used+" sealed 1 of the tokens")
}
