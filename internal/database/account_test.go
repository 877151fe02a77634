package database

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
)

// tornAccounts are values that a column of an account cannot have, by the column. SQLite alone
// keeps what is no number in a column of numbers.
var tornAccounts = map[string]struct {
	value      string
	sqliteOnly bool
}{
	"login":        {"'none'", false},
	"scopes":       {"'[\"instag'", false},
	"state":        {"'none'", false},
	"connected_at": {"'torn'", true},
	"expires_at":   {"'torn'", true},
	"renew_at":     {"1.5", true},
	"state_event":  {"x'00'", true},
}

func TestLogins_keepTheAccountOfATornRowInItsPlace(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		for column, c := range tornAccounts {
			if c.sqliteOnly && db.engine.name != "sqlite" {
				continue
			}
			told := 0
			db.OnTorn(func(string, error) { told++ })
			first, second := account("1 "+column, dialect.Instagram), account("2 "+column, dialect.Instagram)
			second.ConnectedAt = signedInAt.Add(time.Second)
			keep(t, db, first.Graph, "mark")
			person := signIn(t, db.Logins(), "", login.Hash("cookie "+column), first, second)
			accounts := func() []login.Account {
				t.Helper()
				found, err := db.Logins().Accounts(t.Context(), person)
				if column == "connected_at" && slices.ContainsFunc(found, func(a login.Account) bool { return a.Torn }) {
					slices.Reverse(found) // its place is not known: it is the last
				}
				if err != nil || len(found) != 2 || found[0].Graph != first.Graph || found[0].ID != first.ID || found[0].Username != first.Username {
					t.Fatalf("%s: %+v, %v", column, found, err)
				}
				return found
			}
			whole := accounts()
			tear(t, db, "UPDATE connected_account SET "+column+" = "+c.value+" WHERE id = '"+first.ID+"'")
			for range 2 {
				found := accounts()
				if !found[0].Torn || found[0].State != login.NeedsReauthentication || found[0].StateWith(true, signedInAt) != login.NeedsReauthentication || !reflect.DeepEqual(found[1], whole[1]) {
					t.Errorf("%s: %+v", column, found)
				}
			}
			if told != 1 {
				t.Errorf("%s: told %d times", column, told)
			}
			signIn(t, db.Logins(), login.Hash("cookie "+column), login.Hash("again "+column), first)
			found := accounts()
			found[0].Access, found[0].Told = whole[0].Access, whole[0].Told
			if !reflect.DeepEqual(found, whole) {
				t.Errorf("%s, signed in again: %+v, not %+v", column, found, whole)
			}
			tear(t, db, "UPDATE connected_account SET "+column+" = "+c.value+" WHERE id = '"+first.ID+"'")
			if err := db.Logins().Disconnect(t.Context(), person, []string{first.ID, second.ID}); err != nil {
				t.Errorf("%s: disconnect: %v", column, err)
			}
			if _, kept, err := db.Grants().Grant(t.Context(), first.Graph, "instagram"); kept || err != nil {
				t.Errorf("%s: the token is kept, %v", column, err)
			}
		}
	})
}

func TestLogins_takeBackATornAccessToo(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		for column, value := range map[string]string{"login": "'none'", "scopes": "''", "state": "'none'", "allowed_at": "'torn'", "claimed_until": "'torn'"} {
			if strings.HasSuffix(value, "'torn'") && db.engine.name != "sqlite" {
				continue
			}
			a := account("1 "+column, dialect.Instagram)
			keep(t, db, a.Graph, "mark")
			signIn(t, db.Logins(), "", login.Hash("cookie "+column), a)
			tear(t, db, "UPDATE connected_account SET "+column+" = "+value+" WHERE id = '"+a.ID+"'")
			if ok, err := db.Renewals().Claim(t.Context(), a.ID, "claim", signedInAt, signedInAt); !ok || err != nil {
				t.Errorf("%s: nobody can renew the token, %v", column, err)
			}
			if n, err := db.Logins().Revoke(t.Context(), removalOf(a)); n != 1 || err != nil {
				t.Errorf("%s: %d accounts, %v", column, n, err)
			}
			if _, kept, err := db.Grants().Grant(t.Context(), a.Graph, "instagram"); kept || err != nil {
				t.Errorf("%s: the token is kept, %v", column, err)
			}
			if n, err := db.Logins().Erase(t.Context(), removalOf(a), login.Hash(column)); n != 1 || err != nil {
				t.Errorf("%s: %d accounts are erased, %v", column, n, err)
			}
		}
	})
}

func TestRenewals_settleNoTornAccount(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		a, _ := connected(t, db, "1", nil)
		tear(t, db, "UPDATE connected_account SET scopes = '' WHERE id = '"+a.ID+"'")
		due, err := db.Renewals().Due(t.Context(), signedInAt.Add(time.Hour), 10)
		if err != nil || len(due) != 1 || !due[0].Torn {
			t.Errorf("%+v, %v", due, err)
		}
	})
}
