package database

import (
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/dialect"
)

func TestAuthorizations_takeWhatWasBegunOnceInItsBrowserAndInTime(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Authorizations()
		begun := authorization.Begun{
			ID: "id", Browser: "browser", Client: "app", Redirect: "https://app.example/?a=b", State: "its state", Challenge: "challenge",
			Scopes: []string{"read", "write"}, CreatedAt: signedInAt, Expires: signedInAt.Add(time.Minute),
		}
		if err := store.Begin(t.Context(), begun); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			id, browser credential.Hash
			at          time.Time
		}{
			"another id":      {"other", "browser", signedInAt},
			"another browser": {"id", "other", signedInAt},
			"too late":        {"id", "browser", signedInAt.Add(time.Minute)},
		} {
			if _, err := store.TakeBegun(t.Context(), c.id, c.browser, c.at); !errors.Is(err, authorization.ErrNone) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got, err := store.TakeBegun(t.Context(), "id", "browser", begun.Expires.Add(-time.Millisecond)); err != nil || !reflect.DeepEqual(got, begun) {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := store.TakeBegun(t.Context(), "id", "browser", signedInAt); !errors.Is(err, authorization.ErrNone) {
			t.Errorf("once more: %v", err)
		}
		later := begun
		later.ID, later.CreatedAt = "later", begun.Expires
		for _, each := range []authorization.Begun{begun, later} {
			if err := store.Begin(t.Context(), each); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := store.TakeBegun(t.Context(), "id", "browser", signedInAt); !errors.Is(err, authorization.ErrNone) {
			t.Errorf("it is kept after its end: %v", err)
		}
	})
}

// newFamily keeps a family of a person, and returns it.
func newFamily(t *testing.T, db *DB, id, person string) authorization.Family {
	t.Helper()
	f := authorization.Family{
		ID: id, Client: "app", Person: person, Scopes: []string{"read"}, Code: credential.Hash("code of " + id), Redirect: "app.example:/", Challenge: "c",
		CreatedAt: signedInAt, Expires: signedInAt.Add(time.Minute),
	}
	if err := db.Authorizations().Add(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return f
}

// accessOf is an access token of a family.
func accessOf(f authorization.Family, id string) authorization.Access {
	return authorization.Access{
		ID: id, Secret: credential.Hash("hash of " + id), Family: f.ID, Client: f.Client, Person: f.Person, Scopes: []string{"read"},
		CreatedAt: signedInAt, Expires: signedInAt.Add(time.Hour),
	}
}

// gives is a change that gives a family access tokens.
func gives(all ...authorization.Access) authorization.Change {
	return func(*authorization.Family) ([]authorization.Access, error) { return all, nil }
}

// hasAccess reports whether an access token works.
func hasAccess(t *testing.T, db *DB, a authorization.Access) bool {
	t.Helper()
	_, err := db.Authorizations().FindAccess(t.Context(), a.Secret, signedInAt)
	if err != nil && !errors.Is(err, authorization.ErrNone) {
		t.Fatal(err)
	}
	return err == nil
}

func TestAuthorizations_changeAFamilyAsAWhole(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		person := signIn(t, db.Logins(), "", "one", account("1", dialect.Instagram))
		store := db.Authorizations()
		f := newFamily(t, db, "f", person)
		access, wrong := accessOf(f, "access"), errors.New("wrong")
		change := func(want authorization.Family, err error) authorization.Change {
			return func(got *authorization.Family) ([]authorization.Access, error) {
				if !reflect.DeepEqual(*got, want) {
					t.Errorf("%+v, want %+v", *got, want)
				}
				got.Root, got.Refresh, got.Before, got.Nonce = "root", "refresh", "before", "nonce"
				got.RefreshedAt, got.Expires = signedInAt.Add(time.Second), signedInAt.Add(time.Hour)
				return []authorization.Access{access}, err
			}
		}
		if err := store.Change(t.Context(), "f", change(f, wrong)); !errors.Is(err, wrong) || hasAccess(t, db, access) {
			t.Errorf("%v, or an access token was kept", err)
		}
		if err := store.ChangeByCode(t.Context(), "code of f", change(f, nil)); err != nil {
			t.Fatal(err)
		}
		changed := f
		changed.Root, changed.Refresh, changed.Before, changed.Nonce = "root", "refresh", "before", "nonce"
		changed.RefreshedAt, changed.Expires = signedInAt.Add(time.Second), signedInAt.Add(time.Hour)
		if err := store.Change(t.Context(), "f", change(changed, nil)); err != nil { // with the same access token
			t.Fatal(err)
		}
		if got, err := store.FindAccess(t.Context(), access.Secret, access.Expires.Add(-time.Millisecond)); err != nil || !reflect.DeepEqual(got, access) {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := store.FindAccess(t.Context(), access.Secret, access.Expires); !errors.Is(err, authorization.ErrNone) {
			t.Errorf("it has no end: %v", err)
		}
		for _, err := range []error{store.Change(t.Context(), "other", gives()), store.ChangeByCode(t.Context(), "other", gives())} {
			if !errors.Is(err, authorization.ErrNone) {
				t.Error(err)
			}
		}
		f.ID, f.Code, f.Person = "g", "code of g", "nobody"
		if err := store.Add(t.Context(), f); !errors.Is(err, authorization.ErrNone) {
			t.Errorf("a family of nobody: %v", err)
		}
	})
}

func TestAuthorizations_changeAFamilyOneAfterTheOther(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		person := signIn(t, db.Logins(), "", "one", account("1", dialect.Instagram))
		newFamily(t, db, "f", person)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				err := db.Authorizations().Change(t.Context(), "f", func(f *authorization.Family) ([]authorization.Access, error) {
					f.Nonce += "x"
					return nil, nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		_ = db.Authorizations().Change(t.Context(), "f", func(f *authorization.Family) ([]authorization.Access, error) {
			if f.Nonce != "xxxxxxxx" {
				t.Errorf("%d of 8 changes", len(f.Nonce))
			}
			return nil, nil
		})
	})
}

func TestAuthorizations_endWith(t *testing.T) {
	type on struct {
		db     *DB
		person string
	}
	for name, c := range map[string]struct {
		end  func(*testing.T, on) error
		ends bool
	}{
		"their own end": {func(t *testing.T, o on) error {
			err := o.db.Authorizations().Change(t.Context(), "f", func(*authorization.Family) ([]authorization.Access, error) { return nil, authorization.ErrEnd })
			if !errors.Is(err, authorization.ErrEnd) {
				t.Error(err)
			}
			return nil
		}, true},
		"their person's wish": {func(t *testing.T, o on) error {
			for person, family := range map[string]string{o.person: "theirs", "nobody": "f"} {
				if err := o.db.Authorizations().EndFamily(t.Context(), person, family); !errors.Is(err, authorization.ErrNone) {
					t.Errorf("%s of another: %v", family, err)
				}
			}
			return o.db.Authorizations().EndFamily(t.Context(), o.person, "f")
		}, true},
		"the person's last account": {func(t *testing.T, o on) error {
			return o.db.Logins().Disconnect(t.Context(), o.person, []string{"1instagram"})
		}, true},
		"the person's data": {func(t *testing.T, o on) error {
			_, err := o.db.Logins().Erase(t.Context(), removalOf(account("1", dialect.Instagram)), "receipt")
			return err
		}, true},
		"what the last account allowed": {func(t *testing.T, o on) error {
			_, err := o.db.Logins().Revoke(t.Context(), removalOf(account("1", dialect.Instagram)))
			return err
		}, true},
		"none of several accounts": {func(t *testing.T, o on) error {
			signIn(t, o.db.Logins(), "one", "again", account("2", dialect.Instagram))
			_, err := o.db.Logins().Erase(t.Context(), removalOf(account("1", dialect.Instagram)), "receipt")
			return errors.Join(err, o.db.Logins().Disconnect(t.Context(), o.person, nil))
		}, false},
		"no API key": {func(t *testing.T, o on) error {
			key := credential.Key{ID: "key", Person: o.person, Kind: credential.Secret, CreatedAt: signedInAt}
			if err := o.db.Credentials().Add(t.Context(), key, "key"); err != nil {
				return err
			}
			if err := o.db.Credentials().Revoke(t.Context(), o.person, "access"); !errors.Is(err, credential.ErrNone) {
				t.Errorf("an access token is taken for a key: %v", err)
			}
			if keys, err := o.db.Credentials().Keys(t.Context(), o.person); err != nil || len(keys) != 1 {
				t.Errorf("%+v, %v", keys, err)
			}
			return o.db.Credentials().Revoke(t.Context(), o.person, "key")
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, db *DB) {
				person := signIn(t, db.Logins(), "", "one", account("1", dialect.Instagram))
				other := signIn(t, db.Logins(), "", "two", account("3", dialect.Instagram))
				f, theirs := newFamily(t, db, "f", person), newFamily(t, db, "theirs", other)
				access, kept := accessOf(f, "access"), accessOf(theirs, "kept")
				for _, each := range []authorization.Access{access, kept} {
					if err := db.Authorizations().Change(t.Context(), each.Family, gives(each)); err != nil {
						t.Fatal(err)
					}
				}
				if err := c.end(t, on{db, person}); err != nil {
					t.Fatal(err)
				}
				if hasAccess(t, db, access) == c.ends || !hasAccess(t, db, kept) {
					t.Errorf("the access token works: %v; that of another: %v", !c.ends, hasAccess(t, db, kept))
				}
				if err := db.Authorizations().Change(t.Context(), "f", gives()); errors.Is(err, authorization.ErrNone) != c.ends {
					t.Errorf("the family: %v", err)
				}
				newest, err := db.Events().Newest(t.Context(), []string{credential.Topic("access"), credential.Topic("kept")})
				if err != nil || (newest[credential.Topic("access")] != 0) != c.ends || newest[credential.Topic("kept")] != 0 {
					t.Errorf("told: %v, %v", newest, err)
				}
			})
		})
	}
}

func TestAuthorizations_endOneAccessToken(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		person := signIn(t, db.Logins(), "", "one", account("1", dialect.Instagram))
		store := db.Authorizations()
		f := newFamily(t, db, "f", person)
		one, other := accessOf(f, "one"), accessOf(f, "other")
		if err := store.Change(t.Context(), "f", gives(one, other)); err != nil {
			t.Fatal(err)
		}
		if err := db.Credentials().Add(t.Context(), credential.Key{ID: "key", Person: person, Kind: credential.Secret, CreatedAt: signedInAt}, "key"); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]error{"one": nil, "key": authorization.ErrNone, "none": authorization.ErrNone} {
			if err := store.EndAccess(t.Context(), id); !errors.Is(err, want) {
				t.Errorf("%s: %v", id, err)
			}
		}
		newest, err := db.Events().Newest(t.Context(), []string{credential.Topic("one"), credential.Topic("other"), credential.Topic("key")})
		if err != nil || len(newest) != 1 || newest[credential.Topic("one")] == 0 || hasAccess(t, db, one) || !hasAccess(t, db, other) {
			t.Errorf("%v, %v", newest, err)
		}
	})
}

func TestAuthorizations_listTheFamiliesOfAPerson(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		person := signIn(t, db.Logins(), "", "one", account("1", dialect.Instagram))
		other := signIn(t, db.Logins(), "", "two", account("2", dialect.Instagram))
		store := db.Authorizations()
		for _, f := range []authorization.Family{newFamily(t, db, "a", person), newFamily(t, db, "theirs", other)} {
			if err := store.Change(t.Context(), f.ID, gives()); err != nil {
				t.Fatal(err)
			}
		}
		late := authorization.Family{ID: "b", Client: "app", Person: person, Code: "b", CreatedAt: signedInAt.Add(time.Second), Expires: signedInAt.Add(time.Hour)}
		if err := store.Add(t.Context(), late); err != nil {
			t.Fatal(err)
		}
		for after, want := range map[time.Duration]string{time.Minute - time.Millisecond: "b a", time.Minute: "b", time.Hour: ""} {
			all, err := store.Families(t.Context(), person, signedInAt.Add(after))
			var got []string
			for _, f := range all {
				got = append(got, f.ID)
			}
			if err != nil || strings.Join(got, " ") != want {
				t.Errorf("after %s: %q, %v", after, got, err)
			}
		}
	})
}

func TestAuthorizations_forgetWhatHasEnded(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		person := signIn(t, db.Logins(), "", "one", account("1", dialect.Instagram))
		store := db.Authorizations()
		lasting := func(f *authorization.Family) ([]authorization.Access, error) {
			f.Expires = signedInAt.Add(time.Hour)
			return []authorization.Access{accessOf(*f, "access of "+f.ID)}, nil
		}
		newFamily(t, db, "over", person)
		newFamily(t, db, "lasting", person)
		if err := store.Change(t.Context(), "lasting", lasting); err != nil {
			t.Fatal(err)
		}
		for id, expires := range map[credential.Hash]time.Time{"old": signedInAt.Add(time.Minute), "new": signedInAt.Add(time.Hour)} {
			if err := store.Begin(t.Context(), authorization.Begun{ID: id, Browser: "b", CreatedAt: signedInAt, Expires: expires}); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Credentials().Add(t.Context(), credential.Key{ID: "key", Person: person, Kind: credential.Secret, CreatedAt: signedInAt, Expires: signedInAt}, "key"); err != nil {
			t.Fatal(err)
		}
		count := func(table string) (n int) {
			t.Helper()
			if err := db.row(t.Context(), "SELECT count(*) FROM "+table, nil, &n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		for _, c := range []struct {
			after time.Duration
			left  [3]int
		}{{time.Minute - time.Millisecond, [3]int{2, 2, 2}}, {time.Minute, [3]int{1, 1, 2}}, {time.Hour, [3]int{0, 0, 1}}} { // the key is left
			if err := store.Trim(t.Context(), signedInAt.Add(c.after)); err != nil {
				t.Fatal(err)
			}
			if got := [3]int{count("authorization_begun"), count("authorization_family"), count("credential")}; got != c.left {
				t.Errorf("after %s: %v, want %v", c.after, got, c.left)
			}
		}
	})
}
