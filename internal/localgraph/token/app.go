package token

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// App is an app that people can allow something. An app with several secrets is in
// the list of apps several times.
type App struct{ ID, Secret string }

// DemoApp is the app that is always there.
var DemoApp = App{"demo-app", "demo-secret"}

// Apps are the apps that are known.
type Apps []App

// Known reports whether there is an app of an id.
func (a Apps) Known(id string) bool {
	return slices.ContainsFunc(a, func(app App) bool { return app.ID == id })
}

// Verify reports whether a secret is one of an app.
func (a Apps) Verify(id, secret string) bool {
	return a.any(id, func(app App) bool { return same(app.Secret, secret) })
}

// Proves reports whether an appsecret_proof was made for a token with a secret of
// an app.
func (a Apps) Proves(id, token, proof string) bool {
	return a.any(id, func(app App) bool { return same(hex.EncodeToString(app.sign(token)), proof) })
}

// Sign returns the HMAC-SHA256 of a text under the first secret of an app.
func (a Apps) Sign(id, text string) []byte {
	for _, app := range a {
		if app.ID == id {
			return app.sign(text)
		}
	}
	return nil
}

// OwnToken returns an access token of the app itself, without its secret in it.
func (a App) OwnToken() string {
	return a.ID + "|" + base64.RawURLEncoding.EncodeToString(a.sign("access token of the app"))
}

// sign returns the HMAC-SHA256 of a text under the app's secret.
func (a App) sign(text string) []byte {
	mac := hmac.New(sha256.New, []byte(a.Secret))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func (a Apps) any(id string, fits func(App) bool) bool {
	return slices.ContainsFunc(a, func(app App) bool { return app.ID == id && fits(app) })
}

// grant returns what an app's own token grants: either of id and secret, or the one
// that OwnToken returns.
func (a Apps) grant(text string) (Grant, error) {
	id, secret, _ := strings.Cut(text, "|")
	switch {
	case !a.Known(id):
		return Grant{}, apierror.UnknownApp()
	case !a.any(id, func(app App) bool { return same(app.Secret, secret) || same(app.OwnToken(), text) }):
		return Grant{}, apierror.WrongSignature()
	}
	return Grant{Consent: Consent{App: id, Login: catalog.Facebook}, Kind: OfApp}, nil
}

func same(one, other string) bool { return hmac.Equal([]byte(one), []byte(other)) }
