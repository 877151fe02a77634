package authorization

import (
	"context"
	"errors"

	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/problem"
)

// Why a request is of nobody though it brings a secret of an app's.
var (
	// ErrMalformed means a text that begins as an access token, and is none.
	ErrMalformed = problem.New(problem.Unauthenticated, "the access token is incomplete or mistyped: its checksum is wrong",
		"Send access_token as POST /oauth/token gave it: Authorization: Bearer gqa_….")
	// ErrNoAccess means another secret than an access token.
	ErrNoAccess = problem.New(problem.Unauthenticated, "this is a code or a refresh token, by which nobody asks",
		"Send it to POST /oauth/token, and access_token of the answer here.")
	// ErrEnded means an access token that does not work any more, or that never was.
	ErrEnded = problem.New(problem.Unauthenticated, "the access token has expired, was revoked, or is not of this server",
		"Get another for the refresh token: POST /oauth/token with grant_type=refresh_token. If that is refused, have the person sign in again.")
)

// Identify returns what an access token allows, with the scopes that its app has by now. An
// error is a problem, unless access tokens cannot be read now.
func (s *Server) Identify(ctx context.Context, secret string) (Access, error) {
	if _, _, ok := credential.Parts(AccessPrefix, secret); !ok {
		if len(secret) >= len(AccessPrefix) && secret[:len(AccessPrefix)] != AccessPrefix {
			return Access{}, ErrNoAccess
		}
		return Access{}, ErrMalformed
	}
	access, err := s.Store.FindAccess(ctx, credential.HashOf(secret), s.Now())
	switch {
	case errors.Is(err, ErrNone):
		return Access{}, ErrEnded
	case err != nil:
		return Access{}, err
	}
	client, known := s.Clients[access.Client]
	if !known {
		return Access{}, ErrEnded
	}
	left, ok := scopes(access.Scopes).within(client.scopes)
	if !ok {
		return Access{}, ErrEnded
	}
	access.Scopes = left
	return access, nil
}
