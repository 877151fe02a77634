package oauth

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/token"
)

// Callback is what Meta tells an app about someone who removed it.
type Callback string

// The callbacks.
const (
	Deauthorize  Callback = "deauthorize"   // the person removed the app
	DataDeletion Callback = "data-deletion" // and asks it to delete their data
)

// Paths are where the app takes callbacks, below its public address.
var paths = map[Callback]string{Deauthorize: "/meta/deauthorize", DataDeletion: "/meta/data-deletion"}

// Callbacks are bounded: the app may be slow, and answer anything.
const (
	callbackTime = 10 * time.Second
	callbackBody = 64 << 10
)

// The reasons why no callback is sent.
var (
	ErrNoCallback = errors.New("no such callback")
	ErrNoAccount  = errors.New("no such account")
	ErrNoAddress  = errors.New("no address to send callbacks to")
)

// Told is how an app answered a callback.
type Told struct {
	URL    string `json:"url"`
	UserID string `json:"user_id"`
	Status int    `json:"status"`
	Body   string `json:"body"`
}

// Remove removes all apps from an account, as its owner does in the settings of
// Instagram or Facebook, and sends each app the callback. An account that was never
// connected is still one that the demo app has a demo token for: it is told so.
func (s *Server) Remove(ctx context.Context, kind Callback, username string) ([]Told, error) {
	if paths[kind] == "" {
		return nil, ErrNoCallback
	}
	var account int64
	err := s.DB.Query(ctx, "SELECT id FROM account WHERE username = ?", func(rows *sql.Rows) error { return rows.Scan(&account) }, username)
	if err != nil {
		return nil, err
	}
	if account == 0 {
		return nil, ErrNoAccount
	}
	if s.PublicURL == "" {
		return nil, ErrNoAddress
	}
	consents, err := s.Tokens.Consents(ctx, account)
	if err != nil {
		return nil, err
	}
	if len(consents) == 0 {
		consents = []token.Consent{{App: token.DemoApp.ID, Login: catalog.Instagram, Account: account}}
	}
	var answers []Told
	for told, i := map[string]bool{}, 0; i < len(consents); i++ {
		c := consents[i]
		user := fmt.Sprint(c.App, c.Login, c.User())
		if told[user] {
			continue
		}
		told[user] = true
		if err := s.Tokens.Withdraw(ctx, c); err != nil {
			return nil, err
		}
		answer, err := s.tell(ctx, kind, c)
		if err != nil {
			return nil, err
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

// tellLater sends a callback while the call that caused it is answered.
func (s *Server) tellLater(ctx context.Context, kind Callback, c token.Consent) {
	if s.PublicURL == "" {
		return
	}
	ctx = context.WithoutCancel(ctx)
	s.callbacks.Go(func() {
		if answer, err := s.tell(ctx, kind, c); err != nil || answer.Status != http.StatusOK {
			s.Log.WarnContext(ctx, "local graph: the app did not take a callback", "callback", kind, "status", answer.Status, "error", err)
		}
	})
}

// tell sends a callback, and returns how the app answers.
func (s *Server) tell(ctx context.Context, kind Callback, c token.Consent) (Told, error) {
	user, err := s.userID(ctx, c)
	if err != nil {
		return Told{}, err
	}
	answer := Told{URL: strings.TrimSuffix(s.PublicURL, "/") + paths[kind], UserID: user}
	signed, err := s.signedRequest(c.App, user)
	if err != nil {
		return answer, err
	}
	ctx, cancel := context.WithTimeout(ctx, callbackTime)
	defer cancel()
	form := url.Values{"signed_request": {signed}}.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, answer.URL, strings.NewReader(form))
	if err != nil {
		return answer, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	got, err := client.Do(r)
	if err != nil {
		return answer, err
	}
	defer func() { _ = got.Body.Close() }() // it was only read
	body, err := io.ReadAll(io.LimitReader(got.Body, callbackBody))
	answer.Status, answer.Body = got.StatusCode, string(bytes.ToValidUTF8(body, []byte("\uFFFD")))
	return answer, err
}

// userID returns the id that a callback names a person by: the Facebook user's or,
// with Instagram Login, the one that only the app knows the account by.
func (s *Server) userID(ctx context.Context, c token.Consent) (string, error) {
	id := c.User()
	if c.Login == catalog.Instagram {
		if err := s.DB.Query(ctx, "SELECT scoped_id FROM account WHERE id = ?", func(rows *sql.Rows) error { return rows.Scan(&id) }, c.Account); err != nil {
			return "", err
		}
	}
	return strconv.FormatInt(id, 10), nil
}

// maxAhead is how far the times that callbacks say are ahead of the clock at most, in seconds.
const maxAhead = 60

// issue returns when a callback is issued: each a second after the one before at the earliest,
// for an app takes one that says the same as another for the same.
func (s *Server) issue() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Now().Unix()
	if ahead := s.issued - now; ahead >= 0 && ahead < maxAhead {
		now = s.issued + 1
	}
	s.issued = now
	return now
}

// signedRequest returns what tells an app that a callback is Meta's.
//
// Source: Meta, "Data Deletion Request Callback".
func (s *Server) signedRequest(app, user string) (string, error) {
	payload, err := json.Marshal(struct {
		Algorithm string `json:"algorithm"`
		Issued    int64  `json:"issued_at"`
		User      string `json:"user_id"`
	}{"HMAC-SHA256", s.issue(), user})
	if err != nil {
		return "", err
	}
	text := base64.RawURLEncoding.EncodeToString(payload)
	return base64.RawURLEncoding.EncodeToString(s.Tokens.Apps.Sign(app, text)) + "." + text, nil
}
