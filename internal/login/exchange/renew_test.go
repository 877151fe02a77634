package exchange_test

import (
	"errors"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login/exchange"
)

func TestRenew_readsTheEndOfATokenHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	const weeks = 60 * 24 * time.Hour
	w := open(t, nil)
	for seconds, want := range map[string]time.Duration{
		`5184000`: weeks, `"5184000"`: weeks, `5184000.7`: weeks,
		`null`: 0, `0`: 0, `-1`: 0, `1e300`: 0, `99999999999999999999`: 0, `18446744073.8`: 0,
	} {
		w.answers(200, map[string]string{"/refresh_access_token": `{"access_token":"IGAAnew","expires_in":` + seconds + `}`})
		token, expires, err := w.Renew(t.Context(), w.provider(dialect.Instagram), "IGAAold")
		if end := noon.Add(want); token != "IGAAnew" || err != nil || want == 0 != expires.IsZero() || want != 0 && !expires.Truncate(time.Second).Equal(end) {
			t.Errorf("expires_in %s: %s, %s, %v", seconds, token, expires, err)
		}
	}
}

func TestRenew_saysWhetherATokenIsDead(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	for name, c := range map[string]struct {
		status        int
		body          string
		dead, refused bool
	}{
		"dead":                   {400, `{"error":{"code":190}}`, true, true},
		"dead, by its session":   {400, `{"error":{"code":102}}`, true, true},
		"refused":                {400, `{"error":{"code":10}}`, false, true},
		"too many":               {429, `{"error":{"code":4}}`, false, false},
		"a server that is down":  {503, ``, false, false},
		"no token":               {200, `{}`, false, false},
		"a token that is no one": {200, `{"access_token":"a b"}`, false, false},
		"no JSON":                {200, `HUSH`, false, false},
	} {
		for _, login := range []dialect.Login{dialect.Instagram, dialect.Facebook} {
			w.answers(c.status, map[string]string{"/refresh_access_token": c.body, "/oauth/access_token": c.body})
			token, _, err := w.Renew(t.Context(), w.provider(login), "old")
			if err == nil || token != "" || errors.Is(err, exchange.ErrDead) != c.dead || exchange.IsRefusal(err) != c.refused {
				t.Errorf("%s, %s: %s, %v", login, name, token, err)
			}
		}
	}
}

func TestRenew_returnsATokenThatWorks(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	p := w.provider(dialect.Facebook)
	g, _, err := w.Connect(t.Context(), p, w.code(p, pages...))
	if err != nil {
		t.Fatal(err)
	}
	token, expires, err := w.Renew(t.Context(), p, g.Token)
	if err != nil || !expires.After(noon.Add(59*24*time.Hour)) || w.Works(t.Context(), p, token) != nil {
		t.Errorf("%s, %v", expires, err)
	}
	if err := w.Works(t.Context(), p, "EAAnothing"); !errors.Is(err, exchange.ErrDead) {
		t.Errorf("a made-up token: %v", err)
	}
}

func TestProveApp_saysWhetherIDAndSecretBelongTogether(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		secret string
		want   error
	}{"right": {"demo-secret", nil}, "another secret": {"other", exchange.ErrApp}} {
		w := open(t, func(o *exchange.Options) { o.Secret = c.secret })
		for _, p := range w.providers {
			if err := w.ProveApp(t.Context(), p); !errors.Is(err, c.want) {
				t.Errorf("%s, %s: %v", name, p.Login, err)
			}
			w.answers(503, map[string]string{"": ""})
			if err := w.ProveApp(t.Context(), p); err == nil || errors.Is(err, exchange.ErrApp) {
				t.Errorf("%s, %s, with a server that is down: %v", name, p.Login, err)
			}
			w.gate = nil
		}
	}
}
