package localgraph

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/usage"
)

// answer is the answer to one request, over HTTP or as an item of a batch.
type answer struct {
	status  int
	header  http.Header
	body    []byte
	traceID string
	spent   usage.Spent
}

// newAnswer returns an empty answer with the headers that all answers have.
//
// Source: headers as seen on Meta's servers.
func (s *Server) newAnswer(req *request) *answer {
	a := &answer{
		status: http.StatusOK, header: http.Header{}, traceID: newTraceID(),
		spent: s.usage.Count(s.options.Now(), req.viewer.Account, req.weight()),
	}
	for _, h := range [...][2]string{
		{"Content-Type", "application/json; charset=UTF-8"},
		{"Cache-Control", "private, no-cache, no-store, must-revalidate"},
		{"Pragma", "no-cache"},
		{"Expires", "Sat, 01 Jan 2000 00:00:00 GMT"},
		{"Vary", "Origin, Accept-Encoding"},
		{"Access-Control-Allow-Origin", "*"},
		{"X-Content-Type-Options", "nosniff"},
		{"Facebook-Api-Version", req.version},
		{"X-Fb-Request-Id", a.traceID},
		{"X-Fb-Trace-Id", a.traceID},
	} {
		a.header.Set(h[0], h[1])
	}
	return a
}

func newTraceID() string {
	var random [12]byte
	_, _ = rand.Read(random[:]) // never fails
	return "A" + base64.RawURLEncoding.EncodeToString(random[:])
}

// fail turns the answer into an error. A failure of the server itself is logged,
// and answered as Meta's unknown error.
func (s *Server) fail(ctx context.Context, a *answer, req *request, err error) {
	if written, ok := errors.AsType[*writtenRefusal](err); ok {
		a.status, a.body = written.status, []byte(written.body)
		return
	}
	refusal := &apierror.Error{}
	if !errors.As(err, &refusal) {
		refusal = apierror.Unknown()
		if ctx.Err() == nil {
			s.options.Log.ErrorContext(ctx, "local graph: a request failed", "path", req.path, "error", err, "fbtrace_id", a.traceID)
		}
	}
	a.status = refusal.Status
	a.body = refusal.JSON(req.login, a.traceID)
	if challenge := refusal.Challenge(req.login); challenge != "" {
		a.header.Set("WWW-Authenticate", challenge)
	}
}

func (a *answer) write(w http.ResponseWriter, r *http.Request) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.body) // the client may be gone
	}
}
