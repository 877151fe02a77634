package database

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/vault"
)

// told returns which topics have an event.
func told(t *testing.T, db *DB, topics ...string) (with []string) {
	t.Helper()
	newest, err := db.Events().Newest(t.Context(), topics)
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range topics {
		if newest[topic] > 0 {
			with = append(with, topic)
		}
	}
	return with
}

// removalOf is a request to take back what an account's user allowed, another one each time.
func removalOf(a login.Account) login.Removal {
	return login.Removal{User: a.User, Request: login.Hash(rand.Text()), Since: a.ConnectedAt.Add(time.Hour), Until: a.ConnectedAt.Add(25 * time.Hour)}
}

func TestLogins_takeBackWhatAUserAllowed(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		a, viewer := connected(t, db, "1", nil)
		other, _ := connected(t, db, "2", nil)
		for _, want := range []int{1, 0} {
			if n, err := store.Revoke(t.Context(), removalOf(a)); n != want || err != nil {
				t.Errorf("%d accounts, %v", n, err)
			}
		}
		found, err := store.Accounts(t.Context(), viewer)
		if err != nil || len(found) != 1 || found[0].State != login.Revoked || found[0].Access == a.Access || !found[0].RenewAt.IsZero() {
			t.Errorf("%+v, %v", found, err)
		}
		_, kept, err := db.Grants().Grant(t.Context(), "1", "instagram")
		_, others, failed := db.Grants().Grant(t.Context(), "2", "instagram")
		if kept || !others || err != nil || failed != nil {
			t.Error("the wrong token is kept", err, failed)
		}
		if got := told(t, db, login.AccessTopic(a.Access), login.AccessTopic(other.Access)); !slices.Equal(got, []string{login.AccessTopic(a.Access)}) {
			t.Errorf("told: %q", got)
		}
		if who(t, store, "cookie of 1") != viewer {
			t.Error("the session has ended")
		}
		if _, ok, _ := db.Renewals().Find(t.Context(), a.Access); ok {
			t.Error("the access is known")
		}
		signIn(t, store, "cookie of 1", "again", a)
		if found, err := store.Accounts(t.Context(), viewer); err != nil || len(found) != 1 || found[0].State != login.Active || found[0].ID != a.ID {
			t.Errorf("connected again: %+v, %v", found, err)
		}
	})
}

func TestLogins_eraseAUser(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		db.now = func() time.Time { return signedInAt }
		a, viewer := connected(t, db, "1", nil)
		_, other := connected(t, db, "2", nil)
		second := account("3", dialect.Facebook)
		second.User = a.User
		signIn(t, store, "cookie of 2", "both", second)
		if n, err := store.Erase(t.Context(), removalOf(a), "receipt"); n != 2 || err != nil {
			t.Errorf("%d accounts, %v", n, err)
		}
		if who(t, store, "cookie of 1") != "" || who(t, store, "both") != other {
			t.Error("the wrong session has ended")
		}
		var viewers, accounts, tokens int
		for table, n := range map[string]*int{"viewer": &viewers, "connected_account": &accounts, "account_grant": &tokens} {
			if err := db.row(t.Context(), "SELECT count(*) FROM "+table, nil, n); err != nil {
				t.Fatal(err)
			}
		}
		if viewers != 1 || accounts != 1 || tokens != 1 || viewer == other {
			t.Errorf("left are %d viewers, %d accounts, %d tokens", viewers, accounts, tokens)
		}
		if at, ok, err := store.Erased(t.Context(), "receipt"); !ok || !at.Equal(signedInAt) || err != nil {
			t.Errorf("%s, %v, %v", at, ok, err)
		}
		if _, ok, err := store.Erased(t.Context(), "another"); ok || err != nil {
			t.Error("there is another receipt", err)
		}
	})
}

func TestLogins_honourARequestToTakeBackOnce(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		at := signedInAt
		db.now = func() time.Time { return at }
		store := db.Logins()
		revoke := func(r login.Removal) (int, error) { return store.Revoke(t.Context(), r) }
		erase := func(r login.Removal) (int, error) { return store.Erase(t.Context(), r, r.Request) }
		for i, c := range []struct {
			name string
			// first and second are done for the same request, with a sign-in between them or without.
			first, second func(login.Removal) (int, error)
			again         bool
			want          int
		}{
			{"revoked again after a sign-in", revoke, revoke, true, 0},
			{"erased again after a sign-in", erase, erase, true, 0},
			{"erased, then revoked after a sign-in", erase, revoke, true, 0},
			{"revoked, then erased after a sign-in", revoke, erase, true, 0},
			{"revoked, then erased as Meta asks for both in the same second", revoke, erase, false, 1},
			{"erased twice", erase, erase, false, 0},
		} {
			a, _ := connected(t, db, strings.Repeat("7", i+1), nil)
			request := removalOf(a)
			if n, err := c.first(request); n != 1 || err != nil {
				t.Errorf("%s: at first %d accounts, %v", c.name, n, err)
			}
			viewer := ""
			if c.again {
				viewer = signIn(t, store, "", login.Hash("again as "+a.Graph), a)
			}
			if n, err := c.second(request); n != c.want || err != nil {
				t.Errorf("%s: %d accounts, %v", c.name, n, err)
			}
			if c.again {
				found, err := store.Accounts(t.Context(), viewer)
				if err != nil || len(found) != 1 || found[0].State != login.Active {
					t.Errorf("%s: %+v, %v", c.name, found, err)
				}
				if n, err := revoke(removalOf(a)); n != 1 || err != nil {
					t.Errorf("%s: another request concerns %d accounts, %v", c.name, n, err)
				}
			}
		}
		for _, late := range []bool{false, true} {
			var n int
			at = signedInAt.Add(25 * time.Hour)
			if late {
				at = at.Add(time.Millisecond)
			}
			if err := db.Authorizations().Trim(t.Context(), at); err != nil {
				t.Fatal(err)
			}
			if err := db.row(t.Context(), "SELECT count(*) FROM removal_honoured", nil, &n); err != nil || (n == 0) != late {
				t.Errorf("%d requests are kept at %s, %v", n, at, err)
			}
		}
	})
}

func TestLogins_takeBackNothingThatWasAllowedAfterTheRequest(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		a, _ := connected(t, db, "1", nil)
		request := removalOf(a)
		later := a
		later.ConnectedAt = request.Since
		signIn(t, store, "", "again", later)
		if n, err := store.Revoke(t.Context(), request); n != 0 || err != nil {
			t.Errorf("revoked are %d accounts, %v", n, err)
		}
		request.Request = "another"
		if n, err := store.Erase(t.Context(), request, "receipt"); n != 0 || err != nil {
			t.Errorf("erased are %d accounts, %v", n, err)
		}
		if _, ok, err := store.Erased(t.Context(), "receipt"); !ok || err != nil {
			t.Errorf("there is no receipt: %v", err)
		}
		request.Request, request.Since = "later", request.Since.Add(time.Millisecond)
		if n, err := store.Erase(t.Context(), request, "later"); n != 1 || err != nil {
			t.Errorf("erased are %d accounts, %v", n, err)
		}
	})
}

func TestLogins_honourNoRequestWhoseRemovalFailed(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		a, _ := connected(t, db, "1", nil)
		if _, err := store.Erase(t.Context(), removalOf(a), "receipt"); err != nil {
			t.Fatal(err)
		}
		signIn(t, store, "", "again", a)
		request := removalOf(a)
		if _, err := store.Erase(t.Context(), request, "receipt"); err == nil {
			t.Fatal("the receipt is kept twice")
		}
		if n, err := store.Erase(t.Context(), request, "another"); n != 1 || err != nil {
			t.Errorf("sent again: %d accounts, %v", n, err)
		}
	})
}

func TestLogins_giveAnotherAccessForOtherPermissions(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		a, viewer := connected(t, db, "1", nil)
		again := a
		again.Access, again.Scopes = "another", []string{"a"}
		signIn(t, db.Logins(), "", "again", again)
		found, err := db.Logins().Accounts(t.Context(), viewer)
		if err != nil || len(found) != 1 || found[0].Access != "another" || len(told(t, db, login.AccessTopic(a.Access))) != 1 {
			t.Errorf("%+v, %v", found, err)
		}
	})
}

func TestLogins_disconnectAccounts(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		a, viewer := connected(t, db, "1", nil)
		other, stranger := connected(t, db, "2", nil)
		if err := store.Disconnect(t.Context(), stranger, []string{a.ID}); err != nil {
			t.Fatal(err)
		}
		if found, err := store.Accounts(t.Context(), viewer); err != nil || len(found) != 1 {
			t.Errorf("a stranger has disconnected it: %+v, %v", found, err)
		}
		if err := store.Disconnect(t.Context(), viewer, []string{a.ID, other.ID}); err != nil {
			t.Fatal(err)
		}
		found, err := store.Accounts(t.Context(), viewer)
		others, failed := store.Accounts(t.Context(), stranger)
		if len(found) != 0 || len(others) != 1 || err != nil || failed != nil {
			t.Errorf("%+v, %+v, %v, %v", found, others, err, failed)
		}
		_, kept, err := db.Grants().Grant(t.Context(), "1", "instagram")
		_, keptOther, failed := db.Grants().Grant(t.Context(), "2", "instagram")
		if kept || !keptOther || err != nil || failed != nil {
			t.Error("the wrong token is kept", err, failed)
		}
		if got := told(t, db, login.AccessTopic(a.Access), login.AccessTopic(other.Access)); !slices.Equal(got, []string{login.AccessTopic(a.Access)}) {
			t.Errorf("told: %q", got)
		}
		if who(t, store, "cookie of 1") != viewer {
			t.Error("the session has ended")
		}
	})
}

func TestLogins_revokeSessionsOfTheirViewer(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		_, viewer := connected(t, db, "1", nil)
		_, stranger := connected(t, db, "2", nil)
		sessions, err := store.Sessions(t.Context(), viewer, signedInAt)
		if err != nil || len(sessions) != 1 {
			t.Fatal(sessions, err)
		}
		id := sessions[0].ID
		for _, c := range []struct {
			viewer string
			want   error
		}{{stranger, login.ErrNoSession}, {viewer, nil}, {viewer, login.ErrNoSession}} {
			if err := store.RevokeSession(t.Context(), c.viewer, id); !errors.Is(err, c.want) {
				t.Errorf("by %s: %v, want %v", c.viewer, err, c.want)
			}
		}
		if got := told(t, db, login.Topic(id)); len(got) != 1 {
			t.Error("nobody is told")
		}
	})
}

func TestLogins_tellOfEachChangeOfState(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var changes []login.Change
		db.OnChanged(func(c login.Change) { changes = append(changes, c) })
		a, _ := connected(t, db, "1", nil)
		signIn(t, db.Logins(), "", "again", a)
		for range 2 {
			if _, err := db.Logins().Revoke(t.Context(), removalOf(a)); err != nil {
				t.Fatal(err)
			}
		}
		signIn(t, db.Logins(), "", "once more", a)
		var got []login.State
		for _, c := range changes {
			if c.Graph != "1" || c.Login != a.Login || c.Why == "" {
				t.Errorf("%+v", c)
			}
			got = append(got, c.From, c.To)
		}
		if want := []login.State{"", login.Active, login.Active, login.Revoked, login.Revoked, login.Active}; !slices.Equal(got, want) {
			t.Errorf("the changes are %q", got)
		}
	})
}

func TestLogins_tellOfAccountsThatAreGone(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var changes []login.Change
		db.OnChanged(func(c login.Change) { changes = append(changes, c) })
		for i, end := range []func(viewer string, a login.Account) error{
			func(viewer string, a login.Account) error {
				return db.Logins().Disconnect(t.Context(), viewer, []string{a.ID})
			},
			func(_ string, a login.Account) error {
				_, err := db.Logins().Erase(t.Context(), removalOf(a), "receipt")
				return err
			},
		} {
			a, viewer := connected(t, db, strings.Repeat("7", i+1), nil)
			before, err := db.Events().Newest(t.Context(), []string{login.AccountsTopic(viewer)})
			if err != nil {
				t.Fatal(err)
			}
			changes = nil
			if err := end(viewer, a); err != nil {
				t.Fatal(err)
			}
			after, err := db.Events().Newest(t.Context(), []string{login.AccountsTopic(viewer)})
			if err != nil || after[login.AccountsTopic(viewer)] <= before[login.AccountsTopic(viewer)] {
				t.Errorf("%d: nobody is told, %v", i, err)
			}
			if len(changes) != 1 || changes[0].Graph != a.Graph || changes[0].Login != a.Login || changes[0].From != login.Active || changes[0].To != login.Revoked || changes[0].Why == "" {
				t.Errorf("%d: %+v", i, changes)
			}
		}
	})
}

func TestLogins_haveNoKeyOutliveTheConnectionsThatItIsFor(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		for name, c := range map[string]struct {
			ended func(store login.Store, viewer string, a login.Account) error
			left  []string
		}{
			"disconnected": {func(s login.Store, viewer string, a login.Account) error {
				return s.Disconnect(t.Context(), viewer, []string{a.ID})
			}, []string{"b"}},
			"removed by Meta": {func(s login.Store, _ string, a login.Account) error {
				_, err := s.Revoke(t.Context(), removalOf(a))
				return err
			}, []string{"b"}},
			"data deleted": {func(s login.Store, _ string, a login.Account) error {
				_, err := s.Erase(t.Context(), removalOf(a), "of "+login.Hash(a.ID))
				return err
			}, []string{"b"}},
			"another's by now": {func(s login.Store, _ string, a login.Account) error {
				signIn(t, s, "theirs", login.Hash("theirs, with "+a.Graph), a)
				return nil
			}, []string{"b"}},
			"connected as ever": {func(login.Store, string, login.Account) error { return nil }, []string{"a", "b"}},
			"with another login": {func(s login.Store, viewer string, a login.Account) error {
				also := a
				also.ID, also.Login, also.Access, also.User = "also "+a.ID, dialect.Facebook, "also "+a.Access, "also "+a.User
				signIn(t, s, login.Hash("two of "+a.Graph), login.Hash("three of "+a.Graph), also)
				return s.Disconnect(t.Context(), viewer, []string{a.ID})
			}, []string{"a", "b"}},
		} {
			signIn(t, db.Logins(), "theirs", "theirs", account("99", dialect.Instagram))
			a, viewer := connected(t, db, "1"+name, nil)
			second := account("2"+name, dialect.Instagram)
			signIn(t, db.Logins(), login.Hash("cookie of "+a.Graph), login.Hash("two of "+a.Graph), second)
			store := db.Credentials()
			for id, accounts := range map[string][]string{"a": {a.Graph}, "b": {second.Graph, a.Graph}} {
				if err := store.Add(t.Context(), credential.Key{ID: name + id, Person: viewer, Kind: credential.Secret, CreatedAt: signedInAt, Terms: credential.Terms{Accounts: accounts}}, credential.Hash(name+id)); err != nil {
					t.Fatal(err)
				}
			}
			if err := c.ended(db.Logins(), viewer, a); err != nil {
				t.Fatal(name, err)
			}
			signIn(t, db.Logins(), "", login.Hash("again "+name), a)
			keys, err := store.Keys(t.Context(), viewer)
			if err != nil {
				t.Fatal(err)
			}
			var left []string
			for _, k := range keys {
				left = append(left, k.ID[len(name):])
				if slices.Contains(k.Accounts, a.Graph) != slices.Contains(c.left, "a") {
					t.Errorf("%s: %+v", name, k)
				}
			}
			slices.Sort(left)
			if !slices.Equal(left, c.left) || len(told(t, db, credential.Topic(name+"a"))) != 2-len(c.left) {
				t.Errorf("%s: left are the keys %q", name, left)
			}
		}
	})
}

func TestLogins_leaveNothingOfATokenInTheFiles(t *testing.T) {
	for name, wipe := range map[string]func(login.Store, string, login.Account) error{
		"disconnected": func(s login.Store, viewer string, a login.Account) error {
			return s.Disconnect(t.Context(), viewer, []string{a.ID})
		},
		"removed by Meta": func(s login.Store, _ string, a login.Account) error {
			_, err := s.Revoke(t.Context(), removalOf(a))
			return err
		},
		"data deleted": func(s login.Store, _ string, a login.Account) error {
			_, err := s.Erase(t.Context(), removalOf(a), "receipt")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			source := filepath.Join(t.TempDir(), "ours.db")
			db := openTest(t, source)
			a, viewer := connected(t, db, "1", nil)
			sealed := "k1.sealed." + strings.Repeat("0123456789abcdef", 300)
			for _, token := range []string{"k1.sealed.before", sealed} {
				if err := db.Grants().Keep(t.Context(), vault.Row{Account: "1", Login: "instagram", Sealed: token, Mark: token}); err != nil {
					t.Fatal(err)
				}
			}
			if !holds(t, source, "k1.sealed") {
				t.Fatal("it was never there")
			}
			if err := wipe(db.Logins(), viewer, a); err != nil {
				t.Fatal(err)
			}
			if holds(t, source, "k1.sealed") || holds(t, source, "0123456789abcdef") {
				t.Error("the files hold it still")
			}
		})
	}
}

// holds reports whether one of a database's files holds a text.
func holds(t *testing.T, source, text string) bool {
	t.Helper()
	files, _ := filepath.Glob(source + "*") // the pattern is good
	return slices.ContainsFunc(files, func(file string) bool {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(content), text)
	})
}
