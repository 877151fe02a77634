package authorization

import (
	"net/http"
	"net/url"
	"regexp"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/page"
)

// asked is what an app asks for: that a person signs in, and allows it something.
type asked struct {
	client           Client
	redirect         string
	state, challenge string
	scopes           scopes
	// login is the login type that the app wants; empty for the usual one.
	login string
}

// refusal is why an app gets nothing, by the codes of RFC 6749.
type refusal struct{ code, description string }

// What people see where nobody knows the app, or where it wants to have them sent.
var (
	unknownApp = page.Page{Status: http.StatusBadRequest, Title: "This server does not know the app", Advice: "client_id must be that of an app in the file of -oauth-clients, once. Whoever runs this server can add it."}
	strangeWay = page.Page{Status: http.StatusBadRequest, Title: "The app wants to have you sent elsewhere", Advice: "redirect_uri must be one of the addresses that the app has in the file of -oauth-clients, letter for letter, once."}
)

// The forms of what apps make up.
var (
	challengeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)
	verifierForm  = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)
)

// maxState bounds an app's state, in bytes.
const maxState = 2 << 10

// read reads what an app asks for. Where it is not certain that the app would hear of a
// refusal, it is a page for the person. A request that is refused has client, redirect and
// state.
//
// Sources: RFC 6749, section 4.1.1; RFC 7636, section 4.3; OAuth 2.1, section 4.1.1.
func (c Clients) read(query string) (q asked, why *refusal, shown *page.Page) {
	sent, malformed := url.ParseQuery(query)
	var known bool
	if q.client, known = c[sent.Get("client_id")]; !known || len(sent["client_id"]) != 1 {
		return q, nil, &unknownApp
	}
	if q.redirect, known = q.client.redirect(sent.Get("redirect_uri")); !known || len(sent["redirect_uri"]) > 1 {
		return q, nil, &strangeWay
	}
	if q.state = sent.Get("state"); len(sent["state"]) > 1 || len(q.state) > maxState {
		q.state = ""
		return q, &refusal{"invalid_request", "state is there twice, or longer than 2048 bytes"}, nil
	}
	return q, q.complete(sent, malformed), nil
}

// complete reads all but where answers go.
func (q *asked) complete(sent url.Values, malformed error) *refusal {
	for name, values := range sent {
		if len(values) > 1 {
			return &refusal{"invalid_request", "a parameter is there twice: " + printable(name)}
		}
	}
	switch q.challenge = sent.Get("code_challenge"); {
	case malformed != nil:
		return &refusal{"invalid_request", "the address is malformed"}
	case !sent.Has("response_type"):
		return &refusal{"invalid_request", "response_type is missing; it is code"}
	case sent.Get("response_type") != "code":
		return &refusal{"unsupported_response_type", "response_type is code"}
	case sent.Has("response_mode") && sent.Get("response_mode") != "query":
		return &refusal{"invalid_request", "response_mode is query"}
	case q.challenge == "":
		return &refusal{"invalid_request", "code_challenge is missing: PKCE is required"}
	case sent.Get("code_challenge_method") != "S256":
		return &refusal{"invalid_request", "code_challenge_method is S256"}
	case !challengeForm.MatchString(q.challenge):
		return &refusal{"invalid_request", "code_challenge is not the SHA-256 of a verifier in base64url"}
	case sent.Get("prompt") == "none":
		return &refusal{"login_required", "people sign in each time: the sign-in is their consent"}
	}
	var ok bool
	if q.scopes, ok = q.client.scopes.grant(sent.Get("scope")); !ok {
		return &refusal{"invalid_scope", "the app may ask for " + q.client.scopes.String()}
	}
	if q.login = sent.Get("login"); q.login != "" {
		if _, err := dialect.ParseLogin(q.login); err != nil {
			return &refusal{"invalid_request", "login is instagram or facebook"}
		}
	}
	return nil
}

var oddCharacters = regexp.MustCompile(`[^a-z_]+`)

// printable returns the name of a parameter as errors may have it.
func printable(name string) string {
	return oddCharacters.ReplaceAllString(name[:min(len(name), 40)], "?")
}
