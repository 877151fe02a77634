package transport

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
)

// observe puts each call down in the context's record, and in the log at level
// debug. When nobody wants to know it does nothing.
type observe struct {
	log  *slog.Logger
	next http.RoundTripper
}

// RoundTrip makes the call. What it puts down is complete when the answer's
// body has been read or closed.
func (o *observe) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	record := FromContext(ctx)
	if record == nil && !o.log.Enabled(ctx, slog.LevelDebug) {
		return o.next.RoundTrip(request)
	}
	s := &sighting{ctx: ctx, log: o.log, record: record, call: callOf(request), began: time.Now()}
	record.start(s.call)
	response, err := o.next.RoundTrip(request)
	if err != nil {
		s.end(err)
		return nil, err
	}
	s.status = response.StatusCode
	s.body = response.Body
	response.Body = s
	return response, nil
}

// callOf describes the call that a request makes.
func callOf(request *http.Request) *Call {
	asked, batch, _ := graphapi.Asked(request.Context())
	call := &Call{
		Method: request.Method,
		Path:   request.URL.Path,
		Fields: asked.Fields,
		IDs:    append([]string{}, asked.IDs...),
		Cache:  "none",
	}
	base := strings.TrimSuffix(request.URL.Path, "/")
	for i, item := range batch {
		if id, _, _ := strings.Cut(strings.TrimPrefix(item.Path, "/"), "/"); id != "" {
			call.IDs = append(call.IDs, id)
		}
		call.IDs = append(call.IDs, item.IDs...)
		call.Batch = append(call.Batch, BatchItem{base + item.Path, item.Fields})
		if i == 0 {
			call.Fields = item.Fields
		} else if call.Fields != item.Fields {
			call.Fields = ""
		}
	}
	return call
}

// sighting is one call under observation: it stands in for the answer's body,
// because only its end tells how long and how large the answer was.
type sighting struct {
	ctx    context.Context //nolint:containedctx // the request's, for the end of its answer
	log    *slog.Logger
	record *Record
	call   *Call
	began  time.Time
	body   io.ReadCloser
	status int
	bytes  int64
	ended  bool
}

// Read reads the answer's body and counts its bytes.
func (s *sighting) Read(p []byte) (int, error) {
	n, err := s.body.Read(p)
	s.bytes += int64(n)
	if err != nil {
		s.end(err)
	}
	return n, err
}

// Close closes the answer's body.
func (s *sighting) Close() error {
	s.end(nil)
	return s.body.Close()
}

// end completes what is put down, once.
func (s *sighting) end(err error) {
	if s.ended {
		return
	}
	s.ended = true
	took := time.Since(s.began)
	s.record.finish(s.call, s.status, s.bytes, took)
	if !s.log.Enabled(s.ctx, slog.LevelDebug) {
		return
	}
	attributes := []slog.Attr{
		slog.String("method", s.call.Method), slog.String("path", s.call.Path), slog.Int("status", s.status),
		slog.Int64("bytes", s.bytes), slog.Duration("took", took),
	}
	if err != nil && !errors.Is(err, io.EOF) {
		attributes = append(attributes, slog.String("error", graphapi.Redact(err.Error())))
	}
	s.log.LogAttrs(s.ctx, slog.LevelDebug, "Graph API call", attributes...)
}
