// Package localgraph is the local graph: a Graph API server of our own that
// answers as Meta's does, in the dialects of all three login types, out of a
// SQLite database with a demo world in it.
//
//	server.go    a request comes in, an answer goes out
//	request.go   path, parameters and token of a request
//	proof.go     appsecret_proof
//	login.go     calls of the login among others
//	read.go      /me, /{id}, /{id}/{edge} and ?ids=
//	write.go     POST and DELETE of nodes and their edges
//	upload.go    videos in pieces
//	hashtag.go   /ig_hashtag_search
//	oembed.go    /instagram_oembed
//	batch.go     many requests in one; batch/ reads them
//	calls.go     the last calls, for who tests an app
//	limit.go     quotas that can be set, for them too
//	reset.go     the demo world as it was at first
//	control/     the server's control API
//	fault/       failures that can be switched on, for tests; strike.go lets them
//	             strike, break.go those that break a connection
//	conformance/ the cases that its tests, and tools/conform, ask
//	catalog/     the table of node types, fields and edges
//	expand/      answers field expansions
//	insight/     the numbers of insights
//	token/       access tokens, and what people allowed at the login
//	oauth/       Meta's side of the login
//	write/       the table of writes; publish/ makes containers and media
//	usage/       how much of the quotas is spent
//	cdn/         serves media files; mediafile/ keeps what is published, picture/ draws
//	             the others
//	store/       the database; world/ fills it
//
// It shares only the field-expansion language with the client side, how SQLite files
// are opened, and what this machine is called: a server that shared more would agree
// with its client even where both are wrong.
package localgraph

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/localgraph/cdn"
	"github.com/gramql/gramql/internal/localgraph/expand"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/localgraph/mediafile"
	"github.com/gramql/gramql/internal/localgraph/oauth"
	"github.com/gramql/gramql/internal/localgraph/store"
	"github.com/gramql/gramql/internal/localgraph/token"
	"github.com/gramql/gramql/internal/localgraph/usage"
	"github.com/gramql/gramql/internal/localgraph/world"
	"github.com/gramql/gramql/internal/localgraph/write"
)

// Options are the settings of a server. The zero value is a server in memory
// that answers as Meta does today.
type Options struct {
	// Dir is the folder of the database; "" keeps it in memory.
	Dir string
	// BaseURL is the server's own address, which goes into links, such as
	// http://127.0.0.1:8081; "" takes it from each request.
	BaseURL string
	// Legacy brings back what Meta withdrew in autumn 2026: ?ids=, field aliases,
	// and the parameter that names another method.
	Legacy bool
	// Version serves calls that name no version; "" is DefaultVersion.
	Version string
	// AppID and AppSecret are an app beside the demo app; "" is none.
	AppID, AppSecret string
	// PublicURL is where apps can be reached, besides on this machine: people who log
	// in are sent back there, and callbacks go there; "" is nowhere.
	PublicURL string
	// Proof makes the app require appsecret_proof with each call.
	Proof bool
	// KeepCalls makes the server remember its last calls, for Calls.
	KeepCalls bool
	// MediaHosts are the hosts that media are fetched from to be published; nil is this
	// machine.
	MediaHosts []string
	// Log takes the server's own failures; nil is slog.Default.
	Log *slog.Logger
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// OnRequest, unless nil, is called with each request before it is answered.
	OnRequest func(*http.Request)
}

// DefaultVersion serves calls that name no version, where no option says another.
const DefaultVersion = "v27.0"

// Server is the local graph as an http.Handler.
type Server struct {
	options Options
	db      *store.DB
	graph   *expand.Graph
	tokens  *token.Register
	login   *oauth.Server
	media   *cdn.CDN
	writer  *write.Writer
	faults  fault.Set
	usage   usage.Meter
	calls   calls
}

// Open opens the local graph, and fills it with the demo world when it is new.
func Open(ctx context.Context, o Options) (*Server, error) {
	if o.Version == "" {
		o.Version = DefaultVersion
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.BaseURL = strings.TrimSuffix(o.BaseURL, "/")
	db, err := store.Open(ctx, o.Dir)
	if err != nil {
		return nil, err
	}
	if err := world.Seed(ctx, db); err != nil {
		_ = db.Close() // the first error says more
		return nil, err
	}
	tokens := token.New(db, o.apps(), o.Now)
	media := cdn.New(mediafile.Open(o.Dir, o.MediaHosts), o.BaseURL, o.Now)
	return &Server{
		options: o, db: db, graph: expand.New(db), tokens: tokens,
		media: media, writer: write.New(db, media),
		login: oauth.New(oauth.Options{DB: db, Tokens: tokens, PublicURL: o.PublicURL, Log: o.Log, Now: o.Now}),
	}, nil
}

// Close closes the database. No request may be running.
func (s *Server) Close() error {
	s.login.Close()
	return errors.Join(s.db.Close(), s.media.Close())
}

// Statements returns how many SQL statements have read the database so far.
func (s *Server) Statements() int64 { return s.db.Statements() }

// Faults returns the server's faults, to switch them on and off.
func (s *Server) Faults() *fault.Set { return &s.faults }

// Login returns Meta's side of the login, to remove apps from accounts.
func (s *Server) Login() *oauth.Server { return s.login }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.options.OnRequest != nil {
		s.options.OnRequest(r)
	}
	if name, ok := strings.CutPrefix(r.URL.Path, expand.MediaPath); ok {
		s.media.Serve(w, r, name)
		return
	}
	if strings.HasPrefix(r.URL.Path, uploadPath) {
		s.serveUpload(w, r)
		return
	}
	came := s.options.Now()
	if s.breaks(s.addressed(r), fault.BeforeBody) {
		s.hangUp(w, r, nil, came)
		return
	}
	req, err := s.readRequest(w, r)
	if s.breaks(req, fault.AfterBody) {
		s.hangUp(w, r, req, came)
		return
	}
	a := s.answer(r.Context(), req, err)
	if s.breaks(req, fault.NoAnswer) {
		s.hangUp(w, r, req, came)
		return
	}
	s.keepCall(r, req, came, a.status)
	a.write(w, r)
}

// answer answers a request; refused, unless nil, is why it could not be read.
func (s *Server) answer(ctx context.Context, req *request, refused error) *answer {
	a := s.newAnswer(req)
	err := refused
	if err == nil {
		err = s.injected(ctx, req, a)
	}
	if err == nil {
		err = s.respond(ctx, req, a)
	}
	if err != nil {
		s.fail(ctx, a, req, err)
	}
	a.spent.Tell(a.header, req.viewer.Login, req.viewer.Account)
	s.spoil(req, a)
	return a
}
