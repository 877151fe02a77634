package command_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/command"
	"github.com/gramql/gramql/internal/config"
)

func TestHealthy_tellsWhatTheProbeSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		status int
		body   string
		want   string // in the error; empty: none
	}{
		{"a program that accepts requests", http.StatusOK, "ready\n", ""},
		{"one that drains", http.StatusServiceUnavailable, "draining\n", `503: "draining\n"`},
		{"another server", http.StatusNotFound, "<html>" + strings.Repeat("x", 5000), `404: "<html>x`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			program := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/readyz" {
					t.Errorf("asked for %s", r.URL.Path)
				}
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.body))
			}))
			defer program.Close()
			_, port, _ := strings.Cut(strings.TrimPrefix(program.URL, "http://"), ":")
			for _, host := range []string{"127.0.0.1", "0.0.0.0", "", "localhost"} {
				var out bytes.Buffer
				err := command.Healthy(t.Context(), &out, config.Settings{Addr: host + ":" + port})
				switch {
				case c.want == "" && (err != nil || out.String() != c.body):
					t.Errorf("%s: %q, %v", host, out.String(), err)
				case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || len(err.Error()) > 200 || out.Len() > 0):
					t.Errorf("%s: %q, %v", host, out.String(), err)
				}
			}
		})
	}
}

func TestHealthy_refusesWhatNobodyCanAsk(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	addr := strings.TrimPrefix(closed.URL, "http://")
	closed.Close()
	if err := command.Healthy(t.Context(), new(bytes.Buffer), config.Settings{Addr: addr}); err == nil || !strings.Contains(err.Error(), "nothing answers at "+addr) {
		t.Error(err)
	}
	err := command.Healthy(t.Context(), new(bytes.Buffer), config.Settings{Addr: "127.0.0.1:0"})
	if _, usage := errors.AsType[*config.Error](err); !usage {
		t.Error(err)
	}
}
