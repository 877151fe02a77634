package server

import (
	"net/http"
	"net/http/pprof" // registers itself in http.DefaultServeMux, which no listener serves
)

// NewAdminMux returns what is served on the admin address, which is not for the
// public: metrics, the probes and Go's profiles. pprof's /cmdline is left out,
// because the command line may hold the app secret.
func NewAdminMux(health *Health, metrics http.Handler) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics)
	health.Register(mux, "")
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol) // go tool pprof sends POST
	return mux
}
