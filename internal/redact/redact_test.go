package redact

import (
	"strings"
	"testing"
)

// secrets are texts with a secret in them that holds the word Hush.
var secrets = []string{
	"EAAHushHushHush", "IGAAHushHush", "IGQVHushHush", "IGQWRHushHush", "MyIGAAHushHush", "a_EAAHushHush",
	"access_token=Hush", `"access_token":"Hush"`, "access_token: Hush", "https://graph.facebook.com/me?access_token=Hush&limit=1",
	"Authorization: Bearer HushHush", "client_secret=Hush", "appsecret_proof=Hush", "app_secret=Hush",
	"fb_exchange_token=Hush", "1234567890|HushHushHush", "AQ" + strings.Repeat("Hush", 10),
	"k1.abcdefgh." + strings.Repeat("Hush", 10), "gq_ABCDEFGH_HushHushHush",
}

// names are credentials that may be names in a document.
func names() map[string]string {
	all := map[string]string{
		"Instagram Login": "IGAAHushHush", "Facebook Login": "EAAHushHush", "Basic Display": "IGQVHushHush",
		"a code of Meta's": "AQ" + strings.Repeat("Hush", 10), "a session": strings.Repeat("ABCDEFGHIJKLMNOPQRSTUVWXY2", 2),
	}
	for _, prefix := range []string{"gq_", "gqa_", "gqr_", "gqc_"} {
		all[prefix] = prefix + "0aB1cD2e_" + strings.Repeat("0aB1", 10) + "cD2_3Ef4Gh"
	}
	return all
}

func TestSecrets_blanksWhatLooksLikeASecret(t *testing.T) {
	t.Parallel()
	for _, text := range append(secrets, "0123456789abcdef0123456789abcdef Hush", strings.Repeat("Hush", 10)) {
		if got := Secrets(text); got == text {
			t.Errorf("Secrets(%q) blanks nothing", text)
		}
	}
	for _, text := range secrets {
		for name, blanked := range map[string]string{"Secrets": Secrets(text), "Credentials": Credentials(text), "Given": Given(text, len(text))} {
			if strings.Contains(blanked, "Hush") {
				t.Errorf("%s(%q) = %q", name, text, blanked)
			}
		}
	}
}

func TestSecrets_leavesMetasMessagesAsTheyAre(t *testing.T) {
	t.Parallel()
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

func TestHasCredential_knowsEachFormInAName(t *testing.T) {
	t.Parallel()
	for form, name := range names() {
		if !HasCredential(name) || Credentials("a "+name+".") != "a …." {
			t.Errorf("%s: %q", form, Credentials("a "+name+"."))
		}
	}
}

func TestHasCredential_leavesNamesThatPeopleGive(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"igQuestions", "IGQuestionsOfToday", "IDEAArticlesOfToday", "eaaccounts", "gq_comments_connection", "gq_ABCDEFGH", "AQ", "FAQAnswersConnectionWithRepliesAndLikesFragmentQuery",
		"CommentsConnectionWithRepliesAndLikesFragment_media", "a0123456789abcdef0123456789abcdef0", "Q_0123456789abcdef0123456789abcdef", "VGhlIGlkIG9mIGEgbm9kZQ", "sha256",
	} {
		if HasCredential(name) {
			t.Errorf("%s is taken for a credential", name)
		}
	}
}

func TestGiven_leavesNoHalfOfACredentialAtTheEnd(t *testing.T) {
	t.Parallel()
	for form, name := range names() {
		if got := Given("a "+name, 20); got != "a …" {
			t.Errorf("%s: %q", form, got)
		}
	}
	if got := Given("äöü", 3); got != "ä…" {
		t.Error(got)
	}
}
