package database

import (
	"slices"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
)

func TestLogins_tellWhoseAccountAnotherTakesOver(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		for name, c := range map[string]struct {
			with  dialect.Login // of the sign-in that takes over
			other bool          // the former viewer has another account
		}{
			"the same login type":  {dialect.Instagram, false},
			"another login type":   {dialect.Facebook, false},
			"of several accounts":  {dialect.Instagram, true},
			"of several, by other": {dialect.Facebook, true},
		} {
			store := db.Logins()
			a := account("1 "+name, dialect.Instagram)
			a.ConnectedAt = signedInAt.Add(-time.Hour)
			had := []login.Account{a}
			if c.other {
				had = append(had, account("2 "+name, dialect.Instagram))
			}
			former := signIn(t, store, "", login.Hash("former "+name), had...)
			family := authorization.Family{ID: "family " + name, Client: "phone", Person: former, Code: credential.Hash("code " + name), CreatedAt: signedInAt, Expires: signedInAt.AddDate(1, 0, 0)}
			key := credential.Key{ID: "key " + name, Person: former, Kind: credential.Secret, CreatedAt: signedInAt, Terms: credential.Terms{Accounts: []string{a.Graph}}}
			mine := account("3 "+name, dialect.Instagram)
			signIn(t, store, "", login.Hash("mine "+name), mine)
			for _, err := range []error{db.Authorizations().Add(t.Context(), family), db.Credentials().Add(t.Context(), key, credential.Hash(name))} {
				if err != nil {
					t.Fatal(err)
				}
			}
			topics := []string{login.AccountsTopic(former), login.AccessTopic(a.Access)}
			before, _ := db.Events().Newest(t.Context(), topics)
			taken := account(a.Graph, c.with)
			taken.ConnectedAt = signedInAt.Add(time.Minute)
			viewer := signIn(t, store, login.Hash("mine "+name), login.Hash("taken "+name), taken)
			after, _ := db.Events().Newest(t.Context(), topics)
			for _, topic := range topics {
				if after[topic] <= before[topic] {
					t.Errorf("%s: %s is not told", name, topic)
				}
			}
			left, err := store.Accounts(t.Context(), former)
			if err != nil || len(left) != len(had)-1 {
				t.Errorf("%s: left are %+v, %v", name, left, err)
			}
			now, err := store.Accounts(t.Context(), viewer)
			if err != nil || slices.ContainsFunc(now, func(each login.Account) bool { return each.Login == dialect.Instagram && each.Access == a.Access }) {
				t.Errorf("%s: taken are %+v, %v", name, now, err)
			}
			if len(now) < 2 || now[0].Graph != mine.Graph {
				t.Errorf("%s: the viewer's first account is not theirs any more: %+v", name, now)
			}
			families, err := db.Authorizations().Families(t.Context(), former, signedInAt.Add(time.Minute))
			if err != nil || (len(families) == 1) != c.other {
				t.Errorf("%s: apps have %+v, %v", name, families, err)
			}
			if keys, err := db.Credentials().Keys(t.Context(), former); err != nil || len(keys) > 0 {
				t.Errorf("%s: keys are %+v, %v", name, keys, err)
			}
			again := signIn(t, store, login.Hash("taken "+name), login.Hash("again "+name), taken)
			same, err := store.Accounts(t.Context(), again)
			if err != nil || again != viewer || len(same) != len(now) || same[0].Access != now[0].Access {
				t.Errorf("%s: signed in again: %+v, %v", name, same, err)
			}
		}
	})
}
