package login

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login/exchange"
	"github.com/gramql/gramql/internal/page"
)

// failure is a page that says what is wrong and what to do.
type failure struct {
	Status int
	// Title has {Meta} where the name belongs under which people know the window.
	Title, Advice string
	// Again offers to begin anew.
	Again bool
	// code is for apps, in place of the page: one of RFC 6749, section 4.1.2.1.
	code string
	// missing are permissions that the person did not allow.
	missing []string
}

const (
	accessDenied = "access_denied"
	serverError  = "server_error"
	unavailable  = "temporarily_unavailable"
)

var (
	badReturn = failure{http.StatusBadRequest, "This link leads elsewhere", "return_to must be a path of this server, such as /.", false, "", nil}
	badLogin  = failure{http.StatusBadRequest, "There is no such login", "login is instagram or facebook, as far as the Graph API server of this server has it.", false, "invalid_request", nil}
	noApp     = failure{http.StatusServiceUnavailable, "Nobody can log in here yet", "Whoever runs this server has to name its Meta app: -app-id and -app-secret-file.", false, serverError, nil}
	notBegun  = failure{http.StatusBadRequest, "This login is over", "It was begun more than ten minutes ago, in another browser, or has ended already. Begin anew, in this browser.", true, "", nil}
	denied    = failure{http.StatusForbidden, "You did not allow it", "Nothing was connected. Begin anew if this was not what you meant.", true, accessDenied, nil}
	noCode    = failure{http.StatusBadGateway, "{Meta} sent you back without an answer", "Begin anew. If that does not help, whoever runs this server should look at the settings of its Meta app.", true, serverError, nil}
	notMeant  = failure{http.StatusForbidden, "Another site has sent you here", "Log out on the page where you logged in, or send the header X-GramQL-CSRF: 1.", false, "", nil}

	codeRefused = failure{http.StatusBadGateway, "{Meta} did not accept the login", "It may have taken too long, or was used before. Begin anew.", true, serverError, nil}
	appRefused  = failure{http.StatusBadGateway, "{Meta} does not know this server's app", "Whoever runs this server should look at -app-id, -app-secret-file and -public-url, and at the redirect addresses of the Meta app.", true, serverError, nil}
	noAnswer    = failure{http.StatusBadGateway, "{Meta} did not answer", "Begin anew in a few minutes.", true, unavailable, nil}
	oddAnswer   = failure{http.StatusBadGateway, "{Meta}'s answer could not be understood", "Begin anew in a few minutes. The log says more.", true, serverError, nil}
	noAccount   = failure{http.StatusForbidden, "There is no professional account", "Allow at least one Page that is linked to a professional Instagram account.", true, accessDenied, nil}
	ours        = failure{http.StatusInternalServerError, "Something went wrong here", "Begin anew in a few minutes. The log says more.", true, serverError, nil}
)

// withheld is the page of somebody who did not allow permissions without which it cannot be
// told which accounts are theirs.
func withheld(p exchange.Provider, missing []string) failure {
	names := strings.Join(missing, ", ")
	f := failure{http.StatusForbidden, "You did not allow " + names, "Without that, nobody can tell which account is yours, and nothing was connected. Begin anew, and allow it: it is asked for again.", true, accessDenied, missing}
	if p.AsksNotFor(missing) {
		f.Advice = "This server does not ask for all of that, and cannot tell without it which account is yours. Whoever runs the server has to add it: -scopes."
	}
	return f
}

// fail shows the page of a failure of no login that is known.
func (l *Login) fail(w http.ResponseWriter, r *http.Request, f failure) { l.show(w, r, f, Begun{}) }

// stop ends a login without an account: where an app waits for its end, else on a page.
func (l *Login) stop(w http.ResponseWriter, r *http.Request, f failure, b Begun) {
	if l.Failed != nil {
		if instead := l.Failed(b.ReturnTo, f.code, f.missing); instead != "" {
			redirect(w, instead)
			return
		}
	}
	l.show(w, r, f, b)
}

// show shows the page of a failure, from which the same login can be begun anew.
func (l *Login) show(w http.ResponseWriter, r *http.Request, f failure, b Begun) {
	links := []page.Link{{Text: "Back to the start", Address: l.home()}}
	if f.Again {
		links = append([]page.Link{{Text: "Begin anew", Address: l.anew(b, f.missing != nil)}}, links...)
	}
	name := "Instagram"
	if b.Login == dialect.Facebook {
		name = "Facebook"
	}
	page.Write(w, r, page.Page{Status: f.Status, Title: strings.ReplaceAll(f.Title, "{Meta}", name), Advice: f.Advice, Links: links})
}

// anew returns where a login is begun as it was before, in which again permissions may be asked
// for that were not allowed.
func (l *Login) anew(b Begun, again bool) string {
	query := url.Values{}
	if b.Login != 0 {
		query.Set(loginParam, b.Login.String())
	}
	if b.ReturnTo != "" && b.ReturnTo != l.home() {
		query.Set("return_to", b.ReturnTo)
	}
	if again {
		query.Set(againParam, "1")
	}
	address := url.URL{Path: l.home() + StartPath[1:], RawQuery: query.Encode()}
	return address.String()
}

// broken says that the fault is ours, and writes into the log what could not be done.
func (l *Login) broken(w http.ResponseWriter, r *http.Request, what string, err error) {
	l.brokenIn(w, r, Begun{}, what, err)
}

// brokenIn says of a login that the fault is ours, as broken does.
func (l *Login) brokenIn(w http.ResponseWriter, r *http.Request, b Begun, what string, err error) {
	if !errors.Is(err, context.Canceled) {
		l.Log.ErrorContext(r.Context(), "login: could not "+what, "error", err)
	}
	l.stop(w, r, ours, b)
}

// refuse says why a code led to no account.
func (l *Login) refuse(w http.ResponseWriter, r *http.Request, p exchange.Provider, b Begun, err error) {
	l.Log.WarnContext(r.Context(), "login: nobody was connected", "login", p.Login, "error", err)
	l.stop(w, r, whyRefused(p, err), b)
}

func whyRefused(p exchange.Provider, err error) failure {
	meta, isMeta := errors.AsType[*exchange.RefusedError](err)
	missing, isMissing := errors.AsType[*exchange.MissingError](err)
	switch {
	case isMissing:
		return withheld(p, missing.Permissions)
	case errors.Is(err, exchange.ErrNoAccount):
		return noAccount
	case errors.Is(err, exchange.ErrNoAnswer):
		return noAnswer
	case isMeta && meta.OfApp:
		return appRefused
	case isMeta && meta.Status >= http.StatusInternalServerError:
		return noAnswer
	case isMeta:
		return codeRefused
	}
	return oddAnswer
}
