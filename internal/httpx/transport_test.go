package httpx_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

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
		Extensions struct{ Code string }
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
		{requestCase: requestCase{Name: "a body of known length", Body: large, Status: 413, Code: "OPERATION_TOO_LARGE"}},
		{requestCase: requestCase{Name: "a body without an announced end", Body: large, Status: 413, Code: "OPERATION_TOO_LARGE"}, chunked: true},
		{requestCase: requestCase{
			Name: "a query string", Method: http.MethodGet, URL: "query=" + strings.Repeat("x", 1<<10),
			Status: 414, Code: "OPERATION_TOO_LARGE",
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
