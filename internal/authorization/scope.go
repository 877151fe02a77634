package authorization

import (
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/credential"
)

// scopes are what an app may do, written out: credential.Read and, unless it only reads,
// credential.Write, and the names of the permissions to which it is held, if to any.
type scopes []string

// parseScopes reads a list with spaces between. One that names neither read nor write allows
// both; false for one that names anything else than scopes.
func parseScopes(text string) (scopes, bool) {
	named := strings.Fields(text)
	for _, each := range named {
		if !slices.Contains(credential.Scopes(), each) {
			return nil, false
		}
	}
	if credential.ReadOnly(named) {
		return written(false, credential.Permissions(named)), true
	}
	return written(true, credential.Permissions(named)), true
}

func written(writes bool, permissions []string) scopes {
	all := append(scopes{credential.Read}, permissions...)
	if writes {
		all = append(all, credential.Write)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (s scopes) String() string { return strings.Join(s, " ") }

// grant returns what an app gets that is allowed s and asks for a list, all that it is allowed
// for none; false if it asks for more.
func (s scopes) grant(text string) (scopes, bool) {
	wanted, ok := parseScopes(text)
	if !ok {
		return nil, false
	}
	named := strings.Fields(text)
	if slices.Contains(named, credential.Write) && credential.ReadOnly(s) {
		return nil, false
	}
	permissions := credential.Permissions(named)
	for _, each := range permissions {
		if !s.permits(each) {
			return nil, false
		}
	}
	if permissions == nil {
		permissions = credential.Permissions(s)
	}
	return written(!credential.ReadOnly(wanted) && !credential.ReadOnly(s), permissions), true
}

func (s scopes) permits(permission string) bool {
	all := credential.Permissions(s)
	return all == nil || slices.Contains(all, permission)
}

// within returns what is left of the scopes for an app that is allowed others by now; false
// for nothing.
func (s scopes) within(allowed scopes) (scopes, bool) {
	permissions := credential.Permissions(s)
	if permissions == nil {
		permissions = credential.Permissions(allowed)
	} else if permissions = slices.DeleteFunc(permissions, func(name string) bool { return !allowed.permits(name) }); len(permissions) == 0 {
		return nil, false
	}
	return written(!credential.ReadOnly(s) && !credential.ReadOnly(allowed), permissions), true
}
