package publish_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
	"github.com/gramql/gramql/internal/viewer"
)

// signedIn returns the context of someone who has connected the account of a token.
func (w *world) signedIn(t *testing.T, token string) context.Context {
	t.Helper()
	ctx := w.as(t, token)
	v, _ := viewer.FromContext(ctx)
	v.Person = "7"
	return viewer.NewContext(ctx, v)
}

// used has the worker note with which tokens it works.
func (w *world) used() *[]publish.Token {
	var all []publish.Token
	with := w.worker.WithToken
	w.worker.WithToken = func(ctx context.Context, token publish.Token) context.Context {
		all = append(all, token)
		return with(ctx, token)
	}
	return &all
}

func TestPublish_borrowsTheTokenOfWhoHasConnectedNoAccount(t *testing.T) {
	t.Parallel()
	w := open(t)
	if _, err := w.Publish(w.signedIn(t, instagram), w.request(t, "A")); err != nil || len(w.vault.tokens) != 0 {
		t.Errorf("%v; lent by someone signed in: %d", err, len(w.vault.tokens))
	}
	r := w.request(t, "B")
	r.Key = new("key")
	for i := range 2 {
		p, err := w.Publish(w.as(t, instagram), r)
		if err != nil || len(w.vault.tokens) != 1 || !p.Lent {
			t.Fatalf("%v; lent: %d", err, len(w.vault.tokens))
		}
		if w.finish(t, p.ID); i == 0 {
			w.vault.tokens = map[string]string{account + "instagram": "to be replaced"} // as for another publication
		}
		if i == 1 && w.vault.tokens[account+"instagram"] != "to be replaced" {
			t.Error("a token is lent for what has ended")
		}
	}
}

func TestWork_choosesATokenOfItsOwnKindFirst(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name            string
		signedIn        bool
		connected, lent []dialect.Login
		want            publish.Token
	}{
		{"lent", false, []dialect.Login{dialect.Instagram}, []dialect.Login{dialect.Instagram}, publish.Token{Login: dialect.Instagram, Lent: true}},
		{"connected", true, []dialect.Login{dialect.Instagram}, []dialect.Login{dialect.Instagram}, publish.Token{Login: dialect.Instagram}},
		{"lent, for none is connected", true, nil, []dialect.Login{dialect.Instagram}, publish.Token{Login: dialect.Instagram, Lent: true}},
		{"its own login type before its own kind", false, []dialect.Login{dialect.Instagram}, []dialect.Login{dialect.Facebook}, publish.Token{Login: dialect.Instagram}},
		{"any", false, []dialect.Login{dialect.Facebook}, nil, publish.Token{Login: dialect.Facebook}},
	} {
		w := open(t)
		ctx := w.as(t, instagram)
		if c.signedIn {
			ctx = w.signedIn(t, instagram)
		}
		p, err := w.Publish(ctx, w.request(t, "A"))
		if err != nil {
			t.Fatal(err)
		}
		text := map[dialect.Login]string{dialect.Instagram: instagram, dialect.Facebook: facebook}
		w.vault.tokens = nil
		for v, logins := range map[*vault][]dialect.Login{w.connected: c.connected, w.vault: c.lent} {
			for _, login := range logins {
				_ = v.Keep(t.Context(), account, login, text[login])
			}
		}
		used := w.used()
		p = w.finish(t, p.ID)
		c.want.Account, c.want.Text = account, text[c.want.Login]
		if len(*used) == 0 || p.State != publication.Published || slices.ContainsFunc(*used, func(got publish.Token) bool { return got != c.want }) {
			t.Errorf("%s: it is %s with %+v", c.name, p.State, *used)
		}
	}
}

// A container is known to the login type that it was made with alone.
func TestWork_makesContainersAnewWithATokenOfAnotherLoginType(t *testing.T) {
	t.Parallel()
	w := open(t)
	p, err := w.Publish(w.as(t, instagram), w.request(t, "A"))
	if err != nil {
		t.Fatal(err)
	}
	before := w.shown(t, p.Content)
	w.graph.Faults().Add(fault.Fault{Kind: fault.ExpiredToken, Token: "IGAA", Path: "/*/media_publish"})
	if p := w.finish(t, p.ID); p.State != publication.NeedsReauthentication || len(w.vault.tokens) != 0 {
		t.Fatalf("%s, with %d tokens", p.State, len(w.vault.tokens))
	}
	parked := w.store.rows[p.ID]
	first := parked.Container()
	w.graph.ForgetCalls()
	if _, err := w.Publish(w.as(t, facebook), w.request(t, "B")); err != nil { // by which its token comes
		t.Fatal(err)
	}
	if p = w.finish(t, p.ID); p.State != publication.Published || w.shown(t, p.Content) != before+1 {
		t.Errorf("%s, and %d more media", p.State, w.shown(t, p.Content)-before)
	}
	for _, call := range w.graph.Calls() {
		if strings.Contains(call.Path, first) || call.Params["creation_id"] == first {
			t.Errorf("%s %s was called for the container of the other login type", call.Method, call.Path)
		}
	}
	if p.Container() == first {
		t.Error("the container was not made anew")
	}
}

func TestWork_settlesWithATokenThatDoesNotReachTheContainer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault fault.Kind
		state publication.State
		posts int
	}{
		{"published", fault.NoAnswer, publication.Published, 1},
		{"not published", fault.AfterBody, publication.Failed, 0},
	} {
		w := open(t)
		p, err := w.Publish(w.as(t, instagram), w.request(t, c.name))
		if err != nil {
			t.Fatal(err)
		}
		before := w.shown(t, p.Content)
		w.graph.Faults().Add(fault.Fault{Kind: c.fault, Path: "/*/media_publish", Times: 1})
		w.store.saved = func(p *publication.Publication) {
			if p.State == publication.Publishing { // another token alone is there when it is settled
				w.vault.tokens = map[string]string{account + "facebook": facebook}
			}
		}
		if p = w.finish(t, p.ID); p.State != c.state || w.shown(t, p.Content) != before+c.posts {
			t.Errorf("%s: it is %s, %+v, and %d more media", c.name, p.State, p.Failure, w.shown(t, p.Content)-before)
		}
	}
}
