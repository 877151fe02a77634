package redact

import (
	"strings"
	"testing"
)

// secrets are texts with a secret in them that holds the word Hush.
var secrets = []string{
	"EAAHushHushHush", "IGAAHushHush", "IGQVHushHush", "IGQWRHushHush",
	"access_token=Hush", `"access_token":"Hush"`, "access_token: Hush", "https://graph.facebook.com/me?access_token=Hush&limit=1",
	"Authorization: Bearer HushHush", "client_secret=Hush", "appsecret_proof=Hush", "app_secret=Hush",
	"fb_exchange_token=Hush", "1234567890|HushHushHush", strings.Repeat("Hush", 10),
}

func TestSecrets_blanksWhatLooksLikeASecret(t *testing.T) {
	for _, text := range append(secrets, "0123456789abcdef0123456789abcdef Hush") {
		if got := Secrets(text); got == text {
			t.Errorf("Secrets(%q) blanks nothing", text)
		}
	}
	for _, text := range secrets {
		if got := Secrets(text); strings.Contains(got, "Hush") {
			t.Errorf("Secrets(%q) = %q", text, got)
		}
	}
}

func TestSecrets_leavesMetasMessagesAsTheyAre(t *testing.T) {
	for _, text := range []string{
		"Invalid OAuth access token - Cannot parse access token",
		"Error validating access token: Session has expired on Thursday, 01-Jan-24 00:00:00 PST.",
		"An active access token must be used to query information about the current user.",
		"Unsupported get request. Object with ID '17900000000009999' does not exist, cannot be loaded due to missing permissions",
		"(#100) Tried accessing nonexisting field (shoe_size) on node type (IGUser)",
		"please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.",
	} {
		if got := Secrets(text); got != text {
			t.Errorf("Secrets(%q) = %q", text, got)
		}
	}
}
