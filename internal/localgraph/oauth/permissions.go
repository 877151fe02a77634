package oauth

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/token"
)

// permission is a scope, and whether it was granted.
type permission struct {
	Name   string `json:"permission"`
	Status string `json:"status"`
}

// permissions answers /me/permissions and /me/permissions/{name}: lists what is
// granted, and takes one scope or all from the app. Without any the app is removed.
func (s *Server) permissions(ctx context.Context, r Request) (Reply, error) {
	if err := r.only(http.MethodGet, http.MethodDelete); err != nil {
		return Reply{}, err
	}
	segments := strings.Split(strings.Trim(r.Path, "/"), "/")
	switch {
	case r.Grant.Kind == token.OfApp && segments[0] == "me":
		return Reply{}, apierror.NoToken()
	case segments[0] != "me" && segments[0] != strconv.FormatInt(r.Grant.User(), 10) || r.Grant.Kind == token.OfApp:
		return Reply{}, apierror.UnknownObject(strings.ToLower(r.Method), segments[0], r.Grant.Login)
	}
	var name string
	if len(segments) == 3 {
		name = segments[2]
		if !slices.Contains(catalog.ScopeNames(r.Grant.Login), name) {
			return Reply{}, apierror.BadParameter("Param permission must be a valid permission: %s", name)
		}
	}
	if r.Method == http.MethodDelete {
		return s.takeBack(ctx, r.Grant.Consent, name)
	}
	list := []permission{}
	for _, each := range []struct {
		names  []string
		status string
	}{{r.Grant.Granted, "granted"}, {r.Grant.Declined, "declined"}} {
		for _, scope := range each.names {
			if name == "" || name == scope {
				list = append(list, permission{scope, each.status})
			}
		}
	}
	return told(struct {
		Data []permission `json:"data"`
	}{list})
}

// takeBack takes a scope from an app, or removes the app.
func (s *Server) takeBack(ctx context.Context, c token.Consent, scope string) (Reply, error) {
	if scope != "" {
		if err := s.Tokens.Decline(ctx, c, scope); err != nil {
			return Reply{}, err
		}
	} else {
		if err := s.Tokens.Withdraw(ctx, c); err != nil {
			return Reply{}, err
		}
		s.tellLater(ctx, Deauthorize, c)
	}
	return told(struct {
		Success bool `json:"success"`
	}{true})
}
