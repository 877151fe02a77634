package badnetwork

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// whole is what the server behind the line answers.
var whole = strings.Repeat("an answer ", 1000)

// open returns a line to a server, and a function that asks by way of the line, each
// time on a connection of its own.
func open(t *testing.T) (*Line, func() (string, error)) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.URL.Path+whole)
	}))
	t.Cleanup(server.Close)
	upstream, err := url.Parse(server.URL + "/base")
	if err != nil {
		t.Fatal(err)
	}
	line, err := Open(upstream)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(line.Close)
	if line.URL().Host == upstream.Host || line.URL().Path != "/base" || line.URL().Scheme != "http" {
		t.Fatalf("the line to %s is at %s", upstream, line.URL())
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return line, func() (string, error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, line.URL().String(), http.NoBody)
		if err != nil {
			return "", err
		}
		response, err := client.Do(r)
		if err != nil {
			return "", err
		}
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		return string(text), err
	}
}

// served fails the test unless an answer comes whole.
func served(t *testing.T, ask func() (string, error)) {
	t.Helper()
	if text, err := ask(); err != nil || text != "/base"+whole {
		t.Errorf("%d bytes came, and %v", len(text), err)
	}
}

func TestLine_isSpoiledUntilItIsHealed(t *testing.T) {
	t.Parallel()
	line, ask := open(t)
	served(t, ask)
	if err := line.Spoil(Toxic{Type: "limit_data", Toxicity: 1, Attributes: map[string]int{"bytes": 500}}); err != nil {
		t.Fatal(err)
	}
	if text, err := ask(); err == nil || len(text) >= 500 {
		t.Errorf("%d bytes came, and %v", len(text), err)
	}
	line.Heal(t.Context())
	served(t, ask)
}

func TestLine_refusesAFaultThatDoesNotExist(t *testing.T) {
	t.Parallel()
	line, ask := open(t)
	if err := line.Spoil(Toxic{Type: "moths", Toxicity: 1}); err == nil {
		t.Error("the line has moths")
	}
	served(t, ask)
}

func TestLine_isCutUntilItIsMended(t *testing.T) {
	t.Parallel()
	line, ask := open(t)
	line.Cut()
	if text, err := ask(); err == nil {
		t.Errorf("%d bytes came", len(text))
	}
	if err := line.Mend(); err != nil {
		t.Fatal(err)
	}
	served(t, ask)
	line.Close()
	if text, err := ask(); err == nil {
		t.Errorf("%d bytes came after the end", len(text))
	}
}
