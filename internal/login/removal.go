package login

import (
	"encoding/json"
	"net/http"
)

// The addresses that Meta tells of people who remove the app, below the public one.
const (
	DeauthorizePath  = "/meta/deauthorize"
	DataDeletionPath = "/meta/data-deletion"
	ErasurePath      = DataDeletionPath + "/{code}"
)

// maxSigned bounds a signed request, in bytes.
const maxSigned = 16 << 10

var (
	notSigned = failure{http.StatusBadRequest, "This is not from Meta", "signed_request must be signed with the secret of this server's Meta app, within the last day.", false, "", nil}
	notErased = failure{http.StatusNotFound, "There is no such request", "Look at the code that Facebook or Instagram gave you: it is the end of this address.", false, "", nil}
)

// removal returns what a request of Meta's asks for, and its code, or says that the request is
// not Meta's.
func (l *Login) removal(w http.ResponseWriter, r *http.Request) (removal Removal, code string, ok bool) {
	r.Body = http.MaxBytesReader(w, r.Body, maxSigned)
	if removal, code, ok = l.signedRemoval(r.PostFormValue("signed_request")); !ok {
		l.fail(w, r, notSigned)
	}
	return removal, code, ok
}

// Deauthorize answers POST /meta/deauthorize: a person has removed the app.
func (l *Login) Deauthorize(w http.ResponseWriter, r *http.Request) {
	removal, _, ok := l.removal(w, r)
	if !ok {
		return
	}
	n, err := l.Store.Revoke(r.Context(), removal)
	if err != nil {
		l.broken(w, r, "take access back", err)
		return
	}
	l.Log.InfoContext(r.Context(), "login: somebody has removed the app", "accounts", n)
	w.WriteHeader(http.StatusOK)
}

// DataDeletion answers POST /meta/data-deletion: a person has Meta ask that their data be
// deleted. The answer is where they see that it is, and by which code; the same when the
// request comes again.
func (l *Login) DataDeletion(w http.ResponseWriter, r *http.Request) {
	removal, code, ok := l.removal(w, r)
	if !ok {
		return
	}
	n, err := l.Store.Erase(r.Context(), removal, hashOf(code))
	if err != nil {
		l.broken(w, r, "delete somebody's data", err)
		return
	}
	l.Log.InfoContext(r.Context(), "login: somebody's data was deleted", "accounts", n)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(struct {
		URL  string `json:"url"`
		Code string `json:"confirmation_code"`
	}{l.PublicURL + DataDeletionPath + "/" + code, code}) // Meta may be gone
}

// Erasure answers GET /meta/data-deletion/{code}: what became of a request to delete data.
func (l *Login) Erasure(w http.ResponseWriter, r *http.Request) {
	at, found, err := l.Store.Erased(r.Context(), hashOf(r.PathValue("code")))
	switch {
	case err != nil:
		l.broken(w, r, "look for a request", err)
	case !found:
		l.fail(w, r, notErased)
	default:
		l.fail(w, r, failure{http.StatusOK, "Your data was deleted", "It was on " + at.Format("January 2, 2006 at 15:04 MST") + ": your accounts, the access to them, posts on their way, and what was kept of answers. Nothing is left of what you had allowed until then.", false, "", nil})
	}
}
