package oauth

import (
	"context"
	"errors"
	"net/http"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/token"
)

// facebookToken answers an app that asks for a token with its secret: for a code, for
// another token, or for its own.
func (s *Server) facebookToken(ctx context.Context, r Request) (Reply, error) {
	if err := r.only(http.MethodGet, http.MethodPost); err != nil {
		return Reply{}, err
	}
	app, secret := r.Params.Get("client_id"), r.Params.Get("client_secret")
	switch {
	case app == "":
		return Reply{}, apierror.LoginParameterRequired("client_id")
	case !s.Tokens.Apps.Known(app):
		return Reply{}, apierror.UnknownApp()
	case secret == "":
		return Reply{}, apierror.LoginParameterRequired("client_secret")
	case !s.Tokens.Apps.Verify(app, secret):
		return Reply{}, apierror.WrongSecret()
	}
	switch grantType := r.Params.Get("grant_type"); grantType {
	case "", "authorization_code":
		return s.redeemOnFacebook(ctx, r, app)
	case "fb_exchange_token":
		return s.exchangeOnFacebook(ctx, r, app)
	case "client_credentials":
		return told(longLived{Token: token.App{ID: app, Secret: secret}.OwnToken(), Type: "bearer"})
	default:
		return Reply{}, apierror.BadParameter("Invalid grant_type: %s", grantType)
	}
}

// redeemOnFacebook turns a code into a token.
func (s *Server) redeemOnFacebook(ctx context.Context, r Request, app string) (Reply, error) {
	for _, name := range []string{"redirect_uri", "code"} {
		if r.Params.Get(name) == "" {
			return Reply{}, apierror.LoginParameterRequired(name)
		}
	}
	issued, err := s.Tokens.Redeem(ctx, app, catalog.Facebook, code(r), r.Params.Get("redirect_uri"))
	switch {
	case err == nil:
		return told(lasting(issued))
	case errors.Is(err, token.ErrCodeUnknown):
		err = apierror.CodeRefused()
	case errors.Is(err, token.ErrCodeUsed):
		err = apierror.CodeUsed()
	case errors.Is(err, token.ErrCodeExpired):
		err = apierror.CodeExpired()
	case errors.Is(err, token.ErrCodeRedirect):
		err = apierror.CodeRedirect()
	}
	return Reply{}, err
}

// exchangeOnFacebook turns a user's token into a long-lived one.
func (s *Server) exchangeOnFacebook(ctx context.Context, r Request, app string) (Reply, error) {
	const param = "fb_exchange_token"
	old := r.Params.Get(param)
	if old == "" {
		return Reply{}, apierror.LoginParameterRequired(param)
	}
	g, err := s.Tokens.Find(ctx, old)
	switch {
	case err != nil:
		return Reply{}, err
	case g.Login != catalog.Facebook || g.App != app:
		return Reply{}, apierror.OtherApp(app)
	case g.Kind != token.Short && g.Kind != token.Long:
		return Reply{}, apierror.NotShortLived()
	}
	issued, err := s.Tokens.Issue(ctx, g.Consent, token.Long)
	if err != nil {
		return Reply{}, err
	}
	return told(lasting(issued))
}
