package login

import (
	"context"
	"errors"
	"net/http"

	"github.com/gramql/gramql/internal/page"
)

// failure is a page that says what is wrong and what to do.
type failure struct {
	Status        int
	Title, Advice string
	// Again offers to begin anew.
	Again bool
}

var (
	badReturn = failure{http.StatusBadRequest, "This link leads elsewhere", "return_to must be a path of this server, such as /.", false}
	badLogin  = failure{http.StatusBadRequest, "There is no such login", "login is instagram or facebook, as far as the Graph API server of this server has it.", false}
	noApp     = failure{http.StatusServiceUnavailable, "Nobody can log in here yet", "Whoever runs this server has to name its Meta app: -app-id and -app-secret-file.", false}
	notBegun  = failure{http.StatusBadRequest, "This login is over", "It was begun more than ten minutes ago, in another browser, or has ended already. Begin anew, in this browser.", true}
	denied    = failure{http.StatusForbidden, "You did not allow it", "Nothing was connected. Begin anew if this was not what you meant.", true}
	noCode    = failure{http.StatusBadGateway, "Instagram sent you back without an answer", "Begin anew. If that does not help, whoever runs this server should look at the settings of its Meta app.", true}
	notMeant  = failure{http.StatusForbidden, "Another site has sent you here", "Log out on the page where you logged in, or send the header X-GramQL-CSRF: 1.", false}

	codeRefused = failure{http.StatusBadGateway, "Instagram did not accept the login", "It may have taken too long, or was used before. Begin anew.", true}
	appRefused  = failure{http.StatusBadGateway, "Instagram does not know this server's app", "Whoever runs this server should look at -app-id, -app-secret-file and -public-url, and at the redirect addresses of the Meta app.", true}
	noAnswer    = failure{http.StatusBadGateway, "Instagram did not answer", "Begin anew in a few minutes.", true}
	oddAnswer   = failure{http.StatusBadGateway, "Instagram's answer could not be understood", "Begin anew in a few minutes. The log says more.", true}
	noAccount   = failure{http.StatusForbidden, "There is no professional account", "Allow at least one Page that is linked to a professional Instagram account, with the permissions pages_show_list, pages_read_engagement and instagram_basic.", true}
	ours        = failure{http.StatusInternalServerError, "Something went wrong here", "Begin anew in a few minutes. The log says more.", true}
)

// fail shows a page.
func (l *Login) fail(w http.ResponseWriter, r *http.Request, f failure) {
	links := []page.Link{{Text: "Back to the start", Address: l.home()}}
	if f.Again {
		links = append([]page.Link{{Text: "Begin anew", Address: l.home() + StartPath[1:]}}, links...)
	}
	page.Write(w, r, page.Page{Status: f.Status, Title: f.Title, Advice: f.Advice, Links: links})
}

// broken says that the fault is ours, and writes into the log what could not be done.
func (l *Login) broken(w http.ResponseWriter, r *http.Request, what string, err error) {
	if !errors.Is(err, context.Canceled) {
		l.Log.ErrorContext(r.Context(), "login: could not "+what, "error", err)
	}
	l.fail(w, r, ours)
}

// refuse says why a code led to no account.
func (l *Login) refuse(w http.ResponseWriter, r *http.Request, p Provider, err error) {
	l.Log.WarnContext(r.Context(), "login: nobody was connected", "login", p.Login, "error", err)
	meta, isMeta := errors.AsType[*refused](err)
	switch {
	case errors.Is(err, errNoAccount):
		l.fail(w, r, noAccount)
	case errors.Is(err, errNoAnswer):
		l.fail(w, r, noAnswer)
	case isMeta && meta.ofApp:
		l.fail(w, r, appRefused)
	case isMeta && meta.status >= http.StatusInternalServerError:
		l.fail(w, r, noAnswer)
	case isMeta:
		l.fail(w, r, codeRefused)
	default:
		l.fail(w, r, oddAnswer)
	}
}
