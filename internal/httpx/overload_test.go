package httpx_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/httpx"
)

func TestTransport_refusesWhatItHasNoPlaceFor(t *testing.T) {
	t.Parallel()
	gate := admission.New(admission.Limits{Inside: 1, Wait: time.Minute})
	server := serveWith(t, httpx.Transport{MaxBody: 1 << 10, Gate: gate})
	inside, err := gate.Enter(t.Context(), admission.Caller{})
	if err != nil {
		t.Fatal(err)
	}
	busy := requestCase{Body: `{"query":"{ __typename }"}`, Status: http.StatusServiceUnavailable, Code: "RATE_LIMITED", Says: "not begun"}
	for _, media := range []string{"application/json", "application/graphql-response+json"} {
		busy.Headers = map[string]string{"Accept": media}
		a := do(t, busy.request(t, server.URL))
		busy.check(t, a)
		if a.header.Get("Retry-After") != "1" || !strings.Contains(a.body, `"retryAfter":1`) || !strings.Contains(a.body, `"retryable":true`) ||
			!strings.HasPrefix(a.header.Get("Content-Type"), media) {
			t.Errorf("%v %s", a.header, a.body)
		}
	}
	for query, want := range map[string]bool{
		"mutation { __typename }": true, "query Q { __typename } mutation M { __typename }": true,
		"mutation { like(": true, "{ __typename }": false, "{ mutation }": false,
	} {
		busy.Body = `{"query":"` + query + `"}`
		if a := do(t, busy.request(t, server.URL)); a.status != busy.Status || strings.Contains(a.body, `"outcome":"NOT_SENT"`) != want {
			t.Errorf("%s: %s", query, a.body)
		}
	}
	malformed := requestCase{Body: `{`, Status: http.StatusBadRequest, Code: "BAD_USER_INPUT"}
	malformed.check(t, do(t, malformed.request(t, server.URL)))

	inside.Leave()
	for range 3 { // each gives its place back
		served := requestCase{Body: `{"query":"{ __typename }"}`, Status: http.StatusOK}
		served.check(t, do(t, served.request(t, server.URL)))
	}
}

// defect is a known operation that panics.
type defect struct{}

func (defect) Raw() *httpx.Raw { return nil }

func (defect) Answer(context.Context, httpx.Circumstances, func(context.Context) *graphql.Response) *graphql.Response {
	panic("a defect")
}

func TestTransport_givesAPlaceBackAfterAPanic(t *testing.T) {
	t.Parallel()
	server := serveWith(t, httpx.Transport{
		MaxBody: 1 << 10, Gate: admission.New(admission.Limits{Inside: 1, Wait: time.Minute}),
		Known: func(_ context.Context, request *httpx.Raw) httpx.Known {
			if strings.Contains(request.Query, "defect") {
				return defect{}
			}
			return nil
		},
	})
	broken := requestCase{Body: `{"query":"query defect { __typename }"}`}
	do(t, broken.request(t, server.URL))
	served := requestCase{Body: `{"query":"{ __typename }"}`, Status: http.StatusOK}
	served.check(t, do(t, served.request(t, server.URL)))
}
