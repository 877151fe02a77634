package oauth

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/token"
	"github.com/gramql/gramql/internal/localgraph/world"
)

// debugged is what is known of a token.
type debugged struct {
	AppID       string     `json:"app_id,omitempty"`
	Type        string     `json:"type,omitempty"`
	Application string     `json:"application,omitempty"`
	DataAccess  int64      `json:"data_access_expires_at"`
	Error       *why       `json:"error,omitempty"`
	Expires     int64      `json:"expires_at"` // Unix time; 0 is never
	Valid       bool       `json:"is_valid"`
	Issued      int64      `json:"issued_at,omitempty"`
	ProfileID   string     `json:"profile_id,omitempty"`
	Scopes      []string   `json:"scopes"`
	Granular    []granular `json:"granular_scopes,omitempty"`
	UserID      string     `json:"user_id,omitempty"`
}

// why is why a token is not valid.
type why struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Subcode int    `json:"subcode,omitempty"`
}

// granular is a scope with the Pages or accounts that it is for.
type granular struct {
	Scope   string   `json:"scope"`
	Targets []string `json:"target_ids,omitempty"`
}

var types = map[token.Kind]string{token.Short: "USER", token.Long: "USER", token.Page: "PAGE", token.System: "SYSTEM_USER", token.OfApp: "APP"}

// debug tells an app what is known of one of its tokens. A token that is not valid
// is no error.
func (s *Server) debug(ctx context.Context, r Request) (Reply, error) {
	const param = "input_token"
	if err := r.only(http.MethodGet); err != nil {
		return Reply{}, err
	}
	if r.Token == "" {
		return Reply{}, apierror.TokenRequired()
	}
	caller, err := s.Tokens.Find(ctx, r.Token)
	if err != nil {
		return Reply{}, err
	}
	input := r.Params.Get(param)
	if input == "" {
		return Reply{}, apierror.ParameterRequired(param)
	}
	g, err := s.Tokens.Find(ctx, input)
	invalid, ok := errors.AsType[*apierror.Error](err)
	switch {
	case err != nil && !ok:
		return Reply{}, err
	case g.App != "" && g.App != caller.App:
		return Reply{}, apierror.NotOwnApp()
	}
	about := describe(g)
	if invalid != nil {
		about.Error = &why{invalid.Code, invalid.Message, invalid.Subcode}
	}
	about.Valid = invalid == nil
	return told(struct {
		Data debugged `json:"data"`
	}{about})
}

// describe returns what is known of what a token grants, or once granted.
func describe(g token.Grant) debugged {
	d := debugged{AppID: g.App, Application: g.App, Type: types[g.Kind], Scopes: append([]string{}, g.Granted...)}
	if !g.Issued.IsZero() {
		d.Issued, d.DataAccess = g.Issued.Unix(), g.Issued.Add(dataAccess).Unix()
	}
	if !g.Expires.IsZero() {
		d.Expires = g.Expires.Unix()
	}
	if g.Account == 0 {
		return d
	}
	d.UserID = strconv.FormatInt(g.User(), 10)
	account, page := strconv.FormatInt(g.Account, 10), strconv.Itoa(world.Page)
	if g.Kind == token.Page {
		d.ProfileID = page
	}
	for _, scope := range g.Granted {
		one := granular{Scope: scope}
		switch {
		case g.Login != catalog.Facebook:
		case strings.HasPrefix(scope, "instagram_"):
			one.Targets = []string{account}
		case strings.HasPrefix(scope, "pages_") && g.Kind != token.System:
			one.Targets = []string{page}
		}
		d.Granular = append(d.Granular, one)
	}
	return d
}
