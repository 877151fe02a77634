package doctor

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/login/exchange"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/vault"
)

// mostAccounts is how many accounts are asked for at the upstream, those first whose
// tokens end first: each costs calls of its quota.
const mostAccounts = 100

// accounts looks at each connected account.
func (e *Examination) accounts(ctx context.Context, db *database.DB) {
	const check = "accounts"
	all, err := db.Connected(ctx)
	if err != nil {
		e.found(Fail, check, "the connected accounts cannot be read", "start gramql serve once: it brings the tables to its version")
		return
	}
	if len(all) == 0 {
		e.found(Skip, check, "none is connected", "")
		return
	}
	silent := slog.New(slog.DiscardHandler)
	ring, err := seal.OpenFile(e.settings.Ring(), silent)
	if err != nil {
		return // the key ring's finding tells why
	}
	grants := vault.New(db.Grants(), ring, silent)
	for i, a := range all {
		if i == mostAccounts {
			e.found(Skip, check, fmt.Sprintf("%d more were not asked for", len(all)-i), "")
			break
		}
		if a.Torn {
			e.found(Fail, tokens, nameOf(a)+"has a row that cannot be read", again+e.public+login.StartPath+"?login="+a.Login.String())
			continue
		}
		token, err := grants.Open(ctx, a.Graph, a.Login)
		if err != nil || grants.Torn(ctx, a.Graph, a.Login) != nil {
			e.found(Fail, tokens, nameOf(a)+"cannot be opened", "put the key that sealed it back into the ring, or "+again+e.public+login.StartPath+"?login="+a.Login.String())
			continue
		}
		e.account(ctx, a, token)
	}
}

// nameOf returns what a line about an account begins with.
func nameOf(a login.Account) string { return a.Username + " (" + a.Login.Title() + ") " }

// tokens and permissions are what the lines about accounts are about.
const (
	tokens      = "token"
	permissions = "permissions"
)

const again = "have its owner sign in again at "

// account looks at an account's token, asks the upstream with it, and compares what was
// granted with what people are asked for.
func (e *Examination) account(ctx context.Context, a login.Account, token string) {
	name, signIn := nameOf(a), again+e.public+login.StartPath+"?login="+a.Login.String()
	left := a.Expires.Sub(e.now())
	switch {
	case token == "":
		e.found(Fail, tokens, name+"does not work any more", signIn)
		return
	case !a.Expires.IsZero() && left <= 0:
		e.found(Fail, tokens, name+"ended on "+a.Expires.UTC().Format(time.DateOnly), signIn)
		return
	}
	p, ok := e.providers.Of(a.Login)
	switch {
	case !ok:
		e.found(Fail, tokens, name+"is of a login type that the upstream has not", "name the upstream and login type that it was connected with, by -graph and -login")
		return
	case !e.reached:
		e.found(Skip, tokens, name+"can only be tried at an upstream that answers", "")
		return
	}
	got, err := e.probe.get(ctx, p.Graph+"/"+a.Graph+"?fields=id", token, e.app.Secret)
	if err != nil {
		e.found(Warn, tokens, name+"could not be tried: the upstream "+err.Error(), "ask again later")
		return
	}
	var node struct{ ID string }
	refused, ok := got.read(&node)
	switch {
	case refused != nil && (refused.Code == 190 || refused.Code == 102):
		e.found(Fail, tokens, name+"is refused by the Graph API ("+refused.String()+")", signIn)
	case refused != nil:
		e.found(Fail, tokens, name+"has no answer from the Graph API ("+refused.String()+")", "look that number up in docs/guides/errors.md; 100 can mean a wrong app secret")
	case !ok:
		e.found(Warn, tokens, fmt.Sprintf("%scould not be tried: the upstream answered with status %d, and not as a Graph API does", name, got.status), "ask again later")
	case !a.Expires.IsZero() && left < login.ExpiringFor:
		e.found(Warn, tokens, name+"works until "+a.Expires.UTC().Format(time.DateOnly), signIn+" before")
		e.permissions(ctx, a, p, token)
	default:
		e.found(OK, tokens, name+"works"+until(a.Expires), "")
		e.permissions(ctx, a, p, token)
	}
}

func until(end time.Time) string {
	if end.IsZero() {
		return ", without an end"
	}
	return " until " + end.UTC().Format(time.DateOnly)
}

// permissions compares what an account's owner has granted with what is asked for. With
// Facebook Login the upstream tells what is granted now; with Instagram Login only the
// sign-in did.
func (e *Examination) permissions(ctx context.Context, a login.Account, p exchange.Provider, token string) {
	granted := a.Scopes
	if a.Login == dialect.Facebook {
		var list struct {
			Data []struct{ Permission, Status string }
		}
		got, err := e.probe.get(ctx, p.Graph+"/me/permissions", token, e.app.Secret)
		if err == nil && got.status == http.StatusOK {
			if refused, ok := got.read(&list); ok && refused == nil {
				granted = nil
				for _, each := range list.Data {
					if each.Status == "granted" {
						granted = append(granted, each.Permission)
					}
				}
			}
		}
	}
	missing := slices.DeleteFunc(slices.Clone(p.Scopes), func(s string) bool { return slices.Contains(granted, s) })
	if p.Config != "" || len(missing) == 0 {
		e.found(OK, permissions, nameOf(a)+"has granted all that is asked for", "")
		return
	}
	e.found(Warn, permissions, nameOf(a)+"has not granted "+strings.Join(missing, ", "), again+e.public+login.StartPath+"?login="+a.Login.String()+" and tick them")
}
