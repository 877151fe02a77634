package authorization

import (
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// maxForm bounds what an endpoint is sent, in bytes.
const maxForm = 16 << 10

// form is what an app sends to an endpoint.
type form struct {
	url.Values
	client Client
}

// Refusals of a form.
var (
	badForm    = &failure{http.StatusBadRequest, refusal{"invalid_request", "send application/x-www-form-urlencoded, each parameter once, with nothing in the address"}}
	badClient  = &failure{http.StatusUnauthorized, refusal{"invalid_client", "client_id is that of no app here"}}
	badSecret  = &failure{http.StatusUnauthorized, refusal{"invalid_client", "apps here have no secret: send client_id alone"}}
	twoClients = &failure{http.StatusBadRequest, refusal{"invalid_request", "client_id is another than that of the header"}}
)

// readForm reads what an app sends, and returns that with badClient, too. The app names itself in the form, or by HTTP Basic with an
// empty password, as clients do that know apps with secrets only.
//
// Source: RFC 6749, sections 2.3.1 and 3.2.
func (s *Server) readForm(w http.ResponseWriter, r *http.Request) (f form, why *failure) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" || r.URL.RawQuery != "" {
		return f, badForm
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if r.ParseForm() != nil {
		return f, badForm
	}
	f.Values = r.PostForm
	for _, values := range f.Values {
		if len(values) != 1 {
			return f, badForm
		}
	}
	id, why := f.clientID(r)
	if why != nil {
		return f, why
	}
	var known bool
	if f.client, known = s.Clients[id]; !known {
		return f, badClient
	}
	return f, nil
}

// clientID returns how the app names itself.
func (f form) clientID(r *http.Request) (string, *failure) {
	id := f.Get("client_id")
	if f.Get("client_secret") != "" {
		return "", badSecret
	}
	if r.Header.Get("Authorization") == "" {
		return id, nil
	}
	name, password, ok := r.BasicAuth()
	named, err := url.QueryUnescape(name)
	switch {
	case !ok || err != nil:
		return "", badClient
	case password != "":
		return "", badSecret
	case f.Has("client_id") && id != named:
		return "", twoClients
	}
	return named, nil
}

// isPost answers a request by another method than POST.
func isPost(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodPost {
		return true
	}
	w.Header().Set("Allow", strings.Join([]string{http.MethodOptions, http.MethodPost}, ", "))
	fail(w, r, &failure{http.StatusMethodNotAllowed, refusal{"invalid_request", "send it by POST"}})
	return false
}
