package login

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Requests that Meta has signed are believed for some time. Within that time one that somebody
// has kept removes an account that was connected again, too.
const (
	signedLife = 24 * time.Hour
	signedSkew = 5 * time.Minute // by which Meta's clock may be ahead
)

// signedUser returns the user whom a signed request of Meta's is about; false for what Meta
// did not sign with a secret of the app's.
//
// Source: Meta, "Data Deletion Request Callback".
func (l *Login) signedUser(request string) (user string, ok bool) {
	signature, payload, found := strings.Cut(request, ".")
	sent, err := decoded(signature)
	if !found || err != nil || !l.App.signed(payload, sent) {
		return "", false
	}
	text, err := decoded(payload)
	var said struct {
		Algorithm string      `json:"algorithm"`
		Issued    json.Number `json:"issued_at"`
		User      id          `json:"user_id"`
	}
	if err != nil || json.NewDecoder(bytes.NewReader(text)).Decode(&said) != nil || !strings.EqualFold(said.Algorithm, "HMAC-SHA256") || said.User == "" {
		return "", false
	}
	seconds, err := said.Issued.Int64()
	age := l.Now().Sub(time.Unix(seconds, 0))
	return string(said.User), err == nil && age <= signedLife && age >= -signedSkew
}

// signed reports whether a signature is that of a payload by one of the app's secrets.
func (a App) signed(payload string, signature []byte) bool {
	return slices.ContainsFunc(append([]string{a.Secret}, a.Others...), func(secret string) bool {
		mac := hmac.New(sha256.New, []byte(secret))
		_, _ = mac.Write([]byte(payload)) // never fails
		return secret != "" && hmac.Equal(signature, mac.Sum(nil))
	})
}

// decoded returns what a text in base64 for URLs says, whether or not its end is filled up.
func decoded(text string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
}
