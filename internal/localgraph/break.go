package localgraph

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/localgraph/fault"
)

// breaks lets a fault strike that breaks the connection of a write, and reports
// whether one did.
func (s *Server) breaks(req *request, kind fault.Kind) bool {
	if s.faults.None() || req.method != http.MethodPost && req.method != http.MethodDelete {
		return false
	}
	_, ok := s.faults.Take(func(f *fault.Fault) bool {
		return (f.Path != "" || len(split(req.path)) > 0 && !req.isBatch()) && req.call().StruckBy(f)
	}, kind)
	return ok
}

// addressed returns what a request is about as far as can be told without its body.
func (s *Server) addressed(r *http.Request) *request {
	req := &request{method: r.Method, params: r.URL.Query()}
	req.token = tokenOf(req.params, r.Header)
	segments := split(r.URL.Path)
	if len(segments) > 0 && isVersion(segments[0]) {
		segments = segments[1:]
	}
	req.path = "/" + strings.Join(segments, "/")
	return req
}

// hangUp breaks the connection of a request without an answer; req is nil if it was
// not read.
func (s *Server) hangUp(w http.ResponseWriter, r *http.Request, req *request, came time.Time) {
	if req == nil {
		req = &request{params: url.Values{}}
	}
	s.keepCall(r, req, came, 0)
	if connection, _, err := http.NewResponseController(w).Hijack(); err == nil {
		if tcp, ok := connection.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // reset, where it can be
		}
		_ = connection.Close() // as is the aim
		return
	}
	panic(http.ErrAbortHandler)
}
