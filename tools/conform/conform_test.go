package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/control"
)

// target is a local graph with its control API, as a server that is asked.
type target struct {
	*httptest.Server
	mu    sync.Mutex
	calls []*http.Request
}

// serve starts a local graph in which faults, given as JSON, are on. It is noon there.
func serve(t *testing.T, faults string) *target {
	t.Helper()
	return serveAt(t, 12*time.Hour, faults)
}

// serveAt starts a local graph in which it is so long after midnight.
func serveAt(t *testing.T, hour time.Duration, faults string) *target {
	t.Helper()
	now := time.Now().UTC().Truncate(24 * time.Hour).Add(hour)
	s := &target{}
	graph, err := localgraph.Open(t.Context(), localgraph.Options{
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now },
		OnRequest: func(r *http.Request) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.calls = append(s.calls, r)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	api := control.API{Graph: graph, Clock: new(clock.Clock), Log: slog.New(slog.DiscardHandler)}
	s.Server = httptest.NewServer(api.Handler())
	t.Cleanup(func() {
		s.Close()
		if err := graph.Close(); err != nil {
			t.Error(err)
		}
	})
	if faults != "" {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/_control/faults", strings.NewReader(faults))
		if err != nil {
			t.Fatal(err)
		}
		response, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Fatalf("the faults are refused: %s", response.Status)
		}
	}
	return s
}

// tokenFile writes a token into a file, and returns its path.
func tokenFile(t *testing.T, token string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// runAgainst runs the command against a server, without pauses.
func runAgainst(t *testing.T, url, token string, args ...string) (code int, output string) {
	t.Helper()
	var out bytes.Buffer
	all := append([]string{"-graph", url, "-token-file", tokenFile(t, token), "-pause", "0"}, args...)
	code = run(t.Context(), all, &out, &out)
	return code, out.String()
}

func TestRun_findsNoDifferenceInTheLocalGraph(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	for token, least := range map[string]int{
		"IGAAdemometricsaurus": 100, "EAAdemometricsaurus": 135, "IGQVdemojayposiris": 20, "IGAAdemocretaceous": 80,
	} {
		t.Run(token, func(t *testing.T) {
			t.Parallel()
			code, output := runAgainst(t, s.URL, token, "-wording")
			var alike, differ, skipped int
			lines := strings.Split(strings.TrimSpace(output), "\n")
			if _, err := fmt.Sscanf(lines[len(lines)-1], "%d alike, %d differ, %d skipped", &alike, &differ, &skipped); err != nil {
				t.Fatal(err, output)
			}
			if code != exitAlike || differ > 0 || alike < least {
				t.Errorf("exit code %d\n%s", code, output)
			}
		})
	}
}

// Then nothing is on the air, and the stories are others.
func TestRun_findsNoDifferenceInTheLocalGraphAtNight(t *testing.T) {
	t.Parallel()
	s := serveAt(t, 3*time.Hour+50*time.Minute, "")
	for _, token := range []string{"IGAAdemometricsaurus", "EAAdemometricsaurus"} {
		code, output := runAgainst(t, s.URL, token, "-run", "stories/|insights/")
		if code != exitAlike || !strings.Contains(output, ", 0 differ,") {
			t.Errorf("exit code %d\n%s", code, output)
		}
	}
}

func TestRun_showsADifferenceForEachFault(t *testing.T) {
	t.Parallel()
	const insta, face = "IGAAdemometricsaurus", "EAAdemometricsaurus"
	for _, c := range []struct{ name, token, faults, cases, line string }{
		{"a number as text", insta, `[{"kind": "OtherValue", "field": "like_count", "body": "\"12\""}]`, "stories/a story by its id", "like_count: string, not number"},
		{"a time without its zone", insta, `[{"kind": "OtherValue", "field": "timestamp", "body": "\"2024-01-02T03:04:05\""}]`, "stories/stories are not older", "data.*.timestamp: string, not time"},
		{"a row out of form", face, `[{"kind": "OtherValue", "node": "17927651176397409", "body": "\"row\""}]`, "shop/products inside", "data.*: string, not object"},
		{"a page without links", insta, `[{"kind": "NoLinks"}]`, "reads/25 rows", "paging of 25 rows has no next"},
		{"an empty page", insta, `[{"kind": "EmptyPage"}]`, "reads/25 rows", "paging of no rows has"},
		{"a field that is refused", face, `[{"kind": "FieldRefused", "field": "biography"}]`, "documents/an IG User", "it is refused: "},
		{"another code", face, `[{"kind": "OtherError", "field": "shoe_size", "status": 400, "body": {"error": {"message": "no", "type": "OAuthException", "code": 12}}}]`, "refusals/an unknown field with Facebook", "error.code: 12, not 100"},
		{"another status", insta, `[{"kind": "OtherError", "field": "shoe_size", "status": 500, "body": {"error": {"message": "no", "type": "IGApiException", "code": 100, "fbtrace_id": "A"}}}]`, "refusals/an unknown field with Instagram", "status 500, not 400"},
		{"half an answer", insta, `[{"kind": "TruncatedJSON"}]`, "reads/no fields", "not JSON"},
		{"an item of a batch", face, `[{"kind": "OtherItem", "item": 2, "body": {"code": "200", "body": "{}"}}]`, "batches/results in order", "code: string"},
		{"a server that is down", insta, `[{"kind": "Unavailable"}]`, "reads/no fields", "it is refused: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			// Fields are found without the fault: it strikes the case's own call.
			code, output := runAgainst(t, serve(t, c.faults).URL, c.token, "-run", c.cases)
			if code != exitDifferent || !strings.Contains(output, "DIFFERS") || !strings.Contains(output, c.line) {
				t.Errorf("exit code %d\n%s", code, output)
			}
		})
	}
}

func TestRun_comparesMessagesIfAskedTo(t *testing.T) {
	t.Parallel()
	s := serve(t, `[{"kind": "OtherError", "field": "shoe_size", "status": 400, "body": {"error": {"message": "no", "type": "IGApiException", "code": 100, "fbtrace_id": "A"}}}]`)
	const only = "refusals/an unknown field with Instagram"
	if code, output := runAgainst(t, s.URL, "IGAAdemometricsaurus", "-run", only); code != exitAlike {
		t.Errorf("exit code %d\n%s", code, output)
	}
	code, output := runAgainst(t, s.URL, "IGAAdemometricsaurus", "-run", only, "-wording")
	if code != exitDifferent || !strings.Contains(output, `says "no", not "Tried accessing nonexisting field (shoe_size) on node type (IGUser)"`) {
		t.Errorf("exit code %d\n%s", code, output)
	}
}

func TestRun_stopsWhenTheServerAsksItTo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, faults, line string }{
		{"the app's quota is spent", `[{"kind": "AppThrottled"}]`, "stopped: the server asks to wait: "},
		{"the account's quota is spent", `[{"kind": "AccountThrottled"}]`, "stopped: the server asks to wait: "},
		{"the token has expired", `[{"kind": "ExpiredToken"}]`, "stopped: the token is not valid: "},
		{"a status without an error", `[{"kind": "OtherError", "status": 429, "body": {}}]`, "stopped: the server asks to wait: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, c.faults)
			code, output := runAgainst(t, s.URL, "IGAAdemometricsaurus", "-run", "reads/")
			if code != exitDifferent || !strings.Contains(output, c.line) || len(s.calls) != 1 {
				t.Errorf("exit code %d after %d calls\n%s", code, len(s.calls), output)
			}
		})
	}
}

func TestRun_stopsWhileItFindsWhatToAskAbout(t *testing.T) {
	t.Parallel()
	s := serve(t, `[{"kind": "AppThrottled", "field": "user_id"}]`)
	code, output := runAgainst(t, s.URL, "IGAAdemometricsaurus", "-run", "reads/Instagram Login finds the user by user_id")
	if code != exitDifferent || !strings.Contains(output, "stopped: the server asks to wait: ") || len(s.calls) != 1 {
		t.Errorf("exit code %d after %d calls\n%s", code, len(s.calls), output)
	}
}

func TestRun_findsEachNodeOnce(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	// The account, its story, and three cases about them.
	code, output := runAgainst(t, s.URL, "EAAdemometricsaurus", "-run", "stories/a story has|insights/link clicks are (a metric of s|no field)")
	if code != exitAlike || len(s.calls) != 5 || !strings.Contains(output, "3 alike") {
		t.Errorf("exit code %d after %d calls\n%s", code, len(s.calls), output)
	}
}

func TestRun_goesOnAfterRefusalsThatAreExpected(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	for token, other := range map[string][]string{
		"IGAAdemometricsaurus": {"instagramBasic=IGAAdemobasic", "instagramExpired=IGAAdemoexpired", "instagramOther=IGAAdemocretaceous"},
		"EAAdemometricsaurus":  {"facebookBasic=EAAdemobasic"},
		"IGQVdemojayposiris":   {"basicDisplayProfile=IGQVdemoprofileonly"},
	} {
		t.Run(token, func(t *testing.T) {
			t.Parallel()
			args := []string{"-run", "permission|expired|too few|feature|unknown token"}
			for _, o := range other {
				name, token, _ := strings.Cut(o, "=")
				args = append(args, "-other-token", name+"="+tokenFile(t, token))
			}
			code, output := runAgainst(t, s.URL, token, args...)
			if code != exitAlike || strings.Contains(output, "another token") {
				t.Errorf("exit code %d\n%s", code, output)
			}
		})
	}
}

func TestRun_asksAboutWhatItIsTold(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	code, output := runAgainst(t, s.URL, "IGAAdemometricsaurus", "-v", "-run", "containers/a container by default", "-set", "container=17889615691921003")
	if code != exitAlike || !strings.Contains(output, "alike    containers/a container by default") || len(s.calls) != 1 || s.calls[0].URL.Path != "/v27.0/17889615691921003" {
		t.Errorf("exit code %d\n%s", code, output)
	}
}

func TestRun_skipsWhatTheServerHasNot(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	for _, c := range []struct{ name, token, cases, line string }{
		{"no story", "IGAAdemocretaceous", "stories/a story by its id", "the account has no story"},
		{"no rows", "IGAAdemocretaceous", "stories/stories are not older", "the account has none"},
		{"too few people", "IGAAdemocretaceous", "insights/demographics by two", "the account does not allow it"},
		{"no permission", "IGAAdemobasic", "insights/insights of a media", "the token may not"},
		{"no permission to find out", "IGAAdemobasic", "messages/the profile of a person who writes$", "there is no writer: "},
		{"no token for it", "IGAAdemometricsaurus", "refusals/an expired token", "-other-token instagramExpired=FILE"},
		{"no way to find it", "IGAAdemometricsaurus", "containers/a container by default", "-set container=…"},
		{"no other time", "IGAAdemometricsaurus", "stories/no broadcast in an odd hour", "it needs another time"},
		{"what Meta has withdrawn", "IGAAdemometricsaurus", "reads/one edge twice under an alias", "-legacy"},
		{"what may write", "IGAAdemometricsaurus", "refusals/a method that is not for reading, on", "-writes"},
		{"what is the demo world's", "IGAAdemometricsaurus", "insights/numbers of media are kept", "only the local graph has it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			code, output := runAgainst(t, s.URL, c.token, "-run", c.cases)
			if code != exitAlike || !strings.Contains(output, "skipped  ") || !strings.Contains(output, c.line) || !strings.Contains(output, "0 alike, 0 differ, 1 skipped") {
				t.Errorf("exit code %d\n%s", code, output)
			}
		})
	}
}

func TestRun_asksForMoreIfAllowed(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	code, output := runAgainst(t, s.URL, "IGAAdemometricsaurus", "-run", "under an alias|reading, on", "-legacy", "-writes")
	// It writes nothing, and has withdrawn what Meta has.
	if code != exitDifferent || !strings.Contains(output, "1 alike, 1 differ, 0 skipped") {
		t.Errorf("exit code %d\n%s", code, output)
	}
}

func TestRun_makesNoMoreCallsThanItSays(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	_, output := runAgainst(t, s.URL, "EAAdemometricsaurus")
	var cases, calls int
	if _, err := fmt.Sscanf(strings.Split(output, "\n")[1], "%d cases, at most %d calls", &cases, &calls); err != nil {
		t.Fatal(err, output)
	}
	if len(s.calls) > calls || len(s.calls) < cases {
		t.Errorf("%d cases, at most %d calls: %d were made", cases, calls, len(s.calls))
	}
	s = serve(t, "")
	code, output := runAgainst(t, s.URL, "EAAdemometricsaurus", "-run", "documents|reads", "-calls", "3")
	if len(s.calls) != 3 || !strings.Contains(output, "at most 3 calls") || !strings.Contains(output, "it is over -calls") || code != exitAlike {
		t.Errorf("exit code %d after %d calls\n%s", code, len(s.calls), output)
	}
}

func TestRun_listsAndAsksNothing(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	code, output := runAgainst(t, s.URL, "IGAAdemometricsaurus", "-list", "-run", "reads/no fields")
	if code != exitAlike || len(s.calls) > 0 || !strings.Contains(output, "asks     reads/no fields, default fields: /me?fields=&access_token=$instagram") {
		t.Errorf("exit code %d after %d calls\n%s", code, len(s.calls), output)
	}
}

func TestRun_showsNoToken(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"EAAdemometricsaurus", "IGAAdemometricsaurus"} {
		t.Run(token, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fmt.Sprintf(`[{"kind": "OtherError", "edge": "media", "body": {"error": {"message": "%s and EAAdemometricsauruspage", "type": "x", "code": 5}}}]`, token))
			_, output := runAgainst(t, s.URL, token, "-v", "-wording")
			if strings.Contains(output, "demometricsaurus") || !strings.Contains(output, "…") {
				t.Errorf("a token is shown:\n%s", output)
			}
		})
	}
}

func TestRun_givesUpOnAServerThatIsSilent(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	code, output := runAgainst(t, s.URL, "IGAAsecret", "-run", "reads/(no fields|a field twice|the token in a header|a slash)")
	if code != exitDifferent || strings.Count(output, "no answer: ") != silences-1 || !strings.Contains(output, "stopped: the server does not answer") || strings.Contains(output, "IGAAsecret") {
		t.Errorf("exit code %d\n%s", code, output)
	}
}

func TestRun_followsNoRedirect(t *testing.T) {
	t.Parallel()
	elsewhere := 0
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere++ }))
	defer other.Close()
	s := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusFound))
	defer s.Close()
	code, output := runAgainst(t, s.URL, "IGAAsecret", "-run", "reads/no fields")
	if code != exitDifferent || elsewhere > 0 || !strings.Contains(output, "status 302, not 200") {
		t.Errorf("exit code %d, %d calls elsewhere\n%s", code, elsewhere, output)
	}
}

func TestRun_stopsWhenInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	s := serve(t, "")
	code := run(ctx, []string{"-graph", s.URL, "-token-file", tokenFile(t, "IGAAdemometricsaurus")}, &out, &out)
	if code != exitDifferent || !strings.Contains(out.String(), "stopped: context canceled") || len(s.calls) > 0 {
		t.Errorf("exit code %d\n%s", code, out.String())
	}
}

// A server that is not Meta's may have tokens of another form, and repeat them.
func TestRun_showsNoTokenOfAnotherForm(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"error":{"message":"no %s","code":5}}`, r.URL.Query().Get("access_token"))
	}))
	defer s.Close()
	_, output := runAgainst(t, s.URL, "a-token", "-login", "instagram", "-run", "reads/no fields")
	if strings.Contains(output, "a-token") || !strings.Contains(output, "it is refused: no … (code 5)") {
		t.Errorf("says\n%s", output)
	}
}
