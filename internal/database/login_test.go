package database

import (
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
)

// signedInAt is when the tests of logins happen.
var signedInAt = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

// session is a session by the name of its cookie.
func session(cookie string) login.Session {
	return login.Session{ID: "id of " + cookie, Cookie: login.Hash(cookie), UserAgent: "a browser", CreatedAt: signedInAt, SeenAt: signedInAt, Expires: signedInAt.Add(time.Hour)}
}

// account is an account with a login type.
func account(graph string, l dialect.Login) login.Account {
	return login.Account{
		ID: graph + l.String(), Login: l, Graph: graph, User: "user of " + graph, Username: "name of " + graph, Scopes: []string{"a", "b"},
		ConnectedAt: signedInAt, Expires: signedInAt.Add(time.Hour), RenewAt: signedInAt.Add(time.Minute), Access: "access of " + graph + l.String(), State: login.Active,
	}
}

// who is the viewer of a cookie's session; "" if there is none.
func who(t *testing.T, store login.Store, cookie login.Hash) string {
	t.Helper()
	s, err := store.FindSession(t.Context(), cookie, signedInAt)
	if err != nil && !errors.Is(err, login.ErrNoSession) {
		t.Fatal(err)
	}
	return s.Viewer
}

// signIn signs in with an old cookie and some accounts, and returns the viewer.
func signIn(t *testing.T, store login.Store, old, cookie login.Hash, accounts ...login.Account) string {
	t.Helper()
	if err := store.SignIn(t.Context(), old, session(string(cookie)), accounts); err != nil {
		t.Fatal(err)
	}
	return who(t, store, cookie)
}

func TestLogins_takeWhatHasBegunOnceInItsBrowserAndInTime(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		db.now = func() time.Time { return signedInAt }
		store := db.Logins()
		begun := login.Begun{State: "state", Browser: "browser", Login: dialect.Facebook, ReturnTo: "/a?b=c", Expires: signedInAt.Add(time.Minute)}
		for name, c := range map[string]struct {
			state, browser login.Hash
			at             time.Time
			found          bool
		}{
			"right":           {"state", "browser", signedInAt.Add(time.Minute - time.Millisecond), true},
			"another state":   {"other", "browser", signedInAt, false},
			"another browser": {"state", "other", signedInAt, false},
			"too late":        {"state", "browser", signedInAt.Add(time.Minute), false},
		} {
			begun.State = login.Hash(name + string(begun.State))
			if err := store.Begin(t.Context(), begun); err != nil {
				t.Fatal(err)
			}
			got, err := store.TakeBegun(t.Context(), login.Hash(name)+c.state, c.browser, c.at)
			if c.found != (err == nil) || !c.found && !errors.Is(err, login.ErrNotBegun) || c.found && got != begun {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
			if _, err := store.TakeBegun(t.Context(), login.Hash(name)+c.state, c.browser, c.at); !errors.Is(err, login.ErrNotBegun) {
				t.Errorf("%s: it is taken twice: %v", name, err)
			}
			begun.State = "state"
		}
		db.now = func() time.Time { return signedInAt.Add(time.Hour) }
		begun.State = "fresh"
		var n int
		if err := errors.Join(store.Begin(t.Context(), begun), db.row(t.Context(), "SELECT count(*) FROM login_begun", nil, &n)); err != nil || n != 1 {
			t.Errorf("%d are kept, %v", n, err)
		}
	})
}

func TestLogins_knowAPersonByTheSessionElseByAnAccount(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		first := signIn(t, store, "", "one", account("1", dialect.Instagram))
		if same := signIn(t, store, "one", "two", account("2", dialect.Instagram)); same != first || first == "" {
			t.Errorf("a second account is of %q", same)
		}
		if who(t, store, "one") != "" {
			t.Error("the old cookie lives on")
		}
		if elsewhere := signIn(t, store, "", "three", account("2", dialect.Facebook)); elsewhere != first {
			t.Errorf("a known account is of %q", elsewhere)
		}
		other := signIn(t, store, "", "four", account("3", dialect.Instagram))
		if other == first || other == "" {
			t.Errorf("a stranger is %q", other)
		}
		later := account("2", dialect.Instagram)
		later.ConnectedAt = signedInAt.Add(time.Minute)
		if moved := signIn(t, store, "four", "five", later); moved != other {
			t.Errorf("who is signed in becomes %q", moved)
		}
		for viewer, want := range map[string][]string{first: {"1instagram"}, other: {"3instagram", "2facebook", "2instagram"}} {
			accounts, err := store.Accounts(t.Context(), viewer)
			var got []string
			for _, a := range accounts {
				got = append(got, a.ID)
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%q, %v", got, err)
			}
		}
		sessions, err := store.Sessions(t.Context(), first, signedInAt)
		if err != nil || len(sessions) != 2 {
			t.Errorf("%+v, %v", sessions, err)
		}
	})
}

func TestLogins_keepAnAccountAsItWasConnectedLast(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		a := account("1", dialect.Instagram)
		a.Token = "hush"
		viewer := signIn(t, store, "", "one", a)
		again := a
		again.ID, again.Username, again.User, again.Scopes = "another", "renamed", "u", nil
		again.ConnectedAt, again.Expires = signedInAt.Add(time.Hour), time.Time{}
		signIn(t, store, "one", "two", again)
		again.ID, again.ConnectedAt, again.Token, again.Scopes = a.ID, a.ConnectedAt, "", []string{}
		got, err := store.Accounts(t.Context(), viewer)
		if err != nil || len(got) != 1 {
			t.Fatal(got, err)
		}
		if g := got[0]; g.ID != again.ID || g.Username != again.Username || g.User != again.User || len(g.Scopes) != 0 ||
			!g.ConnectedAt.Equal(again.ConnectedAt) || !g.Expires.IsZero() || g.Token != "" || g.Login != dialect.Instagram || g.Graph != "1" {
			t.Errorf("%+v", g)
		}
	})
}

func TestLogins_endSessions(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		viewer := signIn(t, store, "", "one", account("1", dialect.Instagram))
		later := signedInAt.Add(time.Minute)
		if err := store.See(t.Context(), "id of one", later); err != nil {
			t.Fatal(err)
		}
		want := session("one")
		want.Viewer, want.SeenAt = viewer, later
		if got, err := store.FindSession(t.Context(), "one", signedInAt); err != nil || got != want {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := store.FindSession(t.Context(), "one", want.Expires); !errors.Is(err, login.ErrNoSession) {
			t.Errorf("it has no end: %v", err)
		}
		if sessions, err := store.Sessions(t.Context(), viewer, want.Expires); err != nil || len(sessions) > 0 {
			t.Errorf("%v, %v", sessions, err)
		}
		if err := store.EndSession(t.Context(), "one"); err != nil || who(t, store, "one") != "" {
			t.Errorf("it lives on, %v", err)
		}
		if err := store.EndSession(t.Context(), "one"); err != nil {
			t.Errorf("it cannot be ended again: %v", err)
		}
	})
}

func TestLogins_tellOfEachSessionThatEnds(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		told := func() (ended []string) {
			t.Helper()
			for _, name := range []string{"logged out", "signed in again", "too old", "live"} {
				topic := login.Topic("id of " + name)
				newest, err := db.Events().Newest(t.Context(), []string{topic})
				if err != nil {
					t.Fatal(err)
				}
				if newest[topic] > 0 {
					ended = append(ended, name)
				}
			}
			return ended
		}
		old := session("too old")
		old.Expires = signedInAt
		if err := store.SignIn(t.Context(), "", old, nil); err != nil {
			t.Fatal(err)
		}
		if got := told(); got != nil {
			t.Errorf("before any ends, it is told of %q", got)
		}
		signIn(t, store, "", "logged out", account("1", dialect.Instagram))
		signIn(t, store, "", "signed in again", account("2", dialect.Instagram))
		signIn(t, store, "signed in again", "live")
		if err := store.EndSession(t.Context(), "logged out"); err != nil {
			t.Fatal(err)
		}
		if got := told(); !slices.Equal(got, []string{"logged out", "signed in again", "too old"}) {
			t.Errorf("it is told of %q", got)
		}
	})
}

func TestConnected_tellsOfAllAccountsThoseFirstThatEndFirst(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *DB) {
		for i, name := range []string{"late", "soon"} {
			now := time.Now()
			session := login.Session{ID: name, Cookie: login.Hash(name), CreatedAt: now, SeenAt: now, Expires: now.Add(time.Hour)}
			a := login.Account{ID: name, Graph: name, Login: dialect.Instagram, Username: name, ConnectedAt: now, Expires: now.Add(time.Duration(9-i) * time.Hour)}
			if err := db.Logins().SignIn(t.Context(), "", session, []login.Account{a}); err != nil {
				t.Fatal(err)
			}
		}
		all, err := db.Connected(t.Context())
		if err != nil || len(all) != 2 || all[0].ID != "soon" || all[1].ID != "late" {
			t.Errorf("%v, %+v", err, all)
		}
	})
}

func TestLogins_signInToAnAccountOfNoPerson(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ours.db")
	db := openTest(t, path)
	a := account("1", dialect.Instagram)
	signIn(t, db.Logins(), "", "one", a)
	other, err := sql.Open("sqlite", path+"?_pragma=busy_timeout(5000)") // which lets a row name what is not there
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"UPDATE connected_account SET viewer_id = 'gone'", "UPDATE session SET viewer_id = 'gone'"} {
		if _, err := other.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	person := signIn(t, db.Logins(), "one", "two", a)
	if found, err := db.Logins().Accounts(t.Context(), person); err != nil || len(found) != 1 || found[0].ID != a.ID {
		t.Errorf("of %q are %+v, %v", person, found, err)
	}
}
