package database

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/dialect"
)

func TestCredentials_keepKeysAsTheyWereMade(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		person := signIn(t, db.Logins(), "", "one", account("1", dialect.Instagram))
		other := signIn(t, db.Logins(), "", "two", account("2", dialect.Instagram))
		store := db.Credentials()
		full := credential.Key{
			ID: "full", Person: person, Kind: credential.Public, CreatedAt: signedInAt, Expires: signedInAt.Add(time.Hour),
			Terms: credential.Terms{Name: "n", Accounts: []string{"1"}, Scopes: []string{"read"}, Origins: []string{"https://a.example"}, Documents: []string{"d"}, RatePerMinute: 7},
		}
		plain := credential.Key{ID: "plain", Person: person, Kind: credential.Secret, CreatedAt: signedInAt.Add(time.Minute), Terms: credential.Terms{Accounts: []string{"1"}}}
		theirs := credential.Key{ID: "theirs", Person: other, Kind: credential.Secret, CreatedAt: signedInAt, Terms: credential.Terms{Origins: []string{"https://b.example"}}}
		for _, k := range []credential.Key{full, plain, theirs} {
			if err := store.Add(t.Context(), k, credential.Hash("hash of "+k.ID)); err != nil {
				t.Fatal(err)
			}
		}
		if all, err := store.Keys(t.Context(), person); err != nil || !reflect.DeepEqual(all, []credential.Key{plain, full}) {
			t.Errorf("%+v, %v", all, err)
		}
		if got, err := store.Find(t.Context(), "hash of full", full.Expires.Add(-time.Millisecond)); err != nil || !reflect.DeepEqual(got, full) {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := store.Find(t.Context(), "hash of full", full.Expires); !errors.Is(err, credential.ErrNone) {
			t.Errorf("it has no end: %v", err)
		}
		if got, err := store.Find(t.Context(), "hash of plain", signedInAt.AddDate(10, 0, 0)); err != nil || got.ID != "plain" {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := store.Find(t.Context(), "hash of nothing", signedInAt); !errors.Is(err, credential.ErrNone) {
			t.Error(err)
		}
		for _, at := range []time.Time{signedInAt.Add(time.Hour), signedInAt} { // the second came late
			if err := store.See(t.Context(), "plain", at); err != nil {
				t.Fatal(err)
			}
		}
		if got, _ := store.Find(t.Context(), "hash of plain", signedInAt); !got.UsedAt.Equal(signedInAt.Add(time.Hour)) {
			t.Errorf("it was used at %s", got.UsedAt)
		}
		if got, err := store.Origins(t.Context(), signedInAt); err != nil || !slices.Equal(got, []string{"https://a.example"}) {
			t.Errorf("%q, %v", got, err)
		}
		if got, err := store.Origins(t.Context(), full.Expires); err != nil || len(got) > 0 {
			t.Errorf("%q of keys that have expired, %v", got, err)
		}
	})
}

func TestCredentials_tellOfTheKeyThatIsRevoked(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		person := signIn(t, db.Logins(), "", "one", account("1", dialect.Instagram))
		store := db.Credentials()
		for _, id := range []string{"a", "b"} {
			if err := store.Add(t.Context(), credential.Key{ID: id, Person: person, Kind: credential.Secret, CreatedAt: signedInAt}, credential.Hash(id)); err != nil {
				t.Fatal(err)
			}
		}
		for name, c := range map[string]struct{ person, key string }{"of another": {"another", "a"}, "unknown": {person, "c"}} {
			if err := store.Revoke(t.Context(), c.person, c.key); !errors.Is(err, credential.ErrNone) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := store.Revoke(t.Context(), person, "a"); err != nil {
			t.Fatal(err)
		}
		newest, err := db.Events().Newest(t.Context(), []string{credential.Topic("a"), credential.Topic("b")})
		if err != nil || newest[credential.Topic("a")] == 0 || newest[credential.Topic("b")] != 0 {
			t.Errorf("%v, %v", newest, err)
		}
		if all, err := store.Keys(t.Context(), person); err != nil || len(all) != 1 || all[0].ID != "b" {
			t.Errorf("%+v, %v", all, err)
		}
	})
}
