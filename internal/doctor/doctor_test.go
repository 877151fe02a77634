package doctor_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/doctor"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/redis/redistest"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/vault"
)

// world is the folder of the demo world, which no test changes.
var world string

func TestMain(m *testing.M) {
	var err error
	if world, err = os.MkdirTemp("", "gramql"); err != nil {
		panic(err)
	}
	made, err := openWorld(context.Background()) // before tests open it side by side
	if err != nil {
		panic(err)
	}
	if err := made.Close(); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(world)
		os.Exit(code)
	}))
}

func openWorld(ctx context.Context) (*localgraph.Server, error) {
	return localgraph.Open(ctx, localgraph.Options{Dir: world, BaseURL: "http://127.0.0.1:1", Version: "v27.0", Log: slog.New(slog.DiscardHandler)})
}

// secret is in no finding, wherever it is set.
const secret = "hush-hush"

// patient is a program with its upstream, and what is wrong with them.
type patient struct {
	// faults are the upstream's, and header what it says beside.
	faults []fault.Fault
	header map[string]string
	// flags are set beside those that make it well.
	flags []string
	// accounts are connected, each with a token of the local graph.
	accounts []login.Account
	// spoil is done to the data folder last.
	spoil func(t *testing.T, dir string)
}

var inDays = func(n int) time.Time { return time.Now().Add(time.Duration(n) * 24 * time.Hour) }

func account(token string, expires time.Time, scopes ...string) login.Account {
	return login.Account{
		ID: "a1", Login: dialect.Instagram, Graph: "17841405822304914", User: "24680011223344556", Username: "metricsaurus",
		Scopes: scopes, ConnectedAt: time.Now(), Expires: expires, Token: token,
	}
}

// examine examines a patient, and returns a text with a line for each finding.
func (p patient) examine(t *testing.T) (text string, failed int) {
	t.Helper()
	graph, err := openWorld(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = graph.Close() })
	graph.Faults().Add(p.faults...)
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		graph.ServeHTTP(overwriting{w, p.header}, r)
	}))
	t.Cleanup(upstream.Close)
	window := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/login/callback" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.WriteHeader(http.StatusBadRequest)
	}))
	t.Cleanup(window.Close)
	dir := filepath.Join(t.TempDir(), "data")
	flags := append([]string{
		"-graph", upstream.URL, "-login", "instagram", "-app-id", "demo-app", "-app-secret", "demo-secret", "-public-url", window.URL, "-data", dir,
	}, p.flags...)
	_, s, err := config.Parse(flags, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.accounts) > 0 {
		connect(t, s, p.accounts)
	}
	if p.spoil != nil {
		p.spoil(t, dir)
	}
	var b bytes.Buffer
	failed, err = doctor.Write(&b, doctor.Examine(t.Context(), s))
	if err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{secret, "demo-secret", "IGAAdemo"} {
		if strings.Contains(b.String(), hidden) {
			t.Errorf("%s is told in\n%s", hidden, b.String())
		}
	}
	return b.String(), failed
}

// overwriting overwrites headers of an answer.
type overwriting struct {
	http.ResponseWriter
	header map[string]string
}

func (o overwriting) WriteHeader(status int) {
	for name, value := range o.header {
		o.Header().Set(name, value)
	}
	o.ResponseWriter.WriteHeader(status)
}

// connect connects accounts as the login window does.
func connect(t *testing.T, s config.Settings, accounts []login.Account) {
	t.Helper()
	db, err := database.Open(t.Context(), database.Options{Source: s.DatabaseSource()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	ring, err := seal.OpenFile(s.Ring(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	grants := vault.New(db.Grants(), ring, slog.New(slog.DiscardHandler))
	for _, a := range accounts {
		if err := grants.Keep(t.Context(), a.Graph, a.Login, a.Token); err != nil {
			t.Fatal(err)
		}
	}
	session := login.Session{ID: "s1", Cookie: "c", CreatedAt: time.Now(), SeenAt: time.Now(), Expires: inDays(1)}
	if err := db.Logins().SignIn(t.Context(), "", session, accounts); err != nil {
		t.Fatal(err)
	}
}

var allScopes = []string{
	"instagram_business_basic", "instagram_business_content_publish", "instagram_business_manage_comments",
	"instagram_business_manage_messages", "instagram_business_manage_insights",
}

func TestExamine_findsNothingWrongWithAProgramThatIsWell(t *testing.T) {
	t.Parallel()
	text, failed := patient{accounts: []login.Account{account("IGAAdemometricsaurus", inDays(50), allScopes...)}}.examine(t)
	if failed != 0 || strings.Contains(text, "warn") {
		t.Errorf("%d failed:\n%s", failed, text)
	}
	for _, line := range []string{
		"ok version gramql ", "ok upstream http://127.0.0.1:", "ok clock as the upstream's", "ok login type Instagram Login",
		"ok app app demo-app with Instagram Login: id and secret belong together", "ok redirect URL http://127.0.0.1:", "ok scopes Instagram Login: instagram_business_basic, ",
		"ok data folder ", "ok key ring ", "skip redis none is set", "ok database answers in ",
		"ok token metricsaurus (Instagram Login) works until " + inDays(50).UTC().Format(time.DateOnly), "ok permissions metricsaurus (Instagram Login) has granted all",
	} {
		if !hasLine(text, line) {
			t.Errorf("no line %q in\n%s", line, text)
		}
	}
}

// hasLine reports whether a line begins so, whatever its columns' widths.
func hasLine(text, begin string) bool {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.Join(strings.Fields(line), " "), begin) {
			return true
		}
	}
	return false
}

func TestExamine_tellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	page := httptest.NewServer(http.NotFoundHandler())
	defer page.Close()
	untrusted := httptest.NewTLSServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	defer untrusted.Close()
	for name, c := range map[string]struct {
		patient
		want   string // how a line begins
		failed int
	}{
		"an upstream that is not there":           {patient{flags: []string{"-graph", closed.URL}}, "fail upstream " + closed.URL + " refuses connections; look at -graph", 1},
		"one whose name nobody knows":             {patient{flags: []string{"-graph", "https://graph.invalid"}}, "fail upstream https://graph.invalid has a name that ", 1},
		"one with a certificate of its own":       {patient{flags: []string{"-graph", untrusted.URL}}, "fail upstream " + untrusted.URL + " has a certificate that is not trusted here", 1},
		"one that is another server":              {patient{flags: []string{"-graph", page.URL}}, "fail upstream " + page.URL + " answers with status 404, and not as a Graph API does", 1},
		"one that breaks off":                     {patient{faults: []fault.Fault{{Kind: fault.TruncatedJSON, Path: "/me"}}}, "fail upstream http://127.0.0.1:", 1},
		"a version that has ended":                {patient{header: map[string]string{"Facebook-Api-Version": "v24.0"}}, "warn upstream http://127.0.0.1:", 0},
		"a clock that is slow":                    {patient{header: map[string]string{"Date": time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)}}, "fail clock this machine's clock is off by ", 1},
		"a clock that is a little fast":           {patient{header: map[string]string{"Date": time.Now().Add(-time.Minute).UTC().Format(http.TimeFormat)}}, "warn clock this machine's clock is off by ", 0},
		"an upstream without a clock":             {patient{header: map[string]string{"Date": "late"}}, "skip clock ", 0},
		"a login type that has ended":             {patient{flags: []string{"-login", "basic-display"}}, "warn login type Instagram Basic Display, which Meta ended", 0},
		"tokens that nobody names":                {patient{flags: []string{"-login", ""}}, "warn login type told by each token, ", 0},
		"a secret of another app":                 {patient{flags: []string{"-app-secret", secret}}, "fail app app demo-app with Instagram Login: Meta refuses", 1},
		"a secret of another app, Facebook Login": {patient{flags: []string{"-app-secret", secret, "-login", "facebook"}}, "fail app app demo-app with Facebook Login: Meta refuses", 1},
		"an app that nobody knows":                {patient{flags: []string{"-app-id", "odd"}}, "fail app app odd with Instagram Login: Meta refuses", 1},
		"no app":                                  {patient{flags: []string{"-app-id", "", "-app-secret", ""}}, "skip app no Meta app is set", 0},
		"an app without a secret":                 {patient{flags: []string{"-app-secret", ""}}, "fail app there is an id, and no secret", 1},
		"a secret without an app":                 {patient{flags: []string{"-app-id", ""}}, "warn app there is a secret, and no id", 0},
		"an app that nobody answers for":          {patient{faults: []fault.Fault{{Kind: fault.Unavailable, Path: "/oauth/access_token"}}}, "warn app app demo-app with Instagram Login: it could not be seen", 0},
		"a redirect URL that leads elsewhere":     {patient{flags: []string{"-public-url", page.URL}}, "fail redirect URL " + page.URL + "/login/callback is not answered by the login window", 1},
		"one that leads nowhere":                  {patient{flags: []string{"-public-url", closed.URL}}, "warn redirect URL " + closed.URL + "/login/callback refuses connections from here", 0},
		"a scope that no field needs":             {patient{flags: []string{"-login", "facebook", "-scopes", "instagram_basic,ads_read"}}, "warn scopes Facebook Login: no field of the schema needs ads_read", 0},
		"a configuration in place of scopes":      {patient{flags: []string{"-login", "facebook", "-login-config", "demo-config"}}, "ok scopes Facebook Login: as configuration demo-config says", 0},
		"no data folder yet":                      {patient{}, "ok data folder ", 0},
		"a data folder that is a file":            {patient{spoil: func(t *testing.T, dir string) { write(t, dir, "") }}, "fail data folder ", 3},
		"a ring that others can read": {patient{spoil: func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "keys"), "a: b")
			if err := os.Chmod(filepath.Join(dir, "keys"), 0o644); err != nil {
				t.Fatal(err)
			}
		}}, "fail key ring others may open ", 1},
		"a ring without the key that sealed": {patient{accounts: connected(inDays(50)), spoil: func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "keys")); err != nil {
				t.Fatal(err)
			}
		}}, "fail key ring the key ", 2},
		"a token that cannot be opened": {patient{accounts: connected(inDays(50)), spoil: func(t *testing.T, dir string) {
			ours, err := sql.Open("sqlite", filepath.Join(dir, "gramql.db"))
			if err == nil {
				_, err = ours.ExecContext(t.Context(), "UPDATE account_grant SET token = 'torn'")
			}
			if err = errors.Join(err, ours.Close()); err != nil {
				t.Fatal(err)
			}
		}}, "fail token metricsaurus (Instagram Login) cannot be opened; ", 1},
		"a database that is none": {patient{spoil: func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "gramql.db"), strings.Repeat("odd ", 2000))
		}}, "fail database ", 1},
		"a database that another program began":  {patient{spoil: func(t *testing.T, dir string) { write(t, filepath.Join(dir, "gramql.db"), "") }}, "warn database answers, and its tables are not those of this version; start gramql serve once", 0},
		"a file of apps":                         {patient{flags: []string{"-oauth-clients", "../../examples/apps.json"}}, "ok apps 2 apps may sign people in", 0},
		"a file of apps that is not there":       {patient{flags: []string{"-oauth-clients", "/nowhere/apps.json"}}, "fail apps open /nowhere/apps.json: no such file or directory; mend the file that -oauth-clients names", 1},
		"a PostgreSQL that is not there":         {patient{flags: []string{"-database", "postgres://u:" + secret + "@127.0.0.1:1/x", "-key-file", "/nowhere/keys"}}, "fail postgresql open PostgreSQL's database x at 127.0.0.1: ", 2},
		"replicas without a ring":                {patient{flags: []string{"-cache", redistest.Address(t), "-key-file", "/nowhere/keys"}}, "fail key ring there is no /nowhere/keys; make it once, for all replicas: gramql keys add", 1},
		"a Redis":                                {patient{flags: []string{"-cache", redistest.Address(t), "-key-file", "/nowhere/keys"}}, "ok redis 127.0.0.1:", 1},
		"a Redis that is not there":              {patient{flags: []string{"-cache", "redis://u:" + secret + "@127.0.0.1:1", "-key-file", "/nowhere/keys"}}, "fail redis 127.0.0.1:1 does not answer", 2},
		"a Redis that refuses":                   {patient{flags: []string{"-cache", redistest.Locked(t), "-key-file", "/nowhere/keys"}}, "fail redis 127.0.0.1:", 2},
		"an address of a Redis that is none":     {patient{flags: []string{"-cache", "redis://u:" + secret + "@127.0.0.1:odd", "-key-file", "/nowhere/keys"}}, "fail redis the address of Redis is malformed", 2},
		"a token that the Graph API refuses":     {patient{accounts: []login.Account{account("IGAAdemoexpired", inDays(50))}}, "fail token metricsaurus (Instagram Login) is refused by the Graph API (error 190/463); have its owner sign in again at http://", 1},
		"a token that has ended":                 {patient{accounts: connected(inDays(-1))}, "fail token metricsaurus (Instagram Login) ended on ", 1},
		"a token that ends soon":                 {patient{accounts: connected(inDays(3))}, "warn token metricsaurus (Instagram Login) works until ", 0},
		"a token without an end":                 {patient{accounts: connected(time.Time{})}, "ok token metricsaurus (Instagram Login) works, without an end", 0},
		"an account that asks for too much":      {patient{accounts: connected(inDays(50)), faults: []fault.Fault{{Kind: fault.AccountThrottled, Path: "/17841405822304914"}}}, "fail token metricsaurus (Instagram Login) has no answer from the Graph API (error 80002", 1},
		"an account that cannot be asked for":    {patient{accounts: connected(inDays(50)), faults: []fault.Fault{{Kind: fault.OtherBody, Path: "/17841405822304914", Body: "<html>"}}}, "warn token metricsaurus (Instagram Login) could not be tried", 0},
		"an account of another login type":       {patient{accounts: connected(inDays(50)), flags: []string{"-login", "facebook"}}, "fail token metricsaurus (Instagram Login) is of a login type that the upstream has not", 1},
		"an account that nobody can ask for now": {patient{accounts: connected(inDays(50)), flags: []string{"-graph", closed.URL}}, "skip token metricsaurus (Instagram Login) ", 1},
		"permissions that were not granted":      {patient{accounts: []login.Account{account("IGAAdemometricsaurus", inDays(50), allScopes[:4]...)}}, "warn permissions metricsaurus (Instagram Login) has not granted instagram_business_manage_insights; have its owner sign in again at http://", 0},
		"permissions that Facebook tells of":     {patient{accounts: onFacebook("EAAdemobasic"), flags: []string{"-login", "facebook", "-scopes", "instagram_basic,ads_read"}}, "warn permissions metricsaurus (Facebook Login) has not granted ads_read;", 0},
	} {
		t.Run(name, func(t *testing.T) {
			text, failed := c.examine(t)
			if !hasLine(text, c.want) || failed != c.failed {
				t.Errorf("%d failed, not %d, or no line %q in\n%s", failed, c.failed, c.want, text)
			}
		})
	}
}

// connected is an account with a token that works.
func connected(expires time.Time) []login.Account {
	return []login.Account{account("IGAAdemometricsaurus", expires, allScopes...)}
}

// onFacebook is an account of Facebook Login whose permissions nobody wrote down.
func onFacebook(token string) []login.Account {
	a := account(token, time.Time{})
	a.Login = dialect.Facebook
	return []login.Account{a}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestExamine_waitsForNoOneBesideTheEmbeddedServer(t *testing.T) {
	t.Parallel()
	_, s, err := config.Parse([]string{"-data", t.TempDir(), "-local-addr", "127.0.0.1:1", "-addr", "127.0.0.1:1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range doctor.Examine(context.Background(), s) {
		if f.Status == doctor.Fail || f.Status == doctor.Warn {
			t.Errorf("%+v", f)
		}
	}
}
