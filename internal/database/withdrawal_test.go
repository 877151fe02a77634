package database

import (
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
)

// ends are the ways in which an access ends.
var ends = map[string]func(t *testing.T, db *DB, person string, a login.Account) error{
	"deauthorization": func(t *testing.T, db *DB, _ string, a login.Account) error {
		_, err := db.Logins().Revoke(t.Context(), removalOf(a))
		return err
	},
	"data deletion": func(t *testing.T, db *DB, _ string, a login.Account) error {
		_, err := db.Logins().Erase(t.Context(), removalOf(a), login.Hash("receipt of "+a.Graph))
		return err
	},
	"disconnecting": func(t *testing.T, db *DB, person string, a login.Account) error {
		return db.Logins().Disconnect(t.Context(), person, []string{a.ID})
	},
}

// jobsOf returns how many jobs are for a publication.
func jobsOf(t *testing.T, db *DB, id string) (n int) {
	t.Helper()
	if err := db.row(t.Context(), "SELECT count(*) FROM river_job WHERE "+db.engine.riverArgument("id")+" = $1", []any{id}, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestLogins_endThePostsOfAnAccessThatEnds(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Publications()
		n := 0
		for name, end := range ends {
			for _, c := range []struct {
				state   publication.State
				torn    bool
				want    publication.State
				outcome graphapi.Outcome
			}{
				{publication.Scheduled, false, publication.Failed, graphapi.OutcomeNotSent},
				{publication.NeedsReauthentication, false, publication.Failed, graphapi.OutcomeNotSent},
				{publication.Publishing, false, publication.Failed, graphapi.OutcomeUnknown},
				{publication.Processing, true, "", ""},
				{publication.Published, false, publication.Published, ""},
				{publication.Cancelled, false, publication.Cancelled, ""},
			} {
				n++
				a, person := connected(t, db, name+string(c.state), nil)
				p, other := newPublication(a.Graph, n), newPublication("another of "+a.Graph, n+500)
				p.Login = dialect.Instagram
				addPublication(t, store, p)
				addPublication(t, store, other)
				if p.State = c.state; p.State.Final() {
					p.EndedAt = noon
				}
				savePublication(t, store, p)
				topic := publish.Topic(p.ID)
				before, _ := db.Events().Newest(t.Context(), []string{topic})
				if c.torn {
					tear(t, db, "UPDATE publication SET content = 'torn' WHERE id = '"+p.ID+"'")
				}
				if err := end(t, db, person, a); err != nil {
					t.Fatalf("%s, %s: %v", name, c.state, err)
				}
				after, _ := db.Events().Newest(t.Context(), []string{topic})
				if told := after[topic] > before[topic]; told == c.state.Final() {
					t.Errorf("%s, %s: told: %v", name, c.state, told)
				}
				got, err := store.Get(t.Context(), p.ID)
				switch {
				case name == "data deletion":
					if got != nil || err != nil || jobsOf(t, db, p.ID) > 0 {
						t.Errorf("%s, %s: left is %+v, %v, and %d jobs", name, c.state, got, err, jobsOf(t, db, p.ID))
					}
				case c.torn:
				case err != nil || got.State != c.want || got.EndedAt.IsZero():
					t.Errorf("%s, %s: %+v, %v", name, c.state, got, err)
				case c.outcome != "" && (got.Failure.Outcome != c.outcome || got.Failure.Code != problem.Unauthenticated || got.Version != p.Version+1):
					t.Errorf("%s, %s: %+v", name, c.state, got.Failure)
				}
				if !c.state.Final() && jobsOf(t, db, p.ID) > 0 || jobsOf(t, db, other.ID) != 1 {
					t.Errorf("%s, %s: %d jobs, and %d of another", name, c.state, jobsOf(t, db, p.ID), jobsOf(t, db, other.ID))
				}
				if got, err := store.Get(t.Context(), other.ID); err != nil || got.State != publication.Scheduled {
					t.Errorf("%s, %s: another is %+v, %v", name, c.state, got, err)
				}
			}
		}
	})
}

func TestLogins_leaveThePostsOfAnotherAccessOfTheAccount(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		n := 0
		for name, end := range ends {
			ended, left := account(name, dialect.Instagram), account(name, dialect.Facebook)
			left.User = "another of " + name
			person := signIn(t, db.Logins(), "", login.Hash(name), ended, left)
			for _, l := range []dialect.Login{dialect.Instagram, dialect.Facebook} {
				n++
				p := newPublication(name, n)
				p.Login = l
				addPublication(t, db.Publications(), p)
			}
			if err := end(t, db, person, ended); err != nil {
				t.Fatal(err)
			}
			all, err := db.Publications().List(t.Context(), publish.Query{Account: name, Limit: 10})
			if err != nil || len(all) != 2 || all[0].State != publication.Scheduled || all[1].State != publication.Failed || !all[0].PublishAt.Equal(noon.Add(time.Hour)) {
				t.Errorf("%s: %+v, %v", name, all, err)
			}
		}
	})
}

func TestAdd_addsNoPostByAnAccessThatHasEnded(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		n := 0
		for name, end := range ends {
			n++
			a, person := connected(t, db, name, nil)
			if err := end(t, db, person, a); err != nil {
				t.Fatal(err)
			}
			late := newPublication(name, n)
			if known, err := db.Publications().Add(t.Context(), late, a.Access); known != nil || !errors.Is(err, publish.ErrTakenBack) {
				t.Errorf("%s: %+v, %v", name, known, err)
			}
			if got, err := db.Publications().Get(t.Context(), late.ID); got != nil || err != nil || jobsOf(t, db, late.ID) > 0 {
				t.Errorf("%s: left is %+v, %v, and %d jobs", name, got, err, jobsOf(t, db, late.ID))
			}
		}
	})
}

func TestAdd_addsNoPostBesideTheEndOfItsAccess(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		n := 0
		for name, end := range ends {
			for range 8 {
				n++
				graph := name + strconv.Itoa(n)
				a, person := connected(t, db, graph, nil)
				p := newPublication(graph, n)
				p.Login = a.Login
				var both sync.WaitGroup
				both.Go(func() {
					if _, err := db.Publications().Add(t.Context(), p, a.Access); err != nil && !errors.Is(err, publish.ErrTakenBack) {
						t.Errorf("%s: %v", name, err)
					}
				})
				both.Go(func() {
					if err := end(t, db, person, a); err != nil {
						t.Errorf("%s: %v", name, err)
					}
				})
				both.Wait()
				if got, err := db.Publications().Get(t.Context(), p.ID); err != nil || got != nil && !got.State.Final() || jobsOf(t, db, p.ID) > 0 {
					t.Errorf("%s: left is %+v, %v, and %d jobs", name, got, err, jobsOf(t, db, p.ID))
				}
			}
		}
	})
}
