package httpx_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/memory"
	"github.com/gramql/gramql/internal/viewer"
)

var knownViewer = viewer.ID{1}

// withKnownViewer takes every token for that of one viewer.
func withKnownViewer(ctx context.Context, _ string, _ http.Header) (context.Context, error) {
	return viewer.NewContext(ctx, viewer.Viewer{ID: knownViewer}), nil
}

// post returns the answer to a request from an address, as `{"query":"…"}` says it.
func post(t *testing.T, h http.Handler, address, token, query string) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"query":"`+query+`"}`))
	r.RemoteAddr = address + ":1234"
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

func TestCallers_takeTurnsByTheirAddresses(t *testing.T) {
	t.Parallel()
	gate := admission.New(admission.Limits{Inside: 1, Waiting: 1, Wait: time.Minute})
	h := newServer(httpx.Transport{MaxBody: 1 << 10, Gate: gate}, `""`)
	inside, err := gate.Enter(t.Context(), admission.Caller{Address: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	type from struct {
		address string
		status  int
	}
	answers := make(chan from, 3)
	ask := func(address string) {
		answers <- from{address, post(t, h, address, "", "{ __typename }").status}
	}
	go ask("192.0.2.1")
	go ask("192.0.2.1")
	if first := <-answers; first.status != http.StatusServiceUnavailable { // the other one waits
		t.Fatalf("one of two that wait is answered %+v", first)
	}
	go ask("192.0.2.2")
	if second := <-answers; second != (from{"192.0.2.1", http.StatusServiceUnavailable}) {
		t.Errorf("%+v is answered first, want the address that had a turn to give way", second)
		return
	}
	inside.Leave()
	if third := <-answers; third != (from{"192.0.2.2", http.StatusOK}) {
		t.Errorf("at last %+v", third)
	}
}

func TestCallers_whoAreKnownHaveRoomBesideStrangers(t *testing.T) {
	t.Parallel()
	gate := admission.New(admission.Limits{Inside: 8})
	gate.Vouch(knownViewer)
	h := newServer(httpx.Transport{MaxBody: 1 << 10, Gate: gate, WithToken: withKnownViewer}, `""`)
	stranger, err := gate.Enter(t.Context(), admission.Caller{})
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Leave()
	for token, want := range map[string]int{"": http.StatusServiceUnavailable, "IGAAdemo": http.StatusOK} {
		if a := post(t, h, "192.0.2.1", token, "{ __typename }"); a.status != want {
			t.Errorf("with the token %q: %d, want %d", token, a.status, want)
		}
	}
}

// An answer of 22 bytes is refused if its caller holds most, and another's is cut if not.
func TestCallers_areWhoseAnswersMakeRoom(t *testing.T) {
	t.Parallel()
	const here, elsewhere, query = "192.0.2.1", "192.0.2.2", "{ __typename }"
	type held struct {
		of    memory.Owner
		bytes int
	}
	gate := admission.New(admission.Limits{Inside: 8})
	gate.Vouch(knownViewer)
	for name, c := range map[string]struct {
		token string
		held  []held
		want  int
	}{
		"there is room":                          {"IGAAdemo", []held{{memory.Owner{Address: here, Viewer: knownViewer}, 78}}, http.StatusOK},
		"another address holds most":             {"IGAAdemo", []held{{memory.Owner{Address: elsewhere, Viewer: knownViewer}, 90}}, http.StatusOK},
		"the address holds most":                 {"IGAAdemo", []held{{memory.Owner{Address: elsewhere, Viewer: knownViewer}, 41}, {memory.Owner{Address: here, Viewer: knownViewer}, 21}, {memory.Owner{Address: here, Viewer: knownViewer}, 19}}, http.StatusServiceUnavailable},
		"another viewer of the address does":     {"IGAAdemo", []held{{memory.Owner{Address: here, Viewer: viewer.ID{2}}, 90}}, http.StatusOK},
		"the viewer does":                        {"IGAAdemo", []held{{memory.Owner{Address: here, Viewer: viewer.ID{2}}, 40}, {memory.Owner{Address: here, Viewer: knownViewer}, 20}, {memory.Owner{Address: here, Viewer: knownViewer}, 21}}, http.StatusServiceUnavailable},
		"a stranger asks while there is no room": {"", []held{{memory.Owner{Address: elsewhere, Viewer: knownViewer}, 90}}, http.StatusServiceUnavailable},
	} {
		bound := memory.NewBound(100)
		for _, h := range c.held {
			bound.Hold(h.of, func() {}).Grow(h.bytes)
		}
		h := newServer(httpx.Transport{MaxBody: 1 << 10, Gate: gate, Outgoing: bound, WithToken: withKnownViewer}, `""`)
		if a := post(t, h, here, c.token, query); a.status != c.want {
			t.Errorf("%s: %d, want %d: %s", name, a.status, c.want, a.body)
		}
	}
}

func TestCallers_giveTheirBytesBack(t *testing.T) {
	t.Parallel()
	h := newServer(httpx.Transport{MaxBody: 1 << 10, Outgoing: memory.NewBound(25)}, `""`)
	for _, query := range []string{"{ page }", "{ __typename }", "{ page }"} { // the second is larger, so it would be cut for the first
		if a := post(t, h, "192.0.2.1", "", query); a.status != http.StatusOK {
			t.Errorf("%s: %d %s", query, a.status, a.body)
		}
	}
	server := serveWith(t, httpx.Transport{MaxBody: 1 << 20, Incoming: memory.NewBound(600 << 10)})
	for _, size := range []int{200 << 10, 500 << 10} {
		body := `{"query":"{ __typename }"` + strings.Repeat(" ", size) + `}`
		requestCase{Status: http.StatusOK}.check(t, do(t, requestCase{Body: body}.request(t, server.URL)))
	}
}

func TestTransport_refusesAnAnswerThatIsTooLarge(t *testing.T) {
	t.Parallel()
	h := newServer(httpx.Transport{MaxBody: 1 << 10, Outgoing: memory.NewBound(20)}, `""`)
	a := post(t, h, "192.0.2.1", "", "{ __typename }")
	requestCase{Status: http.StatusUnprocessableEntity, Code: "OPERATION_TOO_LARGE"}.check(t, a)
	requestCase{Status: http.StatusOK}.check(t, post(t, h, "192.0.2.1", "", "{ page }"))
}

func TestTransport_refusesAnOperationThatFindsNoFurtherPlaces(t *testing.T) {
	t.Parallel()
	gate := admission.New(admission.Limits{Inside: 4})
	gate.Vouch(viewer.ID{})
	h := newServer(httpx.Transport{MaxBody: 1 << 10, Gate: gate}, `""`)
	h.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		_ = httpx.Ticket(graphql.GetOperationContext(ctx)).Widen(ctx, admission.Need{Cost: admission.CostOfPlace})
		return next(ctx)
	})
	var others []*admission.Ticket
	for range 3 {
		ticket, err := gate.Enter(t.Context(), admission.Caller{})
		if err != nil {
			t.Fatal(err)
		}
		others = append(others, ticket)
	}
	requestCase{Status: http.StatusServiceUnavailable, Code: "RATE_LIMITED"}.check(t, post(t, h, "192.0.2.1", "", "{ page }"))
	for _, ticket := range others {
		ticket.Leave()
	}
	requestCase{Status: http.StatusOK}.check(t, post(t, h, "192.0.2.1", "", "{ page }"))
}

func TestTransport_givesThePlaceBackOfAnAnswerThatIsNotSent(t *testing.T) {
	t.Parallel()
	server := serveWith(t, httpx.Transport{MaxBody: 1 << 10, Gate: admission.New(admission.Limits{Inside: 1})})
	for range 2 {
		again := requestCase{Method: http.MethodGet, URL: "query=%7Bpage%7D", Headers: map[string]string{"If-None-Match": "*"}}
		if a := do(t, again.request(t, server.URL)); a.status != http.StatusNotModified {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
}

func TestCrowded_saysWhenToComeAgain(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	httpx.Crowded(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql", nil))
	requestCase{Status: http.StatusServiceUnavailable, Code: "RATE_LIMITED", Says: "too many connections"}.check(t, answer{w.Code, w.Header(), w.Body.String()})
	if w.Header().Get("Retry-After") != "1" {
		t.Errorf("%v", w.Header())
	}
}
