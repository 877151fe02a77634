package server

import (
	"io"
	"net/http"
	"sync/atomic"
)

// Health is the state that the program's probes report. The zero value is a
// program that is starting.
type Health struct{ state atomic.Int32 }

const (
	starting int32 = iota
	ready
	draining
)

func (h *Health) set(state int32) { h.state.Store(state) }

// Register adds the two probes to a mux, below a base path: /healthz is 200 as long
// as the program runs; /readyz is 200 while it accepts new requests, and 503 before
// and after.
func (h *Health) Register(mux *http.ServeMux, base string) {
	mux.HandleFunc("GET "+base+"/healthz", func(w http.ResponseWriter, _ *http.Request) {
		probe(w, http.StatusOK, "ok\n")
	})
	mux.HandleFunc("GET "+base+"/readyz", func(w http.ResponseWriter, _ *http.Request) {
		switch h.state.Load() {
		case ready:
			probe(w, http.StatusOK, "ready\n")
		case draining:
			probe(w, http.StatusServiceUnavailable, "draining\n")
		default:
			probe(w, http.StatusServiceUnavailable, "starting\n")
		}
	})
}

func probe(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}
