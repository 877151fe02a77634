package localgraph

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/expand"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/localgraph/oauth"
	"github.com/gramql/gramql/internal/localgraph/token"
)

// ControlPath is the folder of the control API, which the server itself knows
// nothing of.
const ControlPath = "/_control/"

// maxBody is the largest request body in bytes.
const maxBody = 1 << 20

// request is one request, by itself or as an item of a batch.
type request struct {
	method string
	// path is without the version, such as "/me/media".
	path string
	// versioned requests name a version.
	versioned bool
	params    url.Values
	// query and form are the parameters of address and body by themselves.
	query, form url.Values
	// foreign requests were sent by a web page of elsewhere.
	foreign bool
	token   string
	version string // that the answer is of
	base    string // the server's own address
	login   catalog.Login
	viewer  expand.Viewer
	grant   token.Grant
	inBatch bool
}

// call is the request as faults see it.
func (r *request) call() fault.Call {
	return fault.Call{Method: r.method, Path: r.path, Token: r.token, Params: r.params}
}

// weight returns how many calls a request counts as: one for each id of ?ids=,
// and none for a batch, whose items are counted one by one.
func (r *request) weight() int {
	if r.isBatch() {
		return 0
	}
	return min(1+strings.Count(r.params.Get("ids"), ","), maxIDs)
}

// readRequest reads a request. Beside an error it returns as much of the request
// as it could read, which decides the headers and wording of the answer.
func (s *Server) readRequest(w http.ResponseWriter, r *http.Request) (*request, error) {
	req := &request{method: r.Method, params: url.Values{}, base: s.options.BaseURL}
	if req.base == "" {
		req.base = "http://" + r.Host
		if r.TLS != nil {
			req.base = "https://" + r.Host
		}
	}
	err := readParams(req.params, w, r)
	req.query, req.form = r.URL.Query(), r.PostForm
	req.foreign = new(http.CrossOriginProtection).Check(r) != nil
	if override := strings.ToUpper(req.params.Get("method")); override != "" && override != r.Method {
		if s.options.Legacy {
			req.method = override
		} else if err == nil {
			err = apierror.OverrideRefused()
		}
	}
	if req.method == http.MethodHead {
		req.method = http.MethodGet
	}
	req.token = tokenOf(req.params, r.Header)
	return req, errors.Join(err, s.address(r.Context(), req, r.URL.Path))
}

// tokenOf returns the access token of a request: a parameter, or else a header.
func tokenOf(params url.Values, header http.Header) string {
	if token := params.Get("access_token"); token != "" {
		return token
	}
	scheme, token, _ := strings.Cut(header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "OAuth") {
		return strings.TrimSpace(token)
	}
	return ""
}

// address sets the version, path and viewer of a request.
func (s *Server) address(ctx context.Context, req *request, path string) error {
	segments := split(path)
	req.versioned = len(segments) > 0 && isVersion(segments[0])
	req.version, req.login = s.options.Version, catalog.OfToken(req.token)
	var unknown error
	if req.versioned {
		if served, ok := serve(segments[0]); ok {
			req.version = served
		} else {
			unknown = apierror.UnknownPath("/" + strings.Join(segments[1:], "/"))
		}
		segments = segments[1:]
	}
	req.path = "/" + strings.Join(segments, "/")
	if unknown != nil {
		return unknown
	}
	switch {
	case req.path == oembedPath, oauth.Opens(req.path):
		return nil
	case strings.HasPrefix(req.path+"/", ControlPath):
		return apierror.UnknownAlias(segments[0], req.login)
	}
	if req.token == "" {
		if len(segments) > 0 && segments[0] == "me" {
			return apierror.NoToken()
		}
		return apierror.TokenRequired()
	}
	var err error
	if req.grant, err = s.tokens.Find(ctx, req.token); err != nil {
		return err
	}
	if req.grant.Kind == token.OfApp && len(segments) > 0 && segments[0] == "me" {
		return apierror.NoToken()
	}
	req.viewer = req.grant.Viewer()
	return s.prove(req)
}

// split cuts a path at its slashes. Like Meta, it overlooks surplus ones.
func split(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

// readParams reads the parameters of a request: those in the address and, of a
// POST or DELETE, those in a form or JSON body.
func readParams(params url.Values, w http.ResponseWriter, r *http.Request) error {
	query, err := url.ParseQuery(r.URL.RawQuery)
	for name, values := range query {
		params[name] = values
	}
	if err != nil {
		return apierror.BadParameter("Malformed query string")
	}
	if r.Method != http.MethodPost && r.Method != http.MethodDelete {
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	switch mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); mediaType {
	case "application/json":
		err = readJSON(params, r)
	case "multipart/form-data":
		err = r.ParseMultipartForm(maxBody)
	case formType:
		err = readForm(r)
	}
	for name, values := range r.PostForm {
		params[name] = values
	}
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return apierror.TooLarge()
	}
	if err != nil {
		return apierror.BadParameter("Malformed request body")
	}
	return nil
}

// formType is the media type of a form.
const formType = "application/x-www-form-urlencoded"

// readForm reads the form in a body, whatever the method.
func readForm(r *http.Request) error {
	text, err := io.ReadAll(r.Body)
	if err == nil {
		r.PostForm, err = url.ParseQuery(string(text))
	}
	return err
}

// readJSON reads the members of a JSON object as parameters. Values other than
// strings become their JSON text.
func readJSON(params url.Values, r *http.Request) error {
	var members map[string]json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&members); err != nil {
		return err
	}
	for name, value := range members {
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = string(value)
		}
		params.Set(name, text)
	}
	return nil
}
