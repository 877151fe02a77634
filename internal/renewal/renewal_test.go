package renewal_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph/oauth"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/renewal"
)

// logins are the login types whose tokens end.
var logins = []dialect.Login{dialect.Instagram, dialect.Facebook}

const day = 24 * time.Hour

func TestRenewer_renewsATokenFromAThirdOfItsLifeOn(t *testing.T) {
	t.Parallel()
	for _, kind := range logins {
		w := open(t, kind)
		before := w.account()
		if at := before.RenewAt.Sub(w.time()); at < 20*day || at > 25*day {
			t.Errorf("%s: it is to be renewed in %s", kind, at)
		}
		w.pass(19)
		w.work()
		if w.renewals != 0 || w.account().Token != before.Token {
			t.Errorf("%s: it is renewed too early", kind)
		}
		w.pass(6)
		w.work()
		after := w.account()
		if w.renewals != 1 || after.Token == before.Token || !after.Expires.Equal(w.time().Add(60*day)) || after.RenewAt.Sub(w.time()) < 20*day {
			t.Errorf("%s: %d renewals, it ends %s", kind, w.renewals, after.Expires)
		}
		if err := w.login.Works(t.Context(), after); err != nil {
			t.Error(err)
		}
		after.Token, after.Expires, after.RenewAt = before.Token, before.Expires, before.RenewAt
		if !reflect.DeepEqual(after, before) || len(w.changes) != 0 {
			t.Errorf("%s: %+v became %+v, %s", kind, before, after, w.changes)
		}
		w.work()
		if w.renewals != 1 || !slices.Equal(w.outcomes, []renewal.Outcome{renewal.Renewed}) {
			t.Errorf("%s: %s", kind, w.outcomes)
		}
		if text := w.log.String(); strings.Contains(text, before.Token) || strings.Contains(text, w.account().Token) {
			t.Error("a token is in the log")
		}
	}
}

func TestRenewer_tellsEachStateWhileTheGraphIsDown(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram)
	w.down = true
	before := w.account()
	for _, step := range []struct {
		days    int
		changes []login.State
	}{
		{53, nil},
		{1, []login.State{login.Expiring}},
		{5, []login.State{login.Expiring}},
		{1, []login.State{login.Expiring, login.NeedsReauthentication}},
		{1, []login.State{login.Expiring, login.NeedsReauthentication}},
	} {
		w.pass(step.days)
		w.work()
		if !slices.Equal(w.changes, step.changes) {
			t.Errorf("after %d days more: %s", step.days, w.changes)
		}
	}
	after := w.account()
	if after.State != login.NeedsReauthentication || after.Token != before.Token || slices.Contains(w.outcomes, renewal.Refused) || len(w.outcomes) == 0 {
		t.Errorf("%s, %s", after.State, w.outcomes)
	}
	n := len(w.outcomes)
	w.down = false
	w.pass(2)
	w.work()
	if len(w.outcomes) != n {
		t.Error("what has ended is renewed")
	}
}

func TestRenewer_renewsOnceTheGraphAnswersAgain(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram)
	w.down = true
	w.pass(54)
	w.work()
	w.down = false
	w.work()
	if w.renewals != 1 {
		t.Errorf("%d renewals at once", w.renewals)
	}
	w.pass(1)
	w.work()
	if a := w.account(); a.State != login.Active || !slices.Equal(w.changes, []login.State{login.Expiring, login.Active}) {
		t.Errorf("%s, %s", a.State, w.changes)
	}
}

func TestRenewer_buriesATokenThatMetaSaysIsDead(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram)
	if _, err := w.graph.Login().Remove(t.Context(), oauth.Deauthorize, "metricsaurus"); err != nil {
		t.Fatal(err)
	}
	w.pass(30)
	w.work()
	w.pass(1)
	w.work()
	if a := w.account(); a.Token != "" || a.State != login.NeedsReauthentication || w.renewals != 1 {
		t.Errorf("%+v, %d renewals", a, w.renewals)
	}
}

// broken is a vault that fails to keep, as when the process is killed before.
type broken struct{ renewal.Vault }

func (broken) Swap(context.Context, string, dialect.Login, string, string) (bool, error) {
	return false, errors.New("killed")
}

func TestRenewer_losesNoTokenWhenItEndsBetweenMetasAnswerAndTheRow(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram)
	before := w.account()
	w.pass(30)
	if err := w.another(broken{w.vault}).Work(t.Context()); err == nil {
		t.Fatal("nothing failed")
	}
	if a := w.account(); a.Token != before.Token || w.login.Works(t.Context(), a) != nil {
		t.Errorf("%+v", a)
	}
	w.work()
	if w.renewals != 1 {
		t.Error("it is renewed while it is claimed")
	}
	w.pass(1)
	w.work()
	if a := w.account(); a.Token == before.Token || w.login.Works(t.Context(), a) != nil {
		t.Errorf("%+v", a)
	}
}

func TestRenewer_asksMetaOnceForAHundredWhoseTokenIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		days    int
		renewed bool
	}{"renewed": {2, true}, "dead": {61, false}} {
		for _, kind := range logins {
			w := open(t, kind)
			refused := w.account()
			w.pass(c.days)
			processes := []*renewal.Renewer{w.Renewer, w.another(w.vault)}
			tokens := make([]string, 100)
			var all sync.WaitGroup
			for i := range tokens {
				all.Go(func() {
					var err error
					if tokens[i], err = processes[i%2].Instead(t.Context(), refused.Access, refused.Token); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			now := w.account()
			for _, token := range tokens {
				if token != now.Token || (token != "") != c.renewed || token == refused.Token {
					t.Errorf("%s, %s: %q", name, kind, token)
				}
			}
			if w.renewals != 1 || c.renewed != (now.State == login.Active) || !c.renewed && now.State != login.NeedsReauthentication {
				t.Errorf("%s, %s: %d renewals, %s", name, kind, w.renewals, now.State)
			}
		}
	}
}

func TestRenewer_answersARefusedTokenWith(t *testing.T) {
	t.Parallel()
	t.Run("the one that came meanwhile", func(t *testing.T) {
		t.Parallel()
		w := open(t, dialect.Instagram)
		a := w.account()
		if got, err := w.Instead(t.Context(), a.Access, "an older one"); err != nil || got != a.Token || w.renewals != 0 {
			t.Errorf("%q, %v", got, err)
		}
	})
	t.Run("none, if the access is not known", func(t *testing.T) {
		t.Parallel()
		w := open(t, dialect.Instagram)
		if got, err := w.Instead(t.Context(), "another", w.account().Token); err != nil || got != "" || w.renewals != 0 {
			t.Errorf("%q, %v", got, err)
		}
	})
	t.Run("none, if the token works and is too young to be renewed", func(t *testing.T) {
		t.Parallel()
		w := open(t, dialect.Instagram)
		a := w.account()
		for range 2 {
			if got, err := w.Instead(t.Context(), a.Access, a.Token); err != nil || got != "" {
				t.Errorf("%q, %v", got, err)
			}
		}
		if now := w.account(); now.Token != a.Token || now.State != login.Active || w.renewals != 1 {
			t.Errorf("%+v after %d renewals", now, w.renewals)
		}
	})
	t.Run("none, while the graph is down, and changes no state", func(t *testing.T) {
		t.Parallel()
		w := open(t, dialect.Instagram)
		a := w.account()
		w.down = true
		if got, err := w.Instead(t.Context(), a.Access, a.Token); err != nil || got != "" {
			t.Errorf("%q, %v", got, err)
		}
		if now := w.account(); now.Token != a.Token || now.State != login.Active {
			t.Errorf("%+v", now)
		}
	})
	t.Run("nothing, to those who do not wait", func(t *testing.T) {
		t.Parallel()
		w := open(t, dialect.Instagram)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		a := w.account()
		if _, err := w.Instead(ctx, a.Access, a.Token); err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func TestRenewer_leavesOutATokenThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram)
	before := w.account()
	const mend, tear = "UPDATE account_grant SET token = replace(token, '!', '')", "UPDATE account_grant SET token = token || '!'"
	set := func(statement string) {
		if _, err := w.db.Tables().DB.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	set(tear)
	w.pass(30)
	for range 3 {
		w.work()
	}
	if a := w.account(); a.State != login.NeedsReauthentication || w.renewals != 0 || !slices.Equal(w.changes, []login.State{login.NeedsReauthentication}) {
		t.Errorf("%s, after %d renewals; told of %v", a.State, w.renewals, w.changes)
	}
	set(mend) // the key is back
	w.work()
	if a := w.account(); a.State != login.Active || a.Token == before.Token || w.renewals != 1 || len(w.changes) != 2 {
		t.Errorf("%s, after %d renewals; told of %v", a.State, w.renewals, w.changes)
	}
}
