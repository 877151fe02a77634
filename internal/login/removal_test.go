package login_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/login"
)

// signed returns a payload as Meta signs it.
func signed(secret, payload string, encoding *base64.Encoding) string {
	text := encoding.EncodeToString([]byte(payload))
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte(text)) // never fails
	return encoding.EncodeToString(mac.Sum(nil)) + "." + text
}

func payload(user string, at time.Time) string {
	return fmt.Sprintf(`{"algorithm":"HMAC-SHA256","issued_at":%d,"user_id":%q}`, at.Unix(), user)
}

func TestRemoval_believesMetaAlone(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *login.Options) { o.App.Others = []string{"the Instagram app's", ""} })
	b := w.browser()
	good := payload("123", w.now)
	right := signed("demo-secret", good, base64.RawURLEncoding)
	signature, text, _ := strings.Cut(right, ".")
	for name, c := range map[string]struct {
		request string
		want    int
	}{
		"right":                   {right, 200},
		"filled up":               {signed("demo-secret", good+" ", base64.URLEncoding), 200},
		"a number":                {signed("demo-secret", strings.ReplaceAll(good, `"123"`, "123"), base64.RawURLEncoding), 200},
		"of a day ago":            {signed("demo-secret", payload("123", w.now.Add(-24*time.Hour)), base64.RawURLEncoding), 200},
		"older":                   {signed("demo-secret", payload("123", w.now.Add(-24*time.Hour-time.Second)), base64.RawURLEncoding), 400},
		"of a clock ahead":        {signed("demo-secret", payload("123", w.now.Add(5*time.Minute)), base64.RawURLEncoding), 200},
		"of the future":           {signed("demo-secret", payload("123", w.now.Add(5*time.Minute+time.Second)), base64.RawURLEncoding), 400},
		"the other app's secret":  {signed("the Instagram app's", good, base64.RawURLEncoding), 200},
		"another secret":          {signed("other", good, base64.RawURLEncoding), 400},
		"no secret":               {signed("", good, base64.RawURLEncoding), 400},
		"another payload":         {signature + "." + base64.RawURLEncoding.EncodeToString([]byte(payload("124", w.now))), 400},
		"another algorithm":       {signed("demo-secret", strings.ReplaceAll(good, "HMAC-SHA256", "none"), base64.RawURLEncoding), 400},
		"no user":                 {signed("demo-secret", payload("", w.now), base64.RawURLEncoding), 400},
		"a user who is no id":     {signed("demo-secret", payload("a' OR 1=1", w.now), base64.RawURLEncoding), 400},
		"no time":                 {signed("demo-secret", `{"algorithm":"HMAC-SHA256","user_id":"123"}`, base64.RawURLEncoding), 400},
		"no JSON":                 {signed("demo-secret", "123", base64.RawURLEncoding), 400},
		"a signature that is cut": {signature[:len(signature)-2] + "." + text, 400},
		"no signature":            {"." + text, 400},
		"one part":                {signature, 400},
		"no base64":               {"!." + text, 400},
		"nothing":                 {"", 400},
		"far too long":            {strings.Repeat("a", 17<<10), 400},
	} {
		w.store.removed = nil
		status, text, _ := b.send("POST", w.url+"/meta/deauthorize", url.Values{"signed_request": {c.request}})
		if status != c.want || (status == 200) != slices.Equal(w.store.removed, []string{"revoked 123"}) {
			t.Errorf("%s: status %d, %s: %s", name, status, w.store.removed, text)
		}
	}
	without := open(t, func(o *login.Options) { o.App.Secret = "" })
	if status, _, _ := without.browser().send("POST", without.url+"/meta/deauthorize", url.Values{"signed_request": {signed("", good, base64.RawURLEncoding)}}); status != 400 {
		t.Errorf("without a secret: status %d", status)
	}
}

func TestRemoval_saysWhereToSeeThatDataWasDeleted(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	form := url.Values{"signed_request": {signed("demo-secret", payload("123", w.now), base64.RawURLEncoding)}}
	status, text, _ := b.send("POST", w.url+"/meta/data-deletion", form)
	var said map[string]string
	if err := json.Unmarshal([]byte(text), &said); err != nil || status != 200 || len(said) != 2 || said["url"] != w.url+"/meta/data-deletion/"+said["confirmation_code"] || !slices.Equal(w.store.removed, []string{"erased 123"}) {
		t.Fatalf("status %d: %s, %s", status, text, w.store.removed)
	}
	if strings.Contains(w.log.String(), said["confirmation_code"]) || string(w.store.receipt) == said["confirmation_code"] {
		t.Error("the code is kept")
	}
	if status, text, _ := b.get(said["url"]); status != 200 || !strings.Contains(text, "November 30, 2026 at 12:00 UTC") {
		t.Errorf("status %d: %s", status, text)
	}
	if status, text, _ := b.get(said["url"] + "x"); status != 404 || strings.Contains(text, "was deleted") {
		t.Errorf("another code: status %d: %s", status, text)
	}
	w.store.broken = errors.New("broken")
	for _, path := range []string{"/meta/deauthorize", "/meta/data-deletion"} {
		if status, _, _ := b.send("POST", w.url+path, form); status != 500 {
			t.Errorf("%s: status %d", path, status)
		}
	}
	if status, _, _ := b.get(said["url"]); status != 500 {
		t.Errorf("status %d", status)
	}
}

func TestRemoval_knowsARequestThatComesAgain(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *login.Options) { o.App.Others = []string{"the Instagram app's"} })
	b := w.browser()
	// send sends a request, and returns the code of the answer and what the store is asked for.
	send := func(request string) (code string, _ login.Removal) {
		t.Helper()
		_, text, _ := b.send("POST", w.url+"/meta/data-deletion", url.Values{"signed_request": {request}})
		var said map[string]string
		if err := json.Unmarshal([]byte(text), &said); err != nil {
			t.Fatal(err, text)
		}
		return said["confirmation_code"], w.store.requests[len(w.store.requests)-1]
	}
	issued := w.now
	first := signed("demo-secret", payload("123", issued), base64.RawURLEncoding)
	code, asked := send(first)
	if asked.User != "123" || !asked.Until.Equal(issued.Add(24*time.Hour+5*time.Minute)) || !asked.Since.Equal(issued.Add(5*time.Minute)) || len(code) < 32 {
		t.Errorf("%+v, code %s", asked, code)
	}
	signature, text, _ := strings.Cut(first, ".")
	w.pass(23 * time.Hour)
	for name, c := range map[string]struct {
		request string
		same    bool
	}{
		"letter for letter":         {first, true},
		"filled up":                 {signature + "=." + text, true},
		"with a line break":         {signature[:9] + "\r\n" + signature[9:] + "." + text, true},
		"with other bits at an end": {signature[:len(signature)-1] + string(signature[len(signature)-1]+1) + "." + text, true},
		"a second later":            {signed("demo-secret", payload("123", issued.Add(time.Second)), base64.RawURLEncoding), false},
		"of another user":           {signed("demo-secret", payload("124", issued), base64.RawURLEncoding), false},
		"by another secret":         {signed("the Instagram app's", payload("123", issued), base64.RawURLEncoding), false},
	} {
		got, again := send(c.request)
		if (got == code) != c.same || (again.Request == asked.Request) != c.same {
			t.Errorf("%s: code %s for %+v", name, got, again)
		}
	}
}
