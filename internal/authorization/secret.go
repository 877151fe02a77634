package authorization

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/gramql/gramql/internal/credential"
)

// What the secrets begin with that apps are given. No token of Meta's begins so.
const (
	AccessPrefix  = "gqa_"
	RefreshPrefix = "gqr_"
	CodePrefix    = "gqc_"
)

// IsOurs reports whether a text begins as a secret that apps are given.
func IsOurs(text string) bool {
	return strings.HasPrefix(text, AccessPrefix) || strings.HasPrefix(text, RefreshPrefix) || strings.HasPrefix(text, CodePrefix)
}

// rootLength is how many bytes of a refresh token are the same in all of a family, and how
// many are its own: each is more than can be guessed.
const rootLength = 16

// refreshToken is a refresh token, taken apart.
type refreshToken struct {
	text, family string
	root         []byte
}

// newRefresh returns the first refresh token of a family.
func newRefresh(family string) refreshToken { return refreshOf(family, random(), random()) }

func refreshOf(family string, root, own []byte) refreshToken {
	return refreshToken{credential.Form(RefreshPrefix, family, append(append([]byte{}, root...), own...)), family, root}
}

// parseRefresh takes a refresh token apart; false for another text.
func parseRefresh(text string) (refreshToken, bool) {
	family, bytes, ok := credential.Parts(RefreshPrefix, text)
	if !ok {
		return refreshToken{}, false
	}
	return refreshToken{text, family, bytes[:rootLength]}, true
}

// hash is what is kept of the token.
func (t refreshToken) hash() credential.Hash { return credential.HashOf(t.text) }

// rootHash is what is kept of the part that all tokens of the family have. By that an old one
// is told from one that somebody made up.
func (t refreshToken) rootHash() credential.Hash { return credential.HashOf(string(t.root)) }

// successor returns the refresh token that comes of the token by a nonce, and access the
// access token that comes with it. Whoever knows the nonce alone can make neither: so both
// can be answered again, and nothing but the nonce is kept of them.
func (t refreshToken) successor(nonce string) refreshToken {
	return refreshOf(t.family, t.root, t.derive("refresh", nonce)[:rootLength])
}

func (t refreshToken) access(nonce string, scopes []string) (secret, name string) {
	key := t.derive("access", nonce, strings.Join(scopes, " "))
	return credential.SecretOf(AccessPrefix, key)
}

// derive returns 32 bytes that follow from the token, a purpose and texts without spaces at
// their ends.
func (t refreshToken) derive(purpose string, texts ...string) []byte {
	mac := hmac.New(sha256.New, []byte(t.text))
	_, _ = mac.Write([]byte(purpose + "\n" + strings.Join(texts, "\n"))) // never fails
	return mac.Sum(nil)
}

func newNonce() string { return rand.Text() }

func random() []byte {
	bytes := make([]byte, rootLength)
	_, _ = rand.Read(bytes) // never fails
	return bytes
}

// challengeOf returns what an app that has a verifier has sent before.
//
// Source: RFC 7636, section 4.2, S256.
func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
