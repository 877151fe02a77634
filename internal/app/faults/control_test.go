package faults_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
)

// controlled is the program with its own local graph, whose control API is on.
type controlled struct {
	*apptest.World
	graphURL string
}

func startControlled(t *testing.T, dir string, flags ...string) controlled {
	t.Helper()
	s := apptest.Settings(t, append(flags, "-local-control", "on")...)
	s.Data = dir
	a := apptest.Serve(t, s)
	return controlled{apptest.NewWorld(t, a.GraphQL()), graphURL(t, a)}
}

// graphURL returns the address that the start lines give to the local graph.
func graphURL(t *testing.T, a *app.App) string {
	t.Helper()
	var out bytes.Buffer
	if err := a.WriteStart(&out); err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`graph: (http://127\S+)`).FindStringSubmatch(out.String())[1]
}

// control sends a request to the control API.
func (c controlled) control(method, name, body string) (text string) {
	c.T.Helper()
	r, _ := http.NewRequestWithContext(c.T.Context(), method, c.graphURL+"/_control/"+name, strings.NewReader(body))
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		c.T.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var out bytes.Buffer
	if _, err := out.ReadFrom(response.Body); err != nil || response.StatusCode >= http.StatusBadRequest {
		c.T.Fatalf("%s %s: status %d, %v: %s", method, name, response.StatusCode, err, &out)
	}
	return out.String()
}

// calls returns how many calls the local graph lists, and forgets them.
func (c controlled) calls() int {
	c.T.Helper()
	var list []struct{ Path string }
	if err := json.Unmarshal([]byte(c.control(http.MethodGet, "calls", "")), &list); err != nil {
		c.T.Fatal(err)
	}
	c.control(http.MethodDelete, "calls", "")
	return len(list)
}

func TestControl_setsTheClockOfTheWholeProgramAhead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := startControlled(t, dir)
	const operation = "{ me { username } }"
	for _, step := range []struct {
		advance string
		calls   int
	}{{"0s", 1}, {"0s", 0}, {"10s", 0}, {"1h", 1}, {"0s", 0}, {"1416h", 1}} {
		c.control(http.MethodPost, "clock", fmt.Sprintf(`{"advance":%q}`, step.advance))
		c.Ask(localgraph.DemoToken, operation, nil)
		if n := c.calls(); n != step.calls {
			t.Errorf("%s later: %d calls, want %d", step.advance, n, step.calls)
		}
	}
	again := startControlled(t, dir)
	if now := again.control(http.MethodGet, "clock", ""); !strings.Contains(now, "1417h0m10s") {
		t.Errorf("started again: %s", now)
	}
}

func TestControl_endsThrottlingWithTime(t *testing.T) {
	t.Parallel()
	c := startControlled(t, t.TempDir(), "-pace", "101,101,101")
	c.control(http.MethodPost, "faults", `[{"kind":"AccountThrottled","minutes":90,"times":1}]`)
	for _, step := range []struct {
		advance string
		refused bool
	}{{"0s", true}, {"30m", true}, {"61m", false}} {
		c.control(http.MethodPost, "clock", fmt.Sprintf(`{"advance":%q}`, step.advance))
		got := c.Do(localgraph.DemoToken, "{ me { username } }", nil)
		if refused := len(got.Errors) == 1 && got.Errors[0].Extensions["code"] == "RATE_LIMITED"; refused != step.refused {
			t.Errorf("%s later: %+v", step.advance, got)
		}
	}
}

// Whatever day an app was tested against, the next day begins as the first did.
func TestControl_leavesNoTrouble(t *testing.T) {
	t.Parallel()
	ends := map[string]func(controlled){
		"after the faults": func(c controlled) { c.control(http.MethodDelete, "faults", "") },
		"after a reset":    func(c controlled) { c.control(http.MethodPost, "reset", "") },
	}
	for name, bad := range map[string]struct{ token, advance, faults string }{
		"of an app's quota":          {localgraph.DemoToken, "1416h", `{"kind":"AppThrottled"}`},
		"of an account's quota":      {localgraph.DemoToken, "0s", `{"kind":"AccountThrottled","minutes":19}`},
		"of a server that is down":   {localgraph.DemoToken, "0s", `{"kind":"Unavailable"}`},
		"of a refusal":               {localgraph.DemoToken, "0s", `{"kind":"OtherError","field":"biography","body":{"error":{"message":"(#100) Tried accessing nonexisting field (biography)","type":"OAuthException","code":100}}}`},
		"of a refusal of all ?ids=":  {"IGQVdemojayposiris", "0s", `{"kind":"OtherError","path":"/","status":500,"body":{"error":{"message":"(#100) ids","type":"OAuthException","code":100}}}`},
		"of an answer that was kept": {localgraph.DemoToken, "0s", `{"kind":"OtherValue","field":"username","body":"\"other\""}`},
	} {
		for how, end := range ends {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				c := startControlled(t, t.TempDir(), "-breaker-opens", "1")
				operation := "{ me { username biography } }"
				if strings.HasPrefix(bad.token, "IGQV") {
					operation = apptest.WithGlobalIDs(`{ nodes(ids: ["Media:17895695668004550", "Media:17899305451014820"]) { id ... on Media { permalink } } }`)
				}
				first := c.Ask(bad.token, operation, nil)
				calls := c.calls()
				c.control(http.MethodPost, "reset", "")
				c.control(http.MethodPost, "clock", fmt.Sprintf(`{"advance":%q}`, bad.advance))
				c.control(http.MethodPost, "faults", "["+bad.faults+"]")
				for range 3 {
					c.Do(bad.token, operation, nil)
				}
				end(c)
				c.control(http.MethodDelete, "calls", "")
				if again := c.Ask(bad.token, operation, nil); !reflect.DeepEqual(again, first) {
					t.Errorf("it answers %v, want %v", again, first)
				}
				if n := c.calls(); n != calls {
					t.Errorf("it makes %d calls, want %d", n, calls)
				}
			})
		}
	}
}
