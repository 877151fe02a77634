package authorization

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/credential"
)

// TokenPath is where apps get tokens, below the public address.
const TokenPath = "/oauth/token" //nolint:gosec // no secret

// failure is a refusal of an endpoint.
type failure struct {
	status int
	refusal
}

// Error returns the code.
func (f *failure) Error() string { return f.code }

// noGrant refuses a code or a refresh token.
func noGrant(description string) *failure {
	return &failure{http.StatusBadRequest, refusal{"invalid_grant", description}}
}

// errBusy is a fault of ours. The same request may be answered later: no app is to take what
// it has for dead.
var errBusy = &failure{http.StatusServiceUnavailable, refusal{"temporarily_unavailable", "send it again in a few seconds"}}

// tokens are an answer with tokens.
type tokens struct {
	Access  string `json:"access_token"`
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"` // seconds
	Refresh string `json:"refresh_token"`
	Scope   string `json:"scope"`
}

// Token answers POST /oauth/token: an app turns a code, or a refresh token, into tokens.
func (s *Server) Token(w http.ResponseWriter, r *http.Request) {
	if !isPost(w, r) {
		return
	}
	given, err := s.give(w, r)
	if err != nil {
		why, known := errors.AsType[*failure](err)
		if !known {
			s.failed(r.Context(), "give an app tokens", err)
			why = errBusy
		}
		s.refuse(w, r, why)
		return
	}
	write(w, http.StatusOK, given)
}

func (s *Server) give(w http.ResponseWriter, r *http.Request) (tokens, error) {
	f, why := s.readForm(w, r)
	if why != nil {
		return tokens{}, why
	}
	switch f.Get("grant_type") {
	case "":
		return tokens{}, &failure{http.StatusBadRequest, refusal{"invalid_request", "grant_type is missing"}}
	case "authorization_code":
		return s.redeem(r.Context(), f)
	case "refresh_token":
		return s.refresh(r.Context(), f)
	}
	return tokens{}, &failure{http.StatusBadRequest, refusal{"unsupported_grant_type", "grant_type is authorization_code or refresh_token"}}
}

// issue returns what an app is given: a refresh token, and an access token that lives from a
// time on. What is kept of the access token is returned, too.
func (f *Family) issue(access, name string, refresh refreshToken, granted scopes, from, now time.Time) (tokens, Access) {
	until := from.Add(accessLife)
	return tokens{Access: access, Type: "Bearer", Expires: int(until.Sub(now).Seconds()), Refresh: refresh.text, Scope: granted.String()},
		Access{ID: name, Secret: credential.HashOf(access), Family: f.ID, Person: f.Person, Scopes: granted, CreatedAt: from, Expires: until}
}

// refusedPerMinute is how often a client may be refused in a minute.
const refusedPerMinute = 60

// refuse answers with a refusal, which is counted: a client that is refused again and again
// learns no more. One that has what is asked for is answered all the same, for behind a proxy
// all clients have one address.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, why *failure) {
	if why.status < http.StatusInternalServerError {
		if wait := s.refused.Take(s.ClientOf(r), refusedPerMinute); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
			why = tooOften
		}
	}
	fail(w, r, why)
}

// tooOften refuses a client that was refused too often.
var tooOften = &failure{http.StatusTooManyRequests, refusal{"temporarily_unavailable", "too many requests were refused here; wait as long as Retry-After says"}}

// fail answers with a refusal.
//
// Source: RFC 6749, section 5.2.
func fail(w http.ResponseWriter, r *http.Request, why *failure) {
	if why.status == http.StatusUnauthorized && r.Header.Get("Authorization") != "" {
		w.Header().Set("WWW-Authenticate", `Basic realm="gramql", charset="UTF-8"`)
	}
	if why == errBusy {
		w.Header().Set("Retry-After", "5")
	}
	write(w, why.status, map[string]string{"error": why.code, "error_description": why.description})
}

// write answers with JSON that nobody is to keep.
func write(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Pragma", "no-cache")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // the app may be gone
}
