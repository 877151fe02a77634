package control_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/control"
)

// world is a local graph with its control API.
type world struct {
	t *testing.T
	http.Handler
	graph  *localgraph.Server
	clock  *clock.Clock
	caller *caller
}

// caller is what the control API has told the program that embeds the graph.
type caller struct {
	told  []string
	began []time.Time
}

func (c *caller) FaultsEnded(began time.Time) {
	c.told = append(c.told, "faults ended")
	c.began = append(c.began, began)
}

func (c *caller) GraphReset(context.Context) error {
	c.told = append(c.told, "graph reset")
	return nil
}

func open(t *testing.T) world {
	t.Helper()
	return openWith(t, localgraph.Options{KeepCalls: true})
}

func openWith(t *testing.T, o localgraph.Options) world {
	t.Helper()
	c, err := clock.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	o.Now, o.Log = c.Now, log
	graph, err := localgraph.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = graph.Close() })
	embeds := &caller{}
	return world{t, control.API{Graph: graph, Clock: c, Caller: embeds, Log: log}.Handler(), graph, c, embeds}
}

// do sends a request from this machine; its headers are names and values in turn.
func (w world) do(method, address, body string, header ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, "http://127.0.0.1:8081"+address, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:50000"
	for i := 0; i < len(header); i += 2 {
		switch header[i] {
		case "Host":
			r.Host = header[i+1]
		case "RemoteAddr":
			r.RemoteAddr = header[i+1]
		default:
			r.Header.Set(header[i], header[i+1])
		}
	}
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, r)
	return answer
}

// ok is do where nothing is to be refused.
func (w world) ok(method, address, body string) string {
	w.t.Helper()
	answer := w.do(method, address, body)
	if answer.Code != http.StatusOK && answer.Code != http.StatusNoContent {
		w.t.Fatalf("%s %s: status %d, %s", method, address, answer.Code, answer.Body)
	}
	return answer.Body.String()
}

// recipe is a row of the recipes in docs/faults.md: what happens, and the faults.
var recipe = regexp.MustCompile("(?m)^\\| ([^|]+) \\| `(\\[\\{.*\\])` \\|$")

func TestFaultsPage_givesRecipesThatAreTaken(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/faults.md")
	if err != nil {
		t.Fatal(err)
	}
	recipes := recipe.FindAllStringSubmatch(string(page), -1)
	if len(recipes) < 20 {
		t.Errorf("%d recipes", len(recipes))
	}
	w := open(t)
	for _, r := range recipes {
		if answer := w.do(http.MethodPost, "/_control/faults", r[2]); answer.Code != http.StatusOK {
			t.Errorf("%s: %s", r[1], answer.Body)
		}
	}
}

// wrongRequest is a request that is refused, and how.
type wrongRequest struct {
	Name                 string
	Method, Address      string
	Body                 string
	Status               int
	Member, Says, Header string
}

func TestAPI_refusesWhatIsWrongAndNamesIt(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/wrong.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []wrongRequest
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	w := open(t)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			if c.Method == "" {
				c.Method = http.MethodPost
			}
			if c.Address == "" {
				c.Address = "faults"
			}
			answer := w.do(c.Method, "/_control/"+c.Address, c.Body)
			if answer.Code != max(c.Status, http.StatusBadRequest) {
				t.Fatalf("status %d: %s", answer.Code, answer.Body)
			}
			var told struct {
				Error struct{ Member, Message string }
			}
			if err := json.Unmarshal(answer.Body.Bytes(), &told); err != nil {
				t.Fatalf("%v: %s", err, answer.Body)
			}
			if told.Error.Member != c.Member || told.Error.Message == "" || !strings.Contains(told.Error.Message, c.Says) {
				t.Errorf("%+v, want member %q and a message with %q", told.Error, c.Member, c.Says)
			}
			if strings.Contains(answer.Body.String(), "control.") || strings.Contains(answer.Body.String(), "Go ") {
				t.Errorf("it names a Go type: %s", answer.Body)
			}
		})
	}
	if on := w.graph.Faults().All(); len(on) > 0 {
		t.Errorf("faults were switched on: %+v", on)
	}
}

func TestAPI_isForProgramsOnThisMachine(t *testing.T) {
	t.Parallel()
	w := open(t)
	for name, c := range map[string]struct {
		header []string
		status int
	}{
		"a program":                       {nil, 200},
		"by the machine's name":           {[]string{"Host", "localhost:8081"}, 200},
		"by IPv6":                         {[]string{"Host", "[::1]:8081", "RemoteAddr", "[::1]:50000"}, 200},
		"by IPv4 in IPv6":                 {[]string{"RemoteAddr", "[::ffff:127.0.0.1]:50000"}, 200},
		"the server's own page":           {[]string{"Origin", "http://127.0.0.1:8081", "Sec-Fetch-Site", "same-origin"}, 200},
		"from elsewhere":                  {[]string{"RemoteAddr", "192.0.2.7:50000"}, 403},
		"by a name that leads here":       {[]string{"Host", "rebound.example:8081"}, 403},
		"by no name":                      {[]string{"Host", ""}, 403},
		"a page of elsewhere":             {[]string{"Origin", "https://evil.example"}, 403},
		"a page without an origin":        {[]string{"Origin", "null"}, 403},
		"a page of another port":          {[]string{"Origin", "http://127.0.0.1:3000"}, 403},
		"a page that sends no origin":     {[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		"a page of another port, no more": {[]string{"Sec-Fetch-Site", "same-site"}, 403},
	} {
		for _, method := range []string{http.MethodGet, http.MethodDelete} {
			answer := w.do(method, "/_control/calls", "", c.header...)
			if want := c.status; answer.Code != want && (want != 200 || answer.Code != 204) {
				t.Errorf("%s, %s: status %d", name, method, answer.Code)
			}
			if answer.Header().Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s: pages may read the answer", name)
			}
		}
	}
}

func TestAPI_isThereOnlyWhereItIsSwitchedOn(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.Handler = w.graph
	for _, address := range []string{"/_control/faults", "/_control/calls?access_token=" + localgraph.DemoToken, "/v27.0/_control/reset"} {
		if answer := w.do(http.MethodPost, address, "[]"); answer.Code != http.StatusNotFound || !json.Valid(answer.Body.Bytes()) {
			t.Errorf("%s: status %d, %s", address, answer.Code, answer.Body)
		}
	}
}

func TestAPI_leavesThePathsOfTheGraphAlone(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.ok(http.MethodGet, "/v27.0//me/?access_token="+localgraph.DemoToken, "")
}

func TestAPI_switchesFaultsOnListsAndEndsThem(t *testing.T) {
	t.Parallel()
	w := open(t)
	const list = `[{"kind":"OtherError","method":"get","path":"/me","token":"IGAA","field":"username","times":2,"status":503,"body":{"error":{"code":2}}},` +
		`{"kind":"Slow","delayMs":1},{"kind":"OtherValue","edge":"media","field":"caption","body":"\"\""}]`
	on := w.ok(http.MethodPost, "/_control/faults", list)
	if again := w.ok(http.MethodGet, "/_control/faults", ""); again != on {
		t.Errorf("on: %s\nlisted: %s", on, again)
	}
	var got []map[string]any
	if err := json.Unmarshal([]byte(on), &got); err != nil || len(got) != 3 || got[0]["body"] != `{"error":{"code":2}}` || got[2]["body"] != `""` {
		t.Errorf("%v: %s", err, on)
	}
	const call = "/v27.0/me?fields=username&access_token=" + localgraph.DemoToken
	for _, want := range []int{503, 503, 200} {
		if answer := w.do(http.MethodGet, call, ""); answer.Code != want {
			t.Errorf("status %d, want %d: %s", answer.Code, want, answer.Body)
		}
	}
	w.ok(http.MethodDelete, "/_control/faults", "")
	if left := strings.TrimSpace(w.ok(http.MethodGet, "/_control/faults", "")); left != "[]" {
		t.Errorf("left: %s", left)
	}
}

func TestAPI_setsTheClockAhead(t *testing.T) {
	t.Parallel()
	w := open(t)
	var told struct{ Now, Ahead string }
	for _, want := range []string{"1416h0m0s", "1417h30m0s"} {
		advance := map[string]string{"1416h0m0s": "1416h", "1417h30m0s": "90m"}[want]
		if err := json.Unmarshal([]byte(w.ok(http.MethodPost, "/_control/clock", `{"advance":"`+advance+`"}`)), &told); err != nil {
			t.Fatal(err)
		}
		now, err := time.Parse(time.RFC3339, told.Now)
		if err != nil || told.Ahead != want || now.Sub(w.clock.Now()).Abs() > time.Minute {
			t.Errorf("%+v, want %s ahead", told, want)
		}
	}
}

func TestAPI_setsTheQuotaForPublishing(t *testing.T) {
	t.Parallel()
	w := open(t)
	const path = "/me/content_publishing_limit?fields=config&access_token=" + localgraph.DemoToken
	w.ok(http.MethodPost, "/_control/limits", `{"publishing":10000}`)
	if got := w.ok(http.MethodGet, path, ""); !strings.Contains(got, `"quota_total":10000`) {
		t.Error(got)
	}
	w.ok(http.MethodPost, "/_control/reset", "")
	if got := w.ok(http.MethodGet, path, ""); !strings.Contains(got, `"quota_total":100,`) {
		t.Error(got)
	}
}

func TestAPI_bringsTheDemoWorldBack(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.ok(http.MethodPost, "/_control/clock", `{"advance":"24h"}`)
	w.ok(http.MethodGet, "/me?access_token="+localgraph.DemoToken, "")
	w.ok(http.MethodPost, "/_control/faults", `[{"kind":"Unavailable"}]`)
	w.ok(http.MethodPost, "/_control/reset", "")
	if w.clock.Ahead() != 0 || len(w.graph.Calls()) > 0 || len(w.graph.Faults().All()) > 0 {
		t.Errorf("ahead by %s, %d calls, faults %+v", w.clock.Ahead(), len(w.graph.Calls()), w.graph.Faults().All())
	}
	w.ok(http.MethodGet, "/me?access_token="+localgraph.DemoToken, "")
}

func TestAPI_tellsTheProgramThatTroubleIsOver(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, request := range [][3]string{
		{http.MethodPost, "faults", `[{"kind":"Unavailable"}]`}, {http.MethodGet, "faults", ""},
		{http.MethodPost, "clock", `{"advance":"24h"}`}, {http.MethodPost, "faults", `[{"kind":"Slow","delayMs":1}]`}, {http.MethodDelete, "faults", ""}, {http.MethodPost, "reset", ""},
		{http.MethodDelete, "faults", ""},
	} {
		w.ok(request[0], "/_control/"+request[1], request[2])
	}
	if got := strings.Join(w.caller.told, ", "); got != "faults ended, graph reset, faults ended" {
		t.Errorf("it told of %s", got)
	}
	if began := w.caller.began; time.Since(began[0]).Abs() > time.Hour || !began[1].IsZero() {
		t.Errorf("the trouble began at %v", began)
	}
	alone := control.API{Graph: w.graph, Clock: w.clock}.Handler()
	for method, name := range map[string]string{http.MethodDelete: "faults", http.MethodPost: "reset"} {
		w.Handler = alone
		w.ok(method, "/_control/"+name, "")
	}
}

func TestAPI_listsCallsWithoutSecrets(t *testing.T) {
	t.Parallel()
	w := open(t)
	const token = "EAAdemometricsaurus"
	w.ok(http.MethodGet, "/v27.0/me?fields=id&appsecret_proof=d612b89ae9483913decf816f3060a5057d3c57b7f1632dcee56a4539e2497208&access_token="+token, "")
	w.do(http.MethodGet, "/17927651176397409", "", "Authorization", "Bearer "+token)
	w.do(http.MethodGet, "/nobody?code=d612b89ae9483913decf816f3060a5057d3c57b7f1632dcee56a4539e2497208&access_token="+token, "")
	w.do(http.MethodPost, "/", `{"access_token":"`+token+`","batch":[{"method":"GET","access_token":"`+token+`","relative_url":"me?fields=id&access%5Ftoken=`+token+`"}]}`,
		"Content-Type", "application/json")
	w.do(http.MethodPost, "/?access_token="+token, `batch=[{"access_token":"`+token, "Content-Type", "application/x-www-form-urlencoded")
	w.ok(http.MethodGet, "/_control/clock", "")
	text := w.ok(http.MethodGet, "/_control/calls", "")
	if strings.Contains(text, token) || strings.Contains(text, "d612b89ae9483913decf816f3060a5057d3c57b7f1632dcee56a4539e2497208") {
		t.Errorf("a secret is listed: %s", text)
	}
	var got []struct {
		Time         time.Time
		Method, Path string
		Params       map[string]string
		Status       int
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"GET /v27.0/me map[fields:id] 200",
		"GET /17927651176397409 map[] 200",
		"GET /nobody map[] 404",
		`POST / map[batch:[{"method":"GET","relative_url":"me?fields=id"}]] 200`,
		"POST / map[batch:] 400",
	}
	if len(got) != len(want) {
		t.Fatalf("%d calls: %s", len(got), text)
	}
	for i, c := range got {
		if line := fmt.Sprintf("%s %s %v %d", c.Method, c.Path, c.Params, c.Status); line != want[i] {
			t.Errorf("call %d: %s\nwant %s", i, line, want[i])
		}
	}
	w.ok(http.MethodDelete, "/_control/calls", "")
	if left := w.graph.Calls(); len(left) > 0 {
		t.Errorf("left: %+v", left)
	}
}

func TestAPI_remembersTheLastThousandCalls(t *testing.T) {
	t.Parallel()
	w := open(t)
	for i := range 1003 {
		w.do(http.MethodGet, fmt.Sprintf("/%d", i), "")
	}
	if list := w.graph.Calls(); len(list) != 1000 || list[0].Path != "/3" || list[999].Path != "/1002" {
		t.Errorf("%d calls, from %s to %s", len(list), list[0].Path, list[len(list)-1].Path)
	}
}
