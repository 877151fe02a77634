package login

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/dialect"
)

// id is an id, which Meta writes as text or as a number.
type id string

// UnmarshalJSON reads either. A number is taken digit by digit: it may be larger than
// what floating point keeps.
func (i *id) UnmarshalJSON(text []byte) error {
	*i = ""
	if digits := string(bytes.Trim(text, `"`)); digits != "" && strings.Trim(digits, "0123456789") == "" {
		*i = id(digits)
	}
	return nil
}

// connect turns a code into the accounts that it opens, each with its token.
func (l *Login) connect(ctx context.Context, p Provider, code string) ([]Account, error) {
	short, err := l.redeem(ctx, p, code)
	if err != nil {
		return nil, err
	}
	g, err := l.prolong(ctx, p, short)
	if err != nil {
		return nil, err
	}
	var accounts []Account
	if p.Login == dialect.Facebook {
		accounts, err = l.onFacebook(ctx, p, &g)
	} else {
		accounts, err = l.onInstagram(ctx, p, g)
	}
	if err == nil && len(accounts) == 0 {
		err = errNoAccount
	}
	if missing := p.missing(g.scopes); len(missing) > 0 && ofPermission(err) {
		err = &missingError{missing}
	}
	if g.scopes == nil {
		g.scopes = p.Scopes
	}
	for i := range accounts {
		a := &accounts[i]
		a.ID, a.Login, a.Token, a.Scopes, a.Expires, a.ConnectedAt = newSecret(), p.Login, g.token, g.scopes, g.expires, l.Now()
		a.Access, a.State, a.RenewAt = newSecret(), Active, RenewAt(a.ConnectedAt, a.Expires)
	}
	return accounts, err
}

// missingError means that the person did not allow permissions without which it cannot be told
// which accounts are theirs.
type missingError struct{ permissions []string }

func (e *missingError) Error() string {
	return "permissions were not granted: " + strings.Join(e.permissions, ", ")
}

// ofPermission reports whether an error may be that a permission is missing: then Meta refuses
// to read, does not know a field, or leaves the accounts out.
func ofPermission(err error) bool {
	said, ok := errors.AsType[*refused](err)
	return errors.Is(err, errNoAccount) ||
		ok && said.status < http.StatusInternalServerError && (slices.Contains([]int{3, 10, 100}, said.code) || said.code >= 200 && said.code < 300)
}

// onInstagram returns the account of a token of Instagram Login.
func (l *Login) onInstagram(ctx context.Context, p Provider, g granted) ([]Account, error) {
	var me struct {
		Scoped   id     `json:"id"`
		ID       id     `json:"user_id"`
		Username string `json:"username"`
	}
	if err := l.read(ctx, p, g.token, "/me", "id,user_id,username", &me); err != nil {
		return nil, err
	}
	if me.ID == "" {
		return nil, errOddAnswer
	}
	return []Account{{Graph: string(me.ID), User: string(me.Scoped), Username: me.Username}}, nil
}

// facebookPage is a Page of Facebook Login.
type facebookPage struct {
	Account *struct {
		ID       id     `json:"id"`
		Username string `json:"username"`
	} `json:"instagram_business_account"`
}

// onFacebook returns the accounts of a token of Facebook Login: those of its Pages or,
// of a system user without Pages, those that the token is for. It sets what was granted.
func (l *Login) onFacebook(ctx context.Context, p Provider, g *granted) ([]Account, error) {
	var me struct {
		ID id `json:"id"`
	}
	if err := l.read(ctx, p, g.token, "/me", "id", &me); err != nil {
		return nil, err
	}
	known, err := l.debug(ctx, p, g.token)
	if err != nil {
		return nil, err
	}
	if g.scopes = known.Scopes; known.Expires == 0 {
		g.expires = time.Time{}
	}
	var pages struct {
		Data []facebookPage `json:"data"`
	}
	if slices.Contains(g.scopes, "pages_show_list") {
		if err := l.read(ctx, p, g.token, "/me/accounts", "instagram_business_account{id,username}", &pages); err != nil {
			return nil, err
		}
	}
	var accounts []Account
	for _, each := range pages.Data {
		if each.Account != nil && each.Account.ID != "" {
			accounts = append(accounts, Account{Graph: string(each.Account.ID), User: string(me.ID), Username: each.Account.Username})
		}
	}
	if accounts != nil {
		return accounts, nil
	}
	for _, account := range known.targets() {
		var node struct {
			Username string `json:"username"`
		}
		if err := l.read(ctx, p, g.token, "/"+string(account), "username", &node); err != nil {
			return nil, err
		}
		accounts = append(accounts, Account{Graph: string(account), User: string(me.ID), Username: node.Username})
	}
	return accounts, nil
}

// debugged is what Meta knows of a token of Facebook Login.
type debugged struct {
	Scopes   []string `json:"scopes"`
	Expires  int64    `json:"expires_at"`
	Granular []struct {
		Scope   string `json:"scope"`
		Targets []id   `json:"target_ids"`
	} `json:"granular_scopes"`
}

func (l *Login) debug(ctx context.Context, p Provider, token string) (debugged, error) {
	var answer struct {
		Data debugged `json:"data"`
	}
	err := l.debugToken(ctx, p, token, &answer)
	return answer.Data, err
}

// targets returns the Instagram accounts that the token is for.
func (d debugged) targets() []id {
	for _, each := range d.Granular {
		if each.Scope == "instagram_basic" {
			return each.Targets
		}
	}
	return nil
}
