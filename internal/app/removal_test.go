package app_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
)

// scopedMetricsaurus is the id that callbacks name metricsaurus by, with Instagram Login.
const scopedMetricsaurus = "24680011223344556"

// signedAt is what Meta sends of a user who removed the app at a time.
func signedAt(at time.Time, user string) string {
	text := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"algorithm":"HMAC-SHA256","issued_at":%d,"user_id":%q}`, at.Unix(), user))
	mac := hmac.New(sha256.New, []byte(localgraph.DemoApp.Secret))
	_, _ = mac.Write([]byte(text)) // never fails
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) + "." + text
}

// callBack sends a signed request of Meta's, as Meta does, and returns the answer.
func (b *browser) callBack(kind, signed string) string {
	b.t.Helper()
	answer, err := http.PostForm(b.base+"/meta/"+kind, url.Values{"signed_request": {signed}})
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.t.Fatalf("status %d, %v: %s", answer.StatusCode, err, text)
	}
	return string(text)
}

func TestApp_leavesWhatWasConnectedAgainWhenACallbackIsKeptAndSentAgain(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	b := newBrowser(t, a)
	for i, first := range []string{"deauthorize", "data-deletion"} {
		b.signIn("", "metricsaurus")
		kept := signedAt(time.Now().Add(-time.Duration(i)*time.Minute), scopedMetricsaurus)
		said := b.callBack(first, kept)
		if got := b.ask(whoAmI, "X-GramQL-CSRF", "1"); got.Code() != "UNAUTHENTICATED" {
			t.Fatalf("%s: %+v", first, got)
		}
		b.signIn("", "metricsaurus")
		for _, again := range []string{"deauthorize", "data-deletion"} {
			if told := b.callBack(again, kept); again == first && told != said {
				t.Errorf("%s is answered %s, and then %s", first, said, told)
			}
			if got := b.ask(whoAmI, "X-GramQL-CSRF", "1"); apptest.At(got.Data, "me", "username") != "metricsaurus" || len(got.Errors) > 0 {
				t.Errorf("%s, then %s: %+v", first, again, got)
			}
		}
	}
}

func TestApp_takesBackAgainWhatTheLocalGraphTellsOfAgain(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t, "-local-control", "on"))
	b, m := newBrowser(t, a), metaOf(t, a)
	for range 3 {
		b.signIn("", "metricsaurus")
		m.control(http.MethodPost, "callbacks", `{"kind":"deauthorize","account":"metricsaurus"}`)
		if got := b.ask(whoAmI, "X-GramQL-CSRF", "1"); got.Code() != "UNAUTHENTICATED" {
			t.Errorf("%+v", got)
		}
	}
}
