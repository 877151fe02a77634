package graphapi

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/gramql/gramql/internal/redact"
)

// Options are what a server is reached by.
type Options struct {
	// Base is the server's address, such as https://graph.instagram.com.
	Base *url.URL
	// Version is put before every path, such as "v27.0". Without it the server
	// chooses one.
	Version string
	// Transport makes the requests; nil is http.DefaultTransport.
	Transport http.RoundTripper
	// Log takes what an operator should know; nil is slog.Default().
	Log *slog.Logger
}

// Server is a Graph API server: the Doer at the end of every chain, which makes the
// request and reads and judges the answer, each once.
type Server struct {
	base      url.URL
	version   string
	transport http.RoundTripper
	log       *slog.Logger
	drift     sync.Once
}

// NewServer returns a server. It makes no call.
func NewServer(o Options) *Server {
	s := &Server{
		base:      url.URL{Scheme: o.Base.Scheme, Host: o.Base.Host, Path: strings.TrimRight(o.Base.Path, "/")},
		version:   o.Version,
		transport: o.Transport,
		log:       o.Log,
	}
	if s.version != "" {
		s.base.Path += "/" + s.version
	}
	if s.transport == nil {
		s.transport = http.DefaultTransport
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	return s
}

var _ Doer = (*Server)(nil)

// Root returns what stands before the path of each call in its URL: that of the base,
// and the version, such as "/v27.0".
func (s *Server) Root() string { return s.base.Path }

// Do makes the request of a call.
//
// The round tripper is used without an http.Client, which would follow redirects and
// put the URL into its errors.
func (s *Server) Do(ctx context.Context, call Call) (*Answer, error) {
	response, err := s.transport.RoundTrip(s.request(ctx, &call))
	if err != nil {
		return nil, NoAnswer(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	s.compareVersion(ctx, response.Header)
	return readAnswer(ctx, &call, response)
}

// accepted is what is accepted of all calls. No one writes to it.
var accepted = []string{"application/json"}

// request writes the HTTP request of a call whose path has been checked. It is
// put together by hand because http.NewRequest would parse the URL again.
func (s *Server) request(ctx context.Context, call *Call) *http.Request {
	address := s.base
	address.Path += call.Path
	request := (&http.Request{
		Method: call.Verb(),
		URL:    &address,
		Header: http.Header{"Accept": accepted},
	}).WithContext(ctx)
	if query := call.Query(); request.Method == http.MethodPost {
		setForm(request, query, call.Repeatable())
	} else {
		address.RawQuery = query
	}
	return request
}

// compareVersion warns once when the server answers in another version than the
// one asked for: Meta serves a dead or future version silently as the oldest
// one that lives.
//
// Source: Meta, Graph API: Platform Versioning.
func (s *Server) compareVersion(ctx context.Context, header http.Header) {
	served := header.Get("Facebook-Api-Version")
	if served == "" || s.version == "" || served == s.version {
		return
	}
	s.drift.Do(func() {
		s.log.WarnContext(ctx, "the Graph API answers in another version than the one asked for; "+
			"set -graph-version to one that lives",
			"asked", s.version, "served", redact.Line(served, 20))
	})
}
