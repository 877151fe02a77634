package authorization

import (
	"context"
	"errors"
	"net/http"

	"github.com/gramql/gramql/internal/credential"
)

// RevokePath is where apps end what they have, below the public address.
const RevokePath = "/oauth/revoke"

// notYours refuses to end what another app has.
var notYours = &failure{http.StatusBadRequest, refusal{"unauthorized_client", "the token is another app's"}}

// Revoke answers POST /oauth/revoke: an app ends an access token, or by a refresh token all
// that came of its sign-in. A token that is not there has ended. The app need not name
// itself, for whoever has the token may do this.
//
// Source: RFC 7009, section 2.
func (s *Server) Revoke(w http.ResponseWriter, r *http.Request) {
	if !isPost(w, r) {
		return
	}
	f, why := s.readForm(w, r)
	if why == badClient && r.Header.Get("Authorization") == "" && !f.Has("client_id") {
		why = nil
	}
	switch {
	case why != nil:
		s.refuse(w, r, why)
		return
	case f.Get("token") == "":
		s.refuse(w, r, &failure{http.StatusBadRequest, refusal{"invalid_request", "token is missing"}})
		return
	}
	err := s.end(r.Context(), f.Get("token"), f.client)
	switch {
	case err == nil, errors.Is(err, ErrNone), errors.Is(err, ErrEnd):
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusOK)
	case errors.Is(err, notYours):
		s.refuse(w, r, notYours)
	default:
		s.failed(r.Context(), "end what an app has", err)
		fail(w, r, errBusy)
	}
}

// end ends a token for an app, or for whoever sends it where that is none: ErrNone where there
// is no such token.
func (s *Server) end(ctx context.Context, token string, by Client) error {
	if sent, ok := parseRefresh(token); ok {
		return s.Store.Change(ctx, sent.family, func(family *Family) ([]Access, error) {
			switch {
			case family.Root != sent.rootHash():
				return nil, ErrNone
			case by.ID != "" && by.ID != family.Client:
				return nil, notYours
			}
			return nil, ErrEnd
		})
	}
	access, err := s.Store.FindAccess(ctx, credential.HashOf(token), s.Now())
	switch {
	case err != nil:
		return err
	case by.ID != "" && by.ID != access.Client:
		return notYours
	}
	return s.Store.EndAccess(ctx, access.ID)
}
