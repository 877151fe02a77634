package oauth

import (
	"bytes"
	"context"
	"database/sql"
	_ "embed"
	"html/template"
	"net/http"
	"slices"

	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/token"
	"github.com/gramql/gramql/internal/localgraph/world"
)

//go:embed window.html
var windowHTML string

var windowTemplate = template.Must(template.New("window").Parse(windowHTML))

// account is an account that people can choose in the window.
type account struct {
	ID             int64
	Username, Name string
	// person is the Facebook user who has the account's Page.
	person int64
}

// view is what the window shows.
type view struct {
	Product, App string
	Accounts     []account
	Chosen       string
	Scopes       []ticked
	Whole        bool
	Wrong        string
}

// ticked is a scope with its box.
type ticked struct {
	catalog.Scope
	Ticked bool
}

// The names of the window's form: who allows, what, and whether at all.
const (
	accountField = "account"
	scopeField   = "scope"
	actionField  = "action"
)

// window shows the window, and takes what a person decides in it.
func (s *Server) window(ctx context.Context, r Request, login catalog.Login) (Reply, error) {
	if err := r.only(http.MethodGet, http.MethodPost); err != nil {
		return Reply{}, err
	}
	a, err := s.read(r.Query, login)
	if err != nil {
		return platform(err)
	}
	accounts, err := s.accounts(ctx, a.login)
	if err != nil {
		return Reply{}, err
	}
	switch {
	case r.Method == http.MethodGet:
		return a.show(accounts, nil, "")
	case r.Foreign:
		return a.show(accounts, nil, "Another site has sent this form. Decide here.")
	}
	if r.Form.Get(actionField) == "deny" {
		return a.deny(), nil
	}
	chosen := slices.IndexFunc(accounts, func(one account) bool { return one.Username == r.Form.Get(accountField) })
	switch {
	case r.Form.Get(actionField) != "allow":
		return a.show(accounts, r.Form, "Allow or deny.")
	case chosen < 0:
		return a.show(accounts, r.Form, "Choose one of the accounts.")
	}
	return s.allow(ctx, a, a.consent(accounts[chosen], r.Form[scopeField]))
}

// consent returns what a person has allowed by the boxes that are ticked.
func (a asked) consent(by account, boxes []string) token.Consent {
	c := token.Consent{App: a.app, Login: a.login, Account: by.ID, Person: by.person}
	if a.kind == token.System {
		c.Person = world.SystemUser
	}
	for _, scope := range a.scopes {
		if a.whole || scope.Compulsory || slices.Contains(boxes, scope.Name) {
			c.Granted = append(c.Granted, scope.Name)
		} else {
			c.Declined = append(c.Declined, scope.Name)
		}
	}
	return c
}

// accounts returns the accounts that people can choose with a login type.
func (s *Server) accounts(ctx context.Context, login catalog.Login) (all []account, err error) {
	text := "SELECT id, username, coalesce(name, username), 0 FROM account WHERE "
	switch login {
	case catalog.BasicDisplay:
		text += "true"
	case catalog.Instagram:
		text += "account_type <> 'PERSONAL'"
	default:
		text = "SELECT a.id, a.username, coalesce(a.name, a.username), p.person_id FROM account AS a JOIN page AS p ON p.account_id = a.id WHERE true"
	}
	err = s.DB.Query(ctx, text+" ORDER BY 1 DESC", func(rows *sql.Rows) error {
		var a account
		if err := rows.Scan(&a.ID, &a.Username, &a.Name, &a.person); err != nil {
			return err
		}
		all = append(all, a)
		return nil
	})
	return all, err
}

// show returns the window: as it opens or, if something is wrong, as it was sent.
func (a asked) show(accounts []account, sent map[string][]string, wrong string) (Reply, error) {
	v := view{Product: "Instagram", App: a.app, Accounts: accounts, Whole: a.whole, Wrong: wrong}
	if a.login == catalog.Facebook {
		v.Product = "Facebook"
	}
	if len(accounts) > 0 {
		v.Chosen = accounts[0].Username
	}
	for _, scope := range a.scopes {
		v.Scopes = append(v.Scopes, ticked{scope, sent == nil || slices.Contains(sent[scopeField], scope.Name)})
	}
	var page bytes.Buffer
	if err := windowTemplate.Execute(&page, v); err != nil {
		return Reply{}, err
	}
	reply := Reply{Status: http.StatusOK, Body: page.Bytes(), Header: http.Header{
		"Content-Type": {"text/html; charset=utf-8"},
		// No form-action: browsers would hold the way back to the app to it.
		"Content-Security-Policy":     {"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"},
		"X-Frame-Options":             {"DENY"},
		"Referrer-Policy":             {"same-origin"},
		"Access-Control-Allow-Origin": nil,
	}}
	if wrong != "" {
		reply.Status = http.StatusBadRequest
	}
	return reply, nil
}
