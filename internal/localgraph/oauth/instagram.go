package oauth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/token"
)

// youngest is how old a long-lived token must be to be refreshed.
const youngest = 24 * time.Hour

// platformError is a refusal in the form that Instagram's own pages have, which is
// not that of the Graph API.
type platformError string

func (e platformError) Error() string { return string(e) }

// platform turns a platformError into its answer.
func platform(err error) (Reply, error) {
	refused, ok := errors.AsType[platformError](err)
	if !ok {
		return Reply{}, err
	}
	reply, err := told(struct {
		Type    string `json:"error_type"`
		Code    int    `json:"code"`
		Message string `json:"error_message"`
	}{"OAuthException", http.StatusBadRequest, string(refused)})
	reply.Status = http.StatusBadRequest
	return reply, err
}

// shortLived is the answer to a code. Meta documents it as the one row of a list
// data, with the permissions in one string; its servers were seen to answer so.
type shortLived struct {
	Token string `json:"access_token"`
	// UserID is a number, and too large for JavaScript's.
	UserID      int64    `json:"user_id"`
	Permissions []string `json:"permissions,omitempty"`
}

// redeemOnInstagram turns a code into a short-lived token.
func (s *Server) redeemOnInstagram(ctx context.Context, r Request) (Reply, error) {
	if err := r.only(http.MethodPost); err != nil {
		return Reply{}, err
	}
	for _, name := range []string{"client_id", "client_secret", "grant_type", "redirect_uri", "code"} {
		if r.Params.Get(name) == "" {
			return platform(platformError("Missing required field " + name))
		}
	}
	app := r.Params.Get("client_id")
	switch {
	case r.Params.Get("grant_type") != "authorization_code":
		return platform(platformError("Invalid grant_type"))
	case !s.Tokens.Apps.Known(app):
		return platform(platformError("Invalid platform app"))
	case !s.Tokens.Apps.Verify(app, r.Params.Get("client_secret")):
		return platform(platformError("Error validating client secret."))
	}
	issued, err := s.Tokens.Redeem(ctx, app, catalog.Instagram|catalog.BasicDisplay, code(r), r.Params.Get("redirect_uri"))
	if err != nil {
		return platform(codeRefused(err))
	}
	answer := shortLived{Token: issued.Text, UserID: issued.Account}
	if issued.Login == catalog.Instagram {
		answer.Permissions = issued.Granted
	}
	return told(answer)
}

// codeRefused is why a code is refused, in the words of Instagram Login.
func codeRefused(err error) error {
	for why, words := range map[error]platformError{
		token.ErrCodeUnknown:  "Matching code was not found or was already used",
		token.ErrCodeUsed:     "This authorization code has been used",
		token.ErrCodeExpired:  "This authorization code has expired",
		token.ErrCodeRedirect: apierror.RedirectDiffers,
	} {
		if errors.Is(err, why) {
			return words
		}
	}
	return err
}

// code returns the code of a request. Like Meta, it overlooks that the end of the
// redirect address was taken for a part of the code.
func code(r Request) string {
	text, _, _ := strings.Cut(r.Params.Get("code"), "#")
	return text
}

// longLived is the answer to an exchange and to a refresh.
type longLived struct {
	Token       string `json:"access_token"`
	Type        string `json:"token_type"`
	ExpiresIn   int64  `json:"expires_in,omitempty"` // seconds
	Permissions string `json:"permissions,omitempty"`
}

func lasting(issued token.Issued) longLived {
	return longLived{Token: issued.Text, Type: "bearer", ExpiresIn: int64(issued.Life().Seconds())}
}

// onInstagramsHost returns what the token of a call to graph.instagram.com grants.
func (s *Server) onInstagramsHost(ctx context.Context, r Request, grantType string) (token.Grant, error) {
	if err := r.only(http.MethodGet); err != nil {
		return token.Grant{}, err
	}
	switch r.Params.Get("grant_type") {
	case grantType:
	case "":
		return token.Grant{}, apierror.ParameterRequired("grant_type")
	default:
		return token.Grant{}, apierror.BadParameter("Param grant_type must be %s", grantType)
	}
	if r.Token == "" {
		return token.Grant{}, apierror.TokenRequired()
	}
	g, err := s.Tokens.Find(ctx, r.Token)
	if err == nil && g.Login == catalog.Facebook {
		err = apierror.UnsupportedMethod("get", g.Login)
	}
	return g, err
}

// exchange turns a short-lived token into a long-lived one.
func (s *Server) exchange(ctx context.Context, r Request) (Reply, error) {
	g, err := s.onInstagramsHost(ctx, r, "ig_exchange_token")
	secret := r.Params.Get("client_secret")
	switch {
	case err != nil:
		return Reply{}, err
	case secret == "":
		return Reply{}, apierror.ParameterRequired("client_secret")
	case !s.Tokens.Apps.Verify(g.App, secret):
		return Reply{}, apierror.UnsupportedMethod("get", g.Login)
	case g.Kind != token.Short:
		return Reply{}, apierror.NotShortLived()
	}
	issued, err := s.Tokens.Issue(ctx, g.Consent, token.Long)
	if err != nil {
		return Reply{}, err
	}
	return told(lasting(issued))
}

// refresh turns a long-lived token into one that lives as long again from now on.
func (s *Server) refresh(ctx context.Context, r Request) (Reply, error) {
	g, err := s.onInstagramsHost(ctx, r, "ig_refresh_token")
	if err == nil && (g.Kind != token.Long || s.Now().Sub(g.Issued) < youngest) {
		err = apierror.NotRefreshable()
	}
	if err != nil {
		return Reply{}, err
	}
	issued, err := s.Tokens.Issue(ctx, g.Consent, token.Long)
	if err != nil {
		return Reply{}, err
	}
	answer := lasting(issued)
	answer.Permissions = strings.Join(issued.Granted, ",")
	return told(answer)
}
