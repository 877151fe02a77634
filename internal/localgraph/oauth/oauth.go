// Package oauth is Meta's side of the login: the window in which people allow an
// app something, and the calls that turn this into access tokens, in all three
// login types.
//
//	oauth.go       addresses, and what their requests and answers are
//	window.go      the window in which people allow and deny
//	asked.go       what an app asks for in the window's address
//	redirect.go    the way back to the app
//	instagram.go   tokens of Instagram Login and Basic Display
//	facebook.go    tokens of Facebook Login
//	debug.go       what is known of a token
//	permissions.go what is granted, and how it is taken back
//	callback.go    what Meta tells an app that was removed
//
// Source: Meta, Instagram Platform, "Business Login for Instagram"; Facebook Login,
// "Manually Build a Login Flow" and "Access Token Guide".
package oauth

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/store"
	"github.com/gramql/gramql/internal/localgraph/token"
)

// Options are the settings of a server.
type Options struct {
	DB     *store.DB
	Tokens *token.Register
	// PublicURL is where the app can be reached: people are sent back there, and it
	// takes callbacks there; "" is nowhere.
	PublicURL string
	Log       *slog.Logger
	Now       func() time.Time
}

// Server is Meta's side of the login.
type Server struct {
	Options
	callbacks sync.WaitGroup

	mu     sync.Mutex
	issued int64 // when the last callback says that it was, in Unix seconds
}

// New returns the server of a store and its tokens.
func New(o Options) *Server { return &Server{Options: o} }

// Close waits until the callbacks that are under way have ended.
func (s *Server) Close() { s.callbacks.Wait() }

// Request is a call to one of the login's addresses.
type Request struct {
	Method string
	// Path is without the version; Versioned says that the call named one.
	Path      string
	Versioned bool
	// Query and Form are the parameters of address and body, Params are both.
	Query, Form, Params url.Values
	// Foreign requests were sent by a web page of elsewhere.
	Foreign bool
	// Token is the access token of the call, and Grant what it grants, where the
	// address takes one that must be valid.
	Token string
	Grant token.Grant
}

// Reply is the answer to a request that was not refused.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// The addresses of the login.
const (
	authorizePath = "/oauth/authorize"
	dialogPath    = "/dialog/oauth"
	codePath      = "/oauth/access_token"
	exchangePath  = "/access_token"
	refreshPath   = "/refresh_access_token"
	debugPath     = "/debug_token"
	// permissions is the edge of a person that lists what is granted.
	permissions = "permissions"
)

// Opens reports whether an address needs no valid access token: it is there to get
// one, or says itself what is wrong with one.
func Opens(path string) bool {
	switch path {
	case authorizePath, dialogPath, codePath, exchangePath, refreshPath, debugPath:
		return true
	}
	return false
}

// Serves reports whether an address is one of the login's.
func Serves(path string) bool {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	return Opens(path) || len(segments) >= 2 && len(segments) <= 3 && segments[1] == permissions
}

// Answer answers a request to one of the login's addresses. The error is an
// *apierror.Error, where the call is at fault.
func (s *Server) Answer(ctx context.Context, r Request) (Reply, error) {
	switch r.Path {
	case authorizePath:
		return s.window(ctx, r, catalog.Instagram)
	case dialogPath:
		return s.window(ctx, r, catalog.Facebook)
	case codePath:
		if r.isFacebooks() {
			return s.facebookToken(ctx, r)
		}
		return s.redeemOnInstagram(ctx, r)
	case exchangePath:
		return s.exchange(ctx, r)
	case refreshPath:
		return s.refresh(ctx, r)
	case debugPath:
		return s.debug(ctx, r)
	}
	return s.permissions(ctx, r)
}

// isFacebooks tells the two addresses apart that differ by host at Meta.
func (r Request) isFacebooks() bool {
	switch r.Params.Get("grant_type") {
	case "fb_exchange_token", "client_credentials":
		return true
	}
	return r.Versioned || r.Method != http.MethodPost
}

// Login returns the login type whose words answer a request: that of its token, else
// the one that has the address.
func (r Request) Login() catalog.Login {
	switch login := catalog.OfToken(r.Token); {
	case login != 0:
		return login
	case r.Path == dialogPath, r.Path == codePath && r.isFacebooks():
		return catalog.Facebook
	}
	return catalog.Instagram
}

// only refuses all methods but those named.
func (r Request) only(methods ...string) error {
	for _, m := range methods {
		if r.Method == m {
			return nil
		}
	}
	return apierror.UnsupportedMethod(strings.ToLower(r.Method), r.Login())
}

// told returns the answer of a JSON body.
func told(body any) (Reply, error) {
	text, err := json.Marshal(body)
	return Reply{Status: http.StatusOK, Body: text}, err
}
