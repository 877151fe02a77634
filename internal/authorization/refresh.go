package authorization

import (
	"context"
	"errors"
	"net/http"
)

// refresh turns a refresh token into an access token and the next refresh token. For a while
// the one before the current one is answered in the same way, for an answer may have been
// lost. Any other that was once good may be in the hands of others: all ends that came of the
// same sign-in.
//
// Sources: RFC 6749, section 6; RFC 9700, section 4.14.2.
func (s *Server) refresh(ctx context.Context, f form) (given tokens, err error) {
	text := f.Get("refresh_token")
	if text == "" {
		return given, &failure{http.StatusBadRequest, refusal{"invalid_request", "refresh_token is missing"}}
	}
	sent, ok := parseRefresh(text)
	if !ok {
		return given, errNoRefresh
	}
	err = s.Store.Change(ctx, sent.family, func(family *Family) ([]Access, error) {
		now := s.Now()
		switch {
		case family.Root != sent.rootHash(), !now.Before(family.Expires), family.Client != f.client.ID:
			return nil, errNoRefresh
		case sent.hash() == family.Before && now.Sub(family.RefreshedAt) <= grace:
		case sent.hash() != family.Refresh:
			return nil, ErrEnd
		default:
			family.Before, family.Nonce, family.RefreshedAt, family.Expires = family.Refresh, newNonce(), now, now.Add(refreshLife)
		}
		allowed, left := scopes(family.Scopes).within(f.client.scopes)
		if !left {
			return nil, errNoRefresh
		}
		granted, ok := allowed.grant(f.Get("scope"))
		if !ok {
			return nil, &failure{http.StatusBadRequest, refusal{"invalid_scope", "the person has allowed " + allowed.String()}}
		}
		next := sent.successor(family.Nonce)
		family.Refresh = next.hash()
		secret, name := sent.access(family.Nonce, granted)
		var access Access
		given, access = family.issue(secret, name, next, granted, family.RefreshedAt, now)
		return []Access{access}, nil
	})
	switch {
	case errors.Is(err, ErrNone):
		return given, errNoRefresh
	case errors.Is(err, ErrEnd):
		s.Log.WarnContext(ctx, "authorization: an old refresh token was used; what came of its sign-in has ended", "client", f.client.ID)
		return tokens{}, noGrant("the refresh token was used before; all that came of its sign-in has ended")
	}
	return given, err
}

// errNoRefresh refuses a refresh token that never was, or is over.
var errNoRefresh = noGrant("the refresh token is not known here, is another app's, or has ended: sign in again")
