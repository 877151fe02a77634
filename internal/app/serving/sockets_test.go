package serving_test

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
)

// dial opens a socket that is ready for operations of a token; empty for none.
func dial(t *testing.T, address, token string) *websocket.Conn {
	t.Helper()
	conn, response, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(address, "http"), &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response
	t.Cleanup(func() { _ = conn.CloseNow() })
	payload := `{}`
	if token != "" {
		payload = `{"authorization":"Bearer ` + token + `"}`
	}
	if got := exchange(t, conn, `{"type":"connection_init","payload":`+payload+`}`); got != `{"type":"connection_ack"}` {
		t.Fatal(got)
	}
	return conn
}

// exchange says something on a socket, and returns the next message.
func exchange(t *testing.T, conn *websocket.Conn, say string) string {
	t.Helper()
	if say != "" {
		if err := conn.Write(t.Context(), websocket.MessageText, []byte(say)); err != nil {
			t.Fatal(err)
		}
	}
	_, text, err := conn.Read(t.Context())
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func TestSockets_serveOperationsAsRequestsAre(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, func(s *config.Settings) { s.Extensions = config.Extensions{} })
	for _, c := range []struct{ token, payload, want string }{
		{"IGAAdemometricsaurus", `{"query":"{ me { username } }"}`, `next","payload":{"data":{"me":{"username":"metricsaurus"}}}}`},
		{"IGAAdemometricsaurus", `{"query":"query($id: ID!) { media(id: $id) { id } }","variables":{"id":"x"}}`, `"BAD_USER_INPUT"`},
		{"IGAAdemometricsaurus", `{"query":"{ me { name } }","extensions":{"explain":true}}`, `"calls":[{"method":"GET","path":"/v25.0/me"`},
		{"IGAAdemometricsaurus", `{"query":"{ you { username } }"}`, `"error","payload":[{"message":"Cannot query field`},
		{"IGAAdemometricsaurus", `{"query":"` + strings.Repeat("{a", 30) + strings.Repeat("}", 30) + `"}`, `"OPERATION_TOO_LARGE"`},
		{"IGAAdemoexpired", `{"query":"{ me { username } }"}`, `"UNAUTHENTICATED"`},
		{"", `{"query":"{ me { username } }"}`, `"UNAUTHENTICATED"`},
		{"", `{"query":"{ __typename }"}`, `{"data":{"__typename":"Query"}}`},
	} {
		conn := dial(t, w.URL, c.token)
		got := exchange(t, conn, `{"id":"1","type":"subscribe","payload":`+c.payload+`}`)
		if !strings.Contains(got, c.want) || strings.Contains(got, "IGAA") {
			t.Errorf("%s with %q: %s, want %s", c.payload, c.token, got, c.want)
		}
	}
}

func TestSockets_areForPagesOfTheCORSOrigins(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, func(s *config.Settings) { s.CORSOrigins = "https://*.app.example" })
	for origin, status := range map[string]int{"https://a.app.example": 101, "https://evil.example": 403} {
		_, response, _ := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(w.URL, "http"), &websocket.DialOptions{
			Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"Origin": {origin}},
		})
		if response.StatusCode != status {
			t.Errorf("%s: %d, want %d", origin, response.StatusCode, status)
		}
	}
}

func TestSockets_areSeenInMetricsAndTheLog(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	w := apptest.StartLogging(t, nil, slog.New(slog.NewTextHandler(&log, nil)), func(s *config.Settings) {
		s.AccessLog, s.AdminAddr = true, "127.0.0.1:0"
	})
	conn := dial(t, w.URL, "IGAAdemometricsaurus")
	exchange(t, conn, `{"id":"1","type":"subscribe","payload":{"query":"query Mine { me { username } }"}}`)
	w.Until("the operation is counted, and none is in flight", func() bool {
		metrics := w.Metrics()
		return strings.Contains(metrics, `gramql_operations_total{kind="query",outcome="ok"} 1`) && strings.Contains(metrics, "gramql_operations_in_flight 0\n")
	})
}

func TestSockets_areClosedBeforeTheServerEnds(t *testing.T) {
	t.Parallel()
	a, err := app.New(t.Context(), apptest.Settings(t), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	conn := dial(t, a.GraphQL(), "IGAAdemometricsaurus")
	stop()
	if got := exchange(t, conn, ""); !strings.Contains(got, "StatusGoingAway") {
		t.Errorf("the socket ends with %s", got)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}
