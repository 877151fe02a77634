package httpx_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/httpx"
)

type requestCase struct {
	Name    string
	Method  string
	URL     string // query string
	Headers map[string]string
	Body    string

	Status int
	Type   string
	Allow  string
	Is     *string
	Code   string
	Says   string
	// Outcome is what the one error says of a write that was maybe asked for: none, or nothing
	// that the case looks at.
	Outcome string
}

func TestTransport_answersAsTheCasesSay(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/requests.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []requestCase
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	server := serve(t)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			c.check(t, do(t, c.request(t, server.URL)))
		})
	}
}

func (c requestCase) request(t *testing.T, base string) *http.Request {
	t.Helper()
	method := c.Method
	if method == "" {
		method = http.MethodPost
	}
	request, err := http.NewRequestWithContext(t.Context(), method, base+"/graphql?"+c.URL, strings.NewReader(c.Body))
	if err != nil {
		t.Fatal(err)
	}
	if method != http.MethodGet {
		request.Header.Set("Content-Type", "application/json")
	}
	for name, value := range c.Headers {
		if request.Header.Set(name, value); value == "" {
			request.Header.Del(name)
		}
	}
	return request
}

func (c requestCase) check(t *testing.T, a answer) {
	t.Helper()
	if a.status != c.Status {
		t.Errorf("status = %d, want %d: %s", a.status, c.Status, a.body)
	}
	if got := a.header.Get("Content-Type"); c.Type != "" && got != c.Type {
		t.Errorf("Content-Type = %q, want %q", got, c.Type)
	}
	if got := a.header.Get("Allow"); got != c.Allow {
		t.Errorf("Allow = %q, want %q", got, c.Allow)
	}
	if got := strings.TrimSuffix(a.body, "\n"); c.Is != nil && got != *c.Is {
		t.Errorf("answer is %s, want %s", got, *c.Is)
	}
	if strings.Contains(a.body, "s3cret") {
		t.Errorf("the answer repeats the request: %s", a.body)
	}
	for name := range a.header {
		if strings.HasPrefix(name, "Access-Control-") {
			t.Errorf("%s tells another origin that it may call", name)
		}
	}
	if c.Code != "" {
		c.checkError(t, a.body)
	}
}

func (c requestCase) checkError(t *testing.T, body string) {
	t.Helper()
	var members map[string]json.RawMessage
	var errs []struct {
		Message    string
		Extensions struct{ Code, Outcome string }
	}
	if err := json.Unmarshal([]byte(body), &members); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(members["errors"], &errs); err != nil || len(errs) != 1 {
		t.Fatalf("answer is %s, want one error", body)
	}
	if errs[0].Extensions.Code != c.Code || !strings.Contains(errs[0].Message, c.Says) {
		t.Errorf("error is %+v, want code %s and %q", errs[0], c.Code, c.Says)
	}
	if got := cmp.Or(errs[0].Extensions.Outcome, "none"); c.Outcome != "" && got != c.Outcome {
		t.Errorf("outcome = %s, want %s", got, c.Outcome)
	}
	if data, ok := members["data"]; ok {
		t.Errorf("data = %s, want no such entry", data)
	}
}

func TestTransport_keepsAnswersOutOfSharedCaches(t *testing.T) {
	t.Parallel()
	for body, kept := range map[string]string{
		`{"query":"{ __typename }"}`:            "private", // the caller's own may keep what is whole
		`{"query":"{ page }"}`:                  "private",
		`{"query":"{ broken }"}`:                "private, no-store", // data, and an error
		`{"query":"{ unknown }"}`:               "private, no-store",
		`{"query":"subscription { comments }"}`: "private, no-store",
		`{}`:                                    "private, no-store",
		`{`:                                     "private, no-store",
	} {
		a := do(t, requestCase{Body: body}.request(t, serve(t).URL))
		for name, want := range map[string]string{
			"Cache-Control":          kept,
			"Vary":                   "Accept, Accept-Encoding, Authorization",
			"X-Content-Type-Options": "nosniff",
		} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
	}
}

func TestTransport_refusesWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	large := `{"query":"{ __typename } #` + strings.Repeat("x", 1<<10) + `"}`
	for _, c := range []struct {
		requestCase
		chunked bool
	}{
		{requestCase: requestCase{Name: "a body of known length", Body: large, Status: 413, Code: "OPERATION_TOO_LARGE", Outcome: "NOT_SENT"}},
		{requestCase: requestCase{Name: "a body without an announced end", Body: large, Status: 413, Code: "OPERATION_TOO_LARGE", Outcome: "NOT_SENT"}, chunked: true},
		{requestCase: requestCase{
			Name: "a query string", Method: http.MethodGet, URL: "query=" + strings.Repeat("x", 1<<10),
			Status: 414, Code: "OPERATION_TOO_LARGE", Outcome: "none",
		}},
	} {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			request := c.request(t, serve(t).URL)
			if c.chunked {
				request.ContentLength = -1
			}
			c.check(t, do(t, request))
		})
	}
}

func TestTransport_endsAnOperationAtItsTimeout(t *testing.T) {
	t.Parallel()
	c := requestCase{
		Body: `{"query":"{ slow }"}`, Status: 200,
		Is: new(`{"errors":[{"message":"too slow"}],"data":{"slow":null}}`),
	}
	server := serveWith(t, httpx.Transport{MaxBody: 1 << 10, Timeout: 10 * time.Millisecond})
	c.check(t, do(t, c.request(t, server.URL)))
}

func TestTransport_saysWhenThereWasNoTimeAtAll(t *testing.T) {
	t.Parallel()
	c := requestCase{Body: `{"query":"{ __typename }"}`, Status: 504, Code: "UPSTREAM_TIMEOUT"}
	server := serveWith(t, httpx.Transport{MaxBody: 1 << 10, Timeout: time.Nanosecond})
	c.check(t, do(t, c.request(t, server.URL)))
}

func TestTransport_refusesABodyThatDoesNotArrive(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		err    error
		status int
	}{
		{"because the client went away", io.ErrUnexpectedEOF, http.StatusBadRequest},
		{"because it is too slow", os.ErrDeadlineExceeded, http.StatusRequestTimeout},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			body := io.MultiReader(strings.NewReader(`{"query":"{ s3cret`), iotest.ErrReader(c.err))
			request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", body)
			request.Header.Set("Content-Type", "application/json")
			recorder := httptest.NewRecorder()
			newServer(httpx.Transport{MaxBody: 1 << 10}, "").ServeHTTP(recorder, request)
			requestCase{Status: c.status, Code: "BAD_USER_INPUT"}.check(t, answer{recorder.Code, recorder.Header(), recorder.Body.String()})
		})
	}
}

func TestTransport_tellsTheFirstErrorsOfADocument(t *testing.T) {
	t.Parallel()
	for most, want := range map[int]string{
		0: `"a" "b" "c"`,
		4: `"a" "b" "c"`,
		3: `"a" "b" "c"`,
		2: `"a" "b" (and 1 more errors)`,
		1: `"a" (and 2 more errors)`,
	} {
		for _, wrapped := range []bool{false, true} {
			server := newServer(httpx.Transport{MaxBody: 1 << 10, MaxErrors: most}, "")
			if wrapped {
				server.Use(wrongDocument{})
			}
			var body struct{ Errors []struct{ Message string } }
			a := post(t, server, "192.0.2.1", "", "{ a b c }")
			if err := json.Unmarshal([]byte(a.body), &body); err != nil {
				t.Fatal(err, a.body)
			}
			var said []string
			for _, e := range body.Errors {
				said = append(said, strings.TrimSuffix(strings.Replace(strings.TrimPrefix(e.Message, "Cannot query field "), ` on type "Query".`, "", 1), "."))
			}
			if got := strings.Join(said, " "); got != want {
				t.Errorf("at most %d, wrapped: %v: %s, want %s", most, wrapped, got, want)
			}
		}
	}
}

// An operation's context ends with its answer, and with it whatever still works for it.
func TestTransport_endsAnOperationsContextWithItsAnswer(t *testing.T) {
	t.Parallel()
	var ctx context.Context
	server := newServer(httpx.Transport{MaxBody: 1 << 10, Timeout: time.Hour}, "")
	server.AroundOperations(func(given context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		ctx = given
		return next(given)
	})
	if a := post(t, server, "192.0.2.1", "", "{ __typename }"); a.status != http.StatusOK {
		t.Fatal(a)
	}
	if _, ends := ctx.Deadline(); !ends || ctx.Err() == nil {
		t.Errorf("the context ends by itself: %v; now: %v", ends, ctx.Err())
	}
}

func TestTransport_handsOnHeadersAndTheTimeOfReading(t *testing.T) {
	t.Parallel()
	var operation *graphql.OperationContext
	server := newServer(httpx.Transport{MaxBody: 1 << 10}, "")
	server.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		operation = graphql.GetOperationContext(ctx)
		return next(ctx)
	})
	began := time.Now()
	post(t, server, "192.0.2.1", "IGAAdemo", "{ __typename }")
	if operation.Headers.Get("Authorization") != "Bearer IGAAdemo" {
		t.Errorf("headers %v", operation.Headers)
	}
	if read := operation.Stats.Read; read.Start.Before(began) || read.End.Before(read.Start) || read.End.After(time.Now()) {
		t.Errorf("it was read from %v to %v, after %v", read.Start, read.End, began)
	}
}

func TestTransport_answersNothingByHalves(t *testing.T) {
	t.Parallel()
	server := newServer(httpx.Transport{MaxBody: 1 << 10}, "")
	server.SetRecoverFunc(func(_ context.Context, defect any) error { return fmt.Errorf("a defect: %v", defect) })
	a := post(t, server, "192.0.2.1", "", "{ broke }")
	if a.status != http.StatusInternalServerError || !strings.HasPrefix(a.body, `{"errors":[{"message":"a defect: httpx: extensions: json`) || !json.Valid([]byte(a.body)) {
		t.Errorf("an extension that is no JSON: %d %s", a.status, a.body)
	}
	if kept := a.header.Get("Cache-Control"); kept != "private, no-store" {
		t.Errorf("a cache may keep the error: %s", kept)
	}
}

func TestTransport_refusesAURLOfMoreBytesThanABody(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for length, status := range map[int]int{1 << 10: http.StatusOK, 1<<10 + 1: http.StatusRequestURITooLong} {
		const query = "query=%7Bpage%7D&x="
		c := requestCase{Method: http.MethodGet, URL: query + strings.Repeat("x", length-len(query)), Status: status}
		c.check(t, do(t, c.request(t, server.URL)))
	}
}

func TestTransport_takesABodyAsLongAsMayBe(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for length, status := range map[int]int{1 << 10: http.StatusOK, 1<<10 + 1: http.StatusRequestEntityTooLarge} {
		for _, chunked := range []bool{false, true} {
			const query = `{"query":"{ page }"}`
			c := requestCase{Body: query + strings.Repeat(" ", length-len(query)), Status: status}
			request := c.request(t, server.URL)
			if chunked {
				request.ContentLength = -1
			}
			c.check(t, do(t, request))
		}
	}
}
