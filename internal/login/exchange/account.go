package exchange

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

// ID is an id, which Meta writes as text or as a number.
type ID string

// UnmarshalJSON reads either. A number is taken digit by digit: it may be larger than
// what floating point keeps.
func (i *ID) UnmarshalJSON(text []byte) error {
	*i = ""
	if digits := string(bytes.Trim(text, `"`)); digits != "" && strings.Trim(digits, "0123456789") == "" {
		*i = ID(digits)
	}
	return nil
}

// Account is a professional account that a token opens.
type Account struct {
	// Graph is the account's Graph API id; User is the id that Meta's callbacks name the person
	// by: the app-scoped one, or the Facebook user's.
	Graph, User string
	Username    string
}

// ErrNoAccount means that a token opens none.
var ErrNoAccount = errors.New("no professional account was granted")

// Connect turns a code into a token that lives for weeks, and returns the accounts that it
// opens. The error is ErrNoAccount or a *MissingError where there is none, a *RefusedError or
// ErrNoAnswer of a call.
func (c *Client) Connect(ctx context.Context, p Provider, code string) (g Granted, accounts []Account, err error) {
	short, err := c.redeem(ctx, p, code)
	if err != nil {
		return g, nil, err
	}
	if g, err = c.prolong(ctx, p, short); err != nil {
		return g, nil, err
	}
	if p.Login == dialect.Facebook {
		accounts, err = c.onFacebook(ctx, p, &g)
	} else {
		accounts, err = c.onInstagram(ctx, p, g)
	}
	if err == nil && len(accounts) == 0 {
		err = ErrNoAccount
	}
	if missing := p.missing(g.Scopes); len(missing) > 0 && ofPermission(err) {
		err = &MissingError{missing}
	}
	if g.Scopes == nil {
		g.Scopes = p.Scopes
	}
	return g, accounts, err
}

// MissingError means that the person did not allow permissions without which it cannot be told
// which accounts are theirs.
type MissingError struct{ Permissions []string }

func (e *MissingError) Error() string {
	return "permissions were not granted: " + strings.Join(e.Permissions, ", ")
}

// ofPermission reports whether an error may be that a permission is missing: then Meta refuses
// to read, does not know a field, or leaves the accounts out.
func ofPermission(err error) bool {
	said, ok := errors.AsType[*RefusedError](err)
	return errors.Is(err, ErrNoAccount) ||
		ok && said.Status < http.StatusInternalServerError && (slices.Contains([]int{3, 10, 100}, said.code) || said.code >= 200 && said.code < 300)
}

// onInstagram returns the account of a token of Instagram Login.
func (c *Client) onInstagram(ctx context.Context, p Provider, g Granted) ([]Account, error) {
	var me struct {
		Scoped   ID     `json:"id"`
		ID       ID     `json:"user_id"`
		Username string `json:"username"`
	}
	if err := c.read(ctx, p, g.Token, "/me", "id,user_id,username", &me); err != nil {
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
		ID       ID     `json:"id"`
		Username string `json:"username"`
	} `json:"instagram_business_account"`
}

// onFacebook returns the accounts of a token of Facebook Login: those of its Pages or,
// of a system user without Pages, those that the token is for. It sets what was granted.
func (c *Client) onFacebook(ctx context.Context, p Provider, g *Granted) ([]Account, error) {
	var me struct {
		ID ID `json:"id"`
	}
	if err := c.read(ctx, p, g.Token, "/me", "id", &me); err != nil {
		return nil, err
	}
	known, err := c.debug(ctx, p, g.Token)
	if err != nil {
		return nil, err
	}
	if g.Scopes = known.Scopes; known.Expires == 0 {
		g.Expires = time.Time{}
	}
	var pages struct {
		Data []facebookPage `json:"data"`
	}
	if slices.Contains(g.Scopes, "pages_show_list") {
		if err := c.read(ctx, p, g.Token, "/me/accounts", "instagram_business_account{id,username}", &pages); err != nil {
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
		if err := c.read(ctx, p, g.Token, "/"+string(account), "username", &node); err != nil {
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
		Targets []ID   `json:"target_ids"`
	} `json:"granular_scopes"`
}

func (c *Client) debug(ctx context.Context, p Provider, token string) (debugged, error) {
	var answer struct {
		Data debugged `json:"data"`
	}
	err := c.debugToken(ctx, p, token, &answer)
	return answer.Data, err
}

// targets returns the Instagram accounts that the token is for.
func (d debugged) targets() []ID {
	for _, each := range d.Granular {
		if each.Scope == "instagram_basic" {
			return each.Targets
		}
	}
	return nil
}
