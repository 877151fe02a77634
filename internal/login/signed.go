package login

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/login/exchange"
)

// Requests that Meta has signed are believed for some time, and honoured once.
const (
	signedLife = 24 * time.Hour
	// clockSkew is by how much the clocks of Meta and of this server may differ: both are kept.
	clockSkew = 5 * time.Minute
)

// Removal is a request of Meta's to take back what a user allowed.
type Removal struct {
	User string
	// Request is what the request is known by when it comes again.
	Request Hash
	// Since is when an access began at the earliest that is surely newer than the request.
	Since time.Time
	// Until is when the request is not believed any more, by any clock.
	Until time.Time
}

// signedRemoval returns what a signed request of Meta's asks for, and the code by which its
// person sees what became of the request: the same whenever that comes. It is false for what
// Meta did not sign with a secret of the app's, or too long ago.
//
// Source: Meta, "Data Deletion Request Callback".
func (l *Login) signedRemoval(request string) (removal Removal, code string, ok bool) {
	signature, payload, _ := strings.Cut(request, ".")
	sent, err := decoded(signature)
	if err != nil {
		return Removal{}, "", false
	}
	secret, ok := l.App.signer(payload, sent)
	if !ok {
		return Removal{}, "", false
	}
	text, err := decoded(payload)
	var said struct {
		Algorithm string      `json:"algorithm"`
		Issued    json.Number `json:"issued_at"`
		User      exchange.ID `json:"user_id"`
	}
	if err != nil || json.NewDecoder(bytes.NewReader(text)).Decode(&said) != nil || !strings.EqualFold(said.Algorithm, "HMAC-SHA256") || said.User == "" {
		return Removal{}, "", false
	}
	seconds, err := said.Issued.Int64()
	issued := time.Unix(seconds, 0)
	age := l.Now().Sub(issued)
	return Removal{
		User: string(said.User), Request: hashOf(string(sent)), Since: issued.Add(clockSkew), Until: issued.Add(signedLife + clockSkew),
	}, confirmation(secret, payload), err == nil && age <= signedLife && age >= -clockSkew
}

// signer returns which of the app's secrets a payload was signed by; false for none.
func (a App) signer(payload string, signature []byte) (secret string, ok bool) {
	secrets := append([]string{a.Secret}, a.Others...)
	i := slices.IndexFunc(secrets, func(secret string) bool { return secret != "" && hmac.Equal(signature, sign(secret, payload)) })
	if i < 0 {
		return "", false
	}
	return secrets[i], true
}

func sign(secret, text string) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte(text)) // never fails
	return mac.Sum(nil)
}

// confirmation returns the code of a request with a payload. The text that is signed for the
// code is none that Meta signs: payloads have no spaces.
func confirmation(secret, payload string) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sign(secret, "confirmation code of "+payload))
}

// decoded returns what a text in base64 for URLs says, whether or not its end is filled up.
func decoded(text string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
}
