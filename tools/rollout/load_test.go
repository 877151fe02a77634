package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestLoad_isLostUnlessItIsAnsweredInFull(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		status     int
		lost       bool
	}{
		{"in full", `{"data":{"me":{"username":"metricsaurus"}}}`, http.StatusOK, false},
		{"with an error", `{"errors":[]}`, http.StatusOK, true},
		{"with another status", `{"data":{"me":{"username":"metricsaurus"}}}`, http.StatusServiceUnavailable, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodPost || r.Header.Get("Authorization") == "" || r.Header.Get("Content-Type") != "application/json" {
					t.Errorf("%s with %v", r.Method, r.Header)
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			}))
			defer s.Close()
			l := newLoad(s.URL)
			l.count(l.ask(t.Context()))
			if (l.verdict() != nil) != c.lost || l.answered+len(l.lost) != 1 {
				t.Errorf("%d answered, lost %q: %v", l.answered, l.lost, l.verdict())
			}
		})
	}
}

func TestLoad_isNoProofIfNothingWasSent(t *testing.T) {
	t.Parallel()
	l := newLoad("http://127.0.0.1:1")
	if l.verdict() == nil {
		t.Error("nothing was answered, and that is well")
	}
	l.count("")
	l.count("503")
	var out bytes.Buffer
	if l.write(&out); !strings.HasPrefix(out.String(), "1 requests answered, 1 lost,") {
		t.Errorf("says %s", out.String())
	}
	if err := l.verdict(); err == nil || err.Error() != "lost: 503" {
		t.Errorf("the verdict is %v", err)
	}
}
