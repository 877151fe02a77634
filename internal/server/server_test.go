package server_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/server"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// running is a server under test, on a public and an admin address.
type running struct {
	public, admin string
	stop          context.CancelFunc
	ended         <-chan error
}

func start(t *testing.T, public http.Handler, grace time.Duration, change ...func(*server.Server)) running {
	t.Helper()
	health := &server.Health{}
	s := server.New(health, slog.New(slog.DiscardHandler))
	s.Grace, s.MaxHeader = grace, 16<<10
	for _, set := range change {
		set(s)
	}
	r := running{
		public: listen(t, s, "public", public),
		admin:  listen(t, s, "admin", server.NewAdminMux(health, http.NotFoundHandler())),
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx); close(ended) }()
	r.stop, r.ended = stop, ended
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Serve = %v, want nil", err)
		}
	})
	return r
}

func listen(t *testing.T, s *server.Server, name string, handler http.Handler) string {
	t.Helper()
	l, err := s.Listen(t.Context(), name, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Handle(handler)
	return l.URL()
}

// fetch sends a request on a connection of its own.
func fetch(ctx context.Context, method, url string) (status int, header http.Header, body string, err error) {
	request, err := http.NewRequestWithContext(ctx, method, url, http.NoBody)
	if err != nil {
		return 0, nil, "", err
	}
	request.Close = true
	response, err := (&http.Transport{}).RoundTrip(request)
	if err != nil {
		return 0, nil, "", err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, string(text), err
}

func wantAnswer(t *testing.T, method, url string, status int, body string) http.Header {
	t.Helper()
	gotStatus, header, gotBody, err := fetch(t.Context(), method, url)
	if err != nil {
		t.Fatal(err)
	}
	if gotStatus != status || !strings.Contains(gotBody, body) {
		t.Errorf("%s %s = %d %q, want %d %q", method, url, gotStatus, gotBody, status, body)
	}
	return header
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within a minute: %s", what)
		}
	}
}

// held is a handler whose requests wait until they are let go or cut.
type held struct{ arrived, letGo, cut chan struct{} }

func newHeld() held {
	return held{make(chan struct{}), make(chan struct{}), make(chan struct{})}
}

func (h held) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	close(h.arrived)
	select {
	case <-h.letGo:
		_, _ = io.WriteString(w, "finished")
	case <-r.Context().Done():
		close(h.cut)
	}
}

func TestServe_answersOnEveryAddress(t *testing.T) {
	t.Parallel()
	r := start(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }), time.Second)
	header := wantAnswer(t, http.MethodGet, r.public, http.StatusOK, "hello")
	if got, ok := header["Server"]; ok {
		t.Errorf("Server = %q, want no such header", got)
	}
	wantAnswer(t, http.MethodGet, r.admin+"/healthz", http.StatusOK, "ok")
	wantAnswer(t, http.MethodGet, r.admin+"/readyz", http.StatusOK, "ready")
	wantAnswer(t, http.MethodGet, r.admin+"/debug/pprof/goroutine?debug=1", http.StatusOK, "goroutine profile")
	wantAnswer(t, http.MethodPost, r.admin+"/readyz", http.StatusMethodNotAllowed, "")
}

func TestServe_finishesRequestsInFlightAndIsNotReadyMeanwhile(t *testing.T) {
	t.Parallel()
	handler := newHeld()
	r := start(t, handler, 5*time.Second)
	answer := make(chan string, 1)
	go func() {
		_, _, body, err := fetch(t.Context(), http.MethodGet, r.public)
		answer <- body + errorText(err)
	}()
	<-handler.arrived
	r.stop()

	eventually(t, "readyz says 503", func() bool {
		status, _, body, err := fetch(t.Context(), http.MethodGet, r.admin+"/readyz")
		return err == nil && status == http.StatusServiceUnavailable && body == "draining\n"
	})
	wantAnswer(t, http.MethodGet, r.admin+"/healthz", http.StatusOK, "ok")
	if _, _, _, err := fetch(t.Context(), http.MethodGet, r.public); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a new connection while draining: %v, want it refused", err)
	}

	close(handler.letGo)
	if got := <-answer; got != "finished" {
		t.Errorf("the request in flight got %q, want its answer", got)
	}
	if err := <-r.ended; err != nil {
		t.Errorf("Serve = %v, want nil after a drain", err)
	}
	if _, _, _, err := fetch(t.Context(), http.MethodGet, r.admin+"/healthz"); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("the admin address after the end: %v, want it refused", err)
	}
}

// Requests that arrive before whoever balances the load has noticed are answered.
func TestServe_goesOnForTheDrainDelayWithoutBeingReady(t *testing.T) {
	t.Parallel()
	health := &server.Health{}
	mux := http.NewServeMux()
	health.Register(mux, "")
	mux.HandleFunc("/work", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "done") })
	s := server.New(health, slog.New(slog.DiscardHandler))
	s.DrainDelay = 300 * time.Millisecond
	public := listen(t, s, "public", mux)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	eventually(t, "readyz says 200", func() bool {
		status, _, _, _ := fetch(t.Context(), http.MethodGet, public+"/readyz")
		return status == http.StatusOK
	})

	client := &http.Transport{} // it keeps its connection, as balancers do
	defer client.CloseIdleConnections()
	work := func() (*http.Response, error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, public+"/work", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.RoundTrip(r)
		if err == nil {
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
		}
		return response, err
	}
	if _, err := work(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	stop()
	eventually(t, "readyz says 503", func() bool {
		status, _, _, err := fetch(t.Context(), http.MethodGet, public+"/readyz")
		return err == nil && status == http.StatusServiceUnavailable
	})
	if response, err := work(); err != nil || response.StatusCode != http.StatusOK || !response.Close {
		t.Errorf("a request during the delay: %+v, %v; want an answer that ends the connection", response, err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took < s.DrainDelay {
		t.Errorf("the end came after %v", took)
	}
	if _, err := work(); err == nil {
		t.Error("the address is still served")
	}
}

func TestServe_drainsAtOnceWhenHurried(t *testing.T) {
	t.Parallel()
	s := server.New(&server.Health{}, slog.New(slog.DiscardHandler))
	s.DrainDelay = time.Hour
	public := listen(t, s, "public", http.NotFoundHandler())
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	stop()
	s.Hurry()
	s.Hurry()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("Serve still waits for its delay")
	}
	if _, _, _, err := fetch(t.Context(), http.MethodGet, public); err == nil {
		t.Error("the address is still served")
	}
}

func TestServe_cutsWhatOutlivesTheGrace(t *testing.T) {
	t.Parallel()
	handler := newHeld()
	r := start(t, handler, 20*time.Millisecond)
	asked := make(chan struct{})
	go func() {
		defer close(asked)
		_, _, _, _ = fetch(t.Context(), http.MethodGet, r.public)
	}()
	<-handler.arrived
	r.stop()
	select {
	case err := <-r.ended:
		if err != nil {
			t.Errorf("Serve = %v, want nil", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("Serve still waits for a request without end")
	}
	<-handler.cut
	<-asked
}

func TestServe_endsAtOnceWhenIdle(t *testing.T) {
	t.Parallel()
	r := start(t, http.NotFoundHandler(), time.Minute)
	wantAnswer(t, http.MethodGet, r.public, http.StatusNotFound, "")
	begin := time.Now()
	r.stop()
	if err := <-r.ended; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
	if took := time.Since(begin); took > 30*time.Second {
		t.Errorf("an idle server took %v to end, as if somebody was there", took)
	}
}

func TestServe_doesNotWaitForConnectionsWithoutARequest(t *testing.T) {
	t.Parallel()
	r := start(t, http.NotFoundHandler(), time.Minute)
	silent, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(r.public, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	wantAnswer(t, http.MethodGet, r.public, http.StatusNotFound, "") // by then the silent one is accepted
	began := time.Now()
	r.stop()
	if err := <-r.ended; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("the end took %v: net/http waits 5 s for whoever is silent", took)
	}
}

func TestServe_endsAllWhenOneListenerFails(t *testing.T) {
	t.Parallel()
	s := server.New(&server.Health{}, slog.New(slog.DiscardHandler))
	public := listen(t, s, "public", http.NotFoundHandler())
	listen(t, s, "admin", http.NotFoundHandler())
	s.Close() // as if the system had taken the sockets away
	if err := s.Serve(t.Context()); err == nil || !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve = %v, want the listener's error", err)
	}
	if _, _, _, err := fetch(t.Context(), http.MethodGet, public); err == nil {
		t.Error("the public address still answers")
	}
}

func TestServe_refusesAListenerWithoutHandler(t *testing.T) {
	t.Parallel()
	s := server.New(&server.Health{}, slog.New(slog.DiscardHandler))
	listen(t, s, "public", nil)
	if err := s.Serve(t.Context()); err == nil || !strings.Contains(err.Error(), "public") {
		t.Errorf("Serve = %v, want an error about public", err)
	}
}

func TestListen_saysThatAPortIsTaken(t *testing.T) {
	t.Parallel()
	s := server.New(&server.Health{}, slog.New(slog.DiscardHandler))
	defer s.Close()
	addr := strings.TrimPrefix(listen(t, s, "first", http.NotFoundHandler()), "http://")
	_, err := s.Listen(t.Context(), "second", addr)
	if !errors.Is(err, syscall.EADDRINUSE) {
		t.Fatalf("Listen = %v, want EADDRINUSE", err)
	}
	for _, part := range []string{"second: ", addr, "choose another port"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error %q does not hold %q", err, part)
		}
	}
}

func TestURL_ofEveryInterfaceIsTheLoopbackAddress(t *testing.T) {
	t.Parallel()
	s := server.New(&server.Health{}, slog.New(slog.DiscardHandler))
	defer s.Close()
	l, err := s.Listen(t.Context(), "public", ":0")
	if err != nil {
		t.Fatal(err)
	}
	if got := l.URL(); !strings.HasPrefix(got, "http://127.0.0.1:") || strings.HasSuffix(got, ":0") {
		t.Errorf("URL = %q, want http://127.0.0.1 and the real port", got)
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
