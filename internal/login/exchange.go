package login

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/dialect"
)

// Calls to Meta are bounded.
const (
	callTime = 15 * time.Second
	maxBody  = 64 << 10
)

// refused is Meta's refusal. Its text is not kept: nothing is known of what is in it.
type refused struct {
	step          string
	status        int
	code, subcode int
	// ofApp refusals are about the app: its id, its secret or its redirect addresses.
	ofApp bool
}

func (e *refused) Error() string {
	return fmt.Sprintf("Meta refused to %s: status %d, code %d, subcode %d", e.step, e.status, e.code, e.subcode)
}

var (
	errNoAnswer  = errors.New("no answer came from Meta")
	errOddAnswer = errors.New("the answer from Meta could not be read")
	errNoAccount = errors.New("no professional account was granted")
)

// newClient returns the client of calls that carry secrets: each is made once, and goes
// to no other address. A code works only once, so a call is never repeated on a
// connection that has turned out dead.
func newClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	return &http.Client{
		Transport:     transport,
		Timeout:       callTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// call makes a call, and reads the JSON of its answer. A step says what it is for.
func (l *Login) call(r *http.Request, step string, into any) error {
	r.Header.Set("Accept", "application/json")
	answer, err := l.client.Do(r)
	if err != nil {
		return fmt.Errorf("%w when asked to %s", errNoAnswer, step) // the error has the address in it, with secrets
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxBody+1))
	switch {
	case err != nil:
		return fmt.Errorf("%w when asked to %s", errNoAnswer, step)
	case len(text) > maxBody:
		return fmt.Errorf("%w when asked to %s", errOddAnswer, step)
	}
	if why := refusalIn(text); why != nil || answer.StatusCode != http.StatusOK {
		if why == nil {
			why = &refused{}
		}
		why.step, why.status = step, answer.StatusCode
		return why
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	if decoder.Decode(into) != nil {
		return fmt.Errorf("%w when asked to %s", errOddAnswer, step)
	}
	return nil
}

// refusalIn returns the refusal in an answer, which may have any status; nil for none.
// Instagram's window has a form of its own.
func refusalIn(text []byte) *refused {
	var body struct {
		Error *struct {
			Code    int `json:"code"`
			Subcode int `json:"error_subcode"`
		} `json:"error"`
		Type    string `json:"error_type"`
		Code    int    `json:"code"`
		Message string `json:"error_message"`
	}
	if json.Unmarshal(text, &body) != nil {
		return nil
	}
	switch {
	case body.Error != nil:
		return &refused{code: body.Error.Code, subcode: body.Error.Subcode, ofApp: slices.Contains(appCodes, body.Error.Code)}
	case body.Type != "":
		return &refused{code: body.Code, ofApp: appWords.MatchString(body.Message)}
	}
	return nil
}

// What refusals of the app are known by. Instagram's own have one code for all, and say
// it in words.
var (
	appCodes = []int{1, 101, 191}
	appWords = regexp.MustCompile(`(?i)platform app|client.secret|redirect.uri`)
)

// answered is an answer with a token. Meta documents the members as those of the one row
// of a list data, and answers them by themselves; permissions are a list or a text with
// commas.
type answered struct {
	Token       string          `json:"access_token"`
	ExpiresIn   json.Number     `json:"expires_in"`
	Permissions json.RawMessage `json:"permissions"`
	Data        []answered      `json:"data"`
}

// granted is a token, and what is known of it.
type granted struct {
	token   string
	scopes  []string
	expires time.Time // zero: never
}

// endless is a life that no token is given: one of so long has no end.
const endless = 100 * 365 * 24 * time.Hour

// grant returns the token of an answer.
func (a answered) grant(now time.Time) (granted, error) {
	if a.Token == "" && len(a.Data) > 0 {
		a = a.Data[0]
	}
	if a.Token == "" || strings.ContainsFunc(a.Token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return granted{}, errOddAnswer
	}
	g := granted{token: a.Token}
	if json.Unmarshal(a.Permissions, &g.scopes) != nil {
		var list string
		if json.Unmarshal(a.Permissions, &list) == nil {
			g.scopes = strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
		}
	}
	if seconds, err := a.ExpiresIn.Float64(); err == nil && seconds > 0 && seconds < endless.Seconds() {
		g.expires = now.Add(time.Duration(seconds) * time.Second)
	}
	return g, nil
}

// redeem turns a code into a token, by one request that is never repeated.
func (l *Login) redeem(ctx context.Context, p Provider, code string) (granted, error) {
	form := url.Values{
		"client_id":     {l.App.ID},
		"client_secret": {l.App.Secret},
		"grant_type":    {"authorization_code"},
		"redirect_uri":  {l.callback()},
		"code":          {code},
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Code, strings.NewReader(form.Encode()))
	if err != nil {
		return granted{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var answer answered
	if err := l.call(r, "redeem a code", &answer); err != nil {
		return granted{}, err
	}
	return answer.grant(l.Now())
}

// long is how long a token lives that needs no exchange.
const long = 7 * 24 * time.Hour

// prolong turns a short-lived token into one that lives for weeks. A token that lives
// long, or for ever, is returned as it is.
func (l *Login) prolong(ctx context.Context, p Provider, short granted) (granted, error) {
	query := url.Values{"client_secret": {l.App.Secret}}
	if p.Login == dialect.Facebook {
		if short.expires.IsZero() || short.expires.Sub(l.Now()) > long {
			return short, nil
		}
		query.Set("grant_type", "fb_exchange_token")
		query.Set("client_id", l.App.ID)
		query.Set("fb_exchange_token", short.token)
	} else {
		query.Set("grant_type", "ig_exchange_token")
		query.Set("access_token", short.token)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.LongLived+"?"+query.Encode(), nil)
	if err != nil {
		return granted{}, err
	}
	var answer answered
	if err := l.call(r, "prolong a token", &answer); err != nil {
		return granted{}, err
	}
	lasting, err := answer.grant(l.Now())
	lasting.scopes = short.scopes
	return lasting, err
}

// read reads a node or an edge with a token.
func (l *Login) read(ctx context.Context, p Provider, token, path, fields string, into any) error {
	address := p.Graph + path + "?" + url.Values{"fields": {fields}, "limit": {"100"}}.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	return l.call(r, "read "+path, into)
}

// debugToken reads what Meta knows of a token, in the app's own name.
func (l *Login) debugToken(ctx context.Context, p Provider, token string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Graph+"/debug_token?"+url.Values{"input_token": {token}}.Encode(), nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+l.App.ID+"|"+l.App.Secret)
	return l.call(r, "describe a token", into)
}
