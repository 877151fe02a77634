package authorization

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"

	"github.com/gramql/gramql/internal/credential"
)

// redeem turns a code into tokens, once. A code that comes again may be known to others, so all
// ends that came of it.
//
// Sources: RFC 6749, section 4.1.3; RFC 7636, section 4.6; RFC 9700, section 4.14.
func (s *Server) redeem(ctx context.Context, f form) (given tokens, err error) {
	code, verifier := f.Get("code"), f.Get("code_verifier")
	if code == "" || verifier == "" {
		return given, &failure{http.StatusBadRequest, refusal{"invalid_request", "code and code_verifier are needed"}}
	}
	if !credential.IsWhole(CodePrefix, code) {
		return given, errNoCode
	}
	err = s.Store.ChangeByCode(ctx, credential.HashOf(code), func(family *Family) ([]Access, error) {
		now := s.Now()
		switch {
		case family.redeemed():
			return nil, ErrEnd
		case !now.Before(family.Expires):
			return nil, errNoCode
		case family.Client != f.client.ID:
			return nil, noGrant("the code is another app's")
		case f.Has("redirect_uri") && f.Get("redirect_uri") != family.Redirect:
			return nil, noGrant("redirect_uri is another than the code was asked for with")
		case !verifierForm.MatchString(verifier) || subtle.ConstantTimeCompare([]byte(challengeOf(verifier)), []byte(family.Challenge)) != 1:
			return nil, noGrant("code_verifier does not fit code_challenge")
		}
		refresh := newRefresh(family.ID)
		secret, name := credential.NewSecret(AccessPrefix)
		family.Root, family.Refresh, family.RefreshedAt, family.Expires = refresh.rootHash(), refresh.hash(), now, now.Add(refreshLife)
		var access Access
		given, access = family.issue(secret, name, refresh, family.Scopes, now, now)
		return []Access{access}, nil
	})
	switch {
	case errors.Is(err, ErrNone):
		return given, errNoCode
	case errors.Is(err, ErrEnd):
		s.Log.WarnContext(ctx, "authorization: a code was used twice; what came of it has ended", "client", f.client.ID)
		return tokens{}, noGrant("the code was used before; all that came of it has ended")
	}
	return given, err
}

// errNoCode refuses a code that never was, or is over.
var errNoCode = noGrant("the code is not known here, or is over: it works for a minute")
