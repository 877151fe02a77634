package oauth

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/token"
)

// dataAccess is how long an app may read data of someone who does not use it.
//
// Source: Meta, Facebook Login, "Data Access Renewal".
const dataAccess = 90 * 24 * time.Hour

// back sends the browser back to the app, with parameters for it.
func (a asked) back(params url.Values, inFragment bool) Reply {
	if a.state != "" {
		params.Set("state", a.state)
	}
	address := *a.redirect
	if inFragment {
		address.Fragment, address.RawFragment = "", ""
		return redirected(address.String() + "#" + params.Encode())
	}
	if address.RawQuery != "" {
		address.RawQuery += "&"
	}
	address.RawQuery += params.Encode()
	end := "#_"
	if a.login == catalog.Facebook {
		end = "#_=_"
	}
	return redirected(address.String() + end)
}

func redirected(address string) Reply {
	return Reply{Status: http.StatusFound, Header: http.Header{
		"Location":        {address},
		"Referrer-Policy": {"no-referrer"},
	}}
}

// deny tells the app that the person has denied it everything.
func (a asked) deny() Reply {
	params := url.Values{
		"error":             {"access_denied"},
		"error_reason":      {"user_denied"},
		"error_description": {"The user denied your request"},
	}
	if a.login == catalog.Facebook {
		params.Set("error_code", "200")
		params.Set("error_description", "Permissions error")
	}
	return a.back(params, a.direct)
}

// allow gives the app a code for what the person has allowed or, where it asks for
// them, the tokens themselves.
func (s *Server) allow(ctx context.Context, a asked, c token.Consent) (Reply, error) {
	if !a.direct {
		code, err := s.Tokens.NewCode(ctx, c, a.kind, a.redirect.String())
		return a.back(url.Values{"code": {code}}, false), err
	}
	short, err := s.Tokens.Issue(ctx, c, a.kind)
	if err != nil {
		return Reply{}, err
	}
	long, err := s.Tokens.Issue(ctx, short.Consent, token.Long)
	if err != nil {
		return Reply{}, err
	}
	params := url.Values{
		"access_token":                {short.Text},
		"data_access_expiration_time": {strconv.FormatInt(s.Now().Add(dataAccess).Unix(), 10)},
		"long_lived_token":            {long.Text},
	}
	if life := short.Life(); life > 0 {
		params.Set("expires_in", strconv.Itoa(int(life.Seconds())))
	}
	return a.back(params, true), nil
}
