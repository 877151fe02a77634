package token_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/store"
	"github.com/gramql/gramql/internal/localgraph/token"
	"github.com/gramql/gramql/internal/localgraph/world"
)

// desk is a register whose clock can be set.
type desk struct {
	*token.Register
	now time.Time
}

func open(t *testing.T) *desk {
	t.Helper()
	db, err := store.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // nothing is left to be written
	if err := world.Seed(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	d := &desk{now: time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)}
	d.Register = token.New(db, token.Apps{token.DemoApp}, func() time.Time { return d.now })
	return d
}

// allowed is what metricsaurus allows the demo app with Instagram Login.
func allowed(scopes ...string) token.Consent {
	return token.Consent{App: token.DemoApp.ID, Login: catalog.Instagram, Account: world.Metricsaurus, Granted: scopes}
}

const (
	basic    = "instagram_business_basic"
	comments = "instagram_business_manage_comments"
	redirect = "https://app.example/callback"
)

func (d *desk) issue(t *testing.T, c token.Consent, kind token.Kind) token.Issued {
	t.Helper()
	issued, err := d.Issue(t.Context(), c, kind)
	if err != nil {
		t.Fatal(err)
	}
	return issued
}

// refusal returns the code and the subcode of the Graph API's error; zeros for none.
func refusal(t *testing.T, err error) [2]int {
	t.Helper()
	said, ok := errors.AsType[*apierror.Error](err)
	if err != nil && !ok {
		t.Fatal(err)
	}
	if !ok {
		return [2]int{}
	}
	return [2]int{said.Code, said.Subcode}
}

func TestRedeem_takesACodeOnceForItsAppAndAddress(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		app, redirect string
		login         catalog.Login
		after         time.Duration
		withdrawn     bool
		want          error
	}{
		"as it was made":         {app: token.DemoApp.ID, redirect: redirect, login: catalog.Instagram},
		"just in time":           {app: token.DemoApp.ID, redirect: redirect, login: catalog.Instagram, after: time.Hour - time.Second},
		"too late":               {app: token.DemoApp.ID, redirect: redirect, login: catalog.Instagram, after: time.Hour, want: token.ErrCodeExpired},
		"by another app":         {app: "other", redirect: redirect, login: catalog.Instagram, want: token.ErrCodeUnknown},
		"with another login":     {app: token.DemoApp.ID, redirect: redirect, login: catalog.Facebook, want: token.ErrCodeUnknown},
		"at another address":     {app: token.DemoApp.ID, redirect: redirect + "/", login: catalog.Instagram, want: token.ErrCodeRedirect},
		"after it was withdrawn": {app: token.DemoApp.ID, redirect: redirect, login: catalog.Instagram, withdrawn: true, want: token.ErrCodeUnknown},
	} {
		d := open(t)
		code, err := d.NewCode(t.Context(), allowed(basic), token.Short, redirect)
		if err != nil {
			t.Fatal(err)
		}
		if c.withdrawn {
			if err := d.Withdraw(t.Context(), allowed()); err != nil {
				t.Fatal(err)
			}
		}
		d.now = d.now.Add(c.after)
		issued, err := d.Redeem(t.Context(), c.app, c.login, code, c.redirect)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err != nil {
			continue
		}
		if issued.Life() != token.ShortOnInstagram || issued.Account != world.Metricsaurus || !slices.Equal(issued.Granted, []string{basic}) {
			t.Errorf("%s: %+v", name, issued)
		}
		if _, err := d.Redeem(t.Context(), c.app, c.login, code, c.redirect); !errors.Is(err, token.ErrCodeUsed) {
			t.Errorf("%s, once more: %v", name, err)
		}
	}
}

func TestFind_knowsWhatATokenGrantsUntilItEnds(t *testing.T) {
	t.Parallel()
	d := open(t)
	short, long := d.issue(t, allowed(basic, comments), token.Short), d.issue(t, allowed(basic), token.Long)
	if g, err := d.Find(t.Context(), short.Text); err != nil || g.Account != world.Metricsaurus || g.Permissions != catalog.Permissions(catalog.Instagram, []string{basic, comments}) {
		t.Errorf("%+v, %v", g, err)
	}
	for text, want := range map[string][2]int{
		token.Demo:                        {},
		"IGAAdemoexpired":                 {190, 463},
		"IGAAmadeup":                      {190, 0},
		token.DemoApp.OwnToken():          {},
		token.DemoApp.ID + "|wrong":       {190, 0},
		token.DemoApp.ID + "|demo-secret": {},
	} {
		if _, err := d.Find(t.Context(), text); refusal(t, err)[0] != want[0] || want[1] != 0 && refusal(t, err) != want {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
	d.now = d.now.Add(token.ShortOnInstagram)
	if _, err := d.Find(t.Context(), short.Text); refusal(t, err) != [2]int{190, 463} {
		t.Errorf("a short token after its hour: %v", err)
	}
	if _, err := d.Find(t.Context(), long.Text); err != nil {
		t.Errorf("a long one then: %v", err)
	}
	d.now = d.now.Add(token.LongLife)
	if _, err := d.Find(t.Context(), long.Text); refusal(t, err) != [2]int{190, 463} {
		t.Errorf("a long token after 60 days: %v", err)
	}
}

func TestIssue_goesOnAfterAUserTokenHasExpiredForLong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		consent token.Consent
		kind    token.Kind
	}{
		"with Instagram Login":                {allowed(basic), token.Long},
		"with Facebook Login":                 {token.Consent{App: token.DemoApp.ID, Login: catalog.Facebook, Account: world.Metricsaurus, Person: world.Person, Granted: []string{"pages_show_list"}}, token.Long},
		"with Facebook Login, for some hours": {token.Consent{App: token.DemoApp.ID, Login: catalog.Facebook, Account: world.Metricsaurus, Person: world.Person, Granted: []string{"pages_show_list"}}, token.Short},
	} {
		d := open(t)
		for range 3 {
			issued := d.issue(t, c.consent, c.kind)
			if _, err := d.Find(t.Context(), issued.Text); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			d.now = d.now.Add(token.LongLife + 91*24*time.Hour)
		}
	}
}

func TestWithdraw_endsAllTokensOfThePersonForTheApp(t *testing.T) {
	t.Parallel()
	d := open(t)
	mine, again := d.issue(t, allowed(basic), token.Long), d.issue(t, allowed(comments), token.Short)
	other := allowed(basic)
	other.Account = world.Cretaceouscoffee
	theirs := d.issue(t, other, token.Long)
	if err := d.Withdraw(t.Context(), allowed()); err != nil {
		t.Fatal(err)
	}
	for _, dead := range []token.Issued{mine, again} {
		if _, err := d.Find(t.Context(), dead.Text); refusal(t, err)[0] != 190 {
			t.Errorf("a token of who removed the app: %v", err)
		}
	}
	if _, err := d.Find(t.Context(), theirs.Text); err != nil {
		t.Errorf("a token of another: %v", err)
	}
	if left, err := d.Consents(t.Context(), world.Metricsaurus); err != nil || len(left) != 0 {
		t.Errorf("%+v, %v", left, err)
	}
}

func TestDecline_takesOneScopeFromAllTokens(t *testing.T) {
	t.Parallel()
	d := open(t)
	issued := d.issue(t, allowed(basic, comments), token.Long)
	if err := d.Decline(t.Context(), allowed(), comments); err != nil {
		t.Fatal(err)
	}
	g, err := d.Find(t.Context(), issued.Text)
	if err != nil || !slices.Equal(g.Granted, []string{basic}) || !slices.Equal(g.Declined, []string{comments}) || g.Permissions != catalog.Permissions(catalog.Instagram, []string{basic}) {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestProves_wantsASecretOfTheApp(t *testing.T) {
	t.Parallel()
	apps := token.Apps{{ID: "a", Secret: "old"}, {ID: "a", Secret: "new"}, {ID: "b", Secret: "other"}}
	for secret, want := range map[string]bool{"old": true, "new": true, "other": false, "": false} {
		if got := apps.Verify("a", secret); got != want {
			t.Errorf("the secret %q: %t", secret, got)
		}
	}
	if apps.Known("c") || !apps.Known("b") || apps.Verify("c", "old") {
		t.Error("the apps are others")
	}
	mac := hmac.New(sha256.New, []byte("new"))
	mac.Write([]byte("token"))
	proof := hex.EncodeToString(mac.Sum(nil))
	for _, c := range []struct {
		id, token string
		want      bool
	}{{"a", "token", true}, {"a", "another", false}, {"b", "token", false}, {"c", "token", false}} {
		if got := apps.Proves(c.id, c.token, proof); got != c.want {
			t.Errorf("a proof for %s and %s: %t", c.id, c.token, got)
		}
	}
}
