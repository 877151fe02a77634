package database

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// newPublication returns one of an account, whose ids end with a number.
func newPublication(account string, n int) *publication.Publication {
	caption := "A dinosaur"
	return &publication.Publication{
		ID: strconv.Itoa(1000 + n), Account: account, Login: dialect.Facebook, Fingerprint: "f",
		Content:   content.Content{Image: &content.Image{ImageURL: "https://example.com/a.jpg", Caption: &caption}},
		State:     publication.Scheduled,
		PublishAt: noon.Add(time.Hour), CreatedAt: noon, UpdatedAt: noon,
	}
}

func addPublication(t *testing.T, store publish.Store, p *publication.Publication) {
	t.Helper()
	if known, err := store.Add(t.Context(), p, ""); err != nil || known != nil {
		t.Fatal(known, err)
	}
}

func savePublication(t *testing.T, store publish.Store, p *publication.Publication) {
	t.Helper()
	if err := store.Save(t.Context(), p, publish.Change{}); err != nil {
		t.Fatal(err)
	}
}

func TestPublications_areAsTheyWereWritten(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Publications()
		p := newPublication("1", 1)
		p.Key = "key"
		addPublication(t, store, p)
		same := func() {
			t.Helper()
			got, err := store.Get(t.Context(), p.ID)
			if err != nil || !reflect.DeepEqual(got, p) {
				t.Errorf("%+v, %v; want\n%+v", got, err, p)
			}
		}
		same()
		p.State, p.Progress, p.MediaID = publication.Published, 1, "9"
		p.UpdatedAt, p.EndedAt, p.RetryAt = noon.Add(time.Second), noon.Add(2*time.Second), noon.Add(3*time.Second)
		p.Failure = &publication.Failure{Code: "C", Message: "M", Outcome: graphapi.OutcomeUnknown, Hint: "H"}
		p.Work = publication.Work{
			Containers: []publication.Container{{ID: "7", Making: noon, Made: noon, Status: "FINISHED", Looks: 2, LookAt: noon}},
			Remade:     1, Failed: 2, Allowed: noon, Before: []string{"5"}, Posting: noon, Posts: 3, Looks: 4,
		}
		savePublication(t, store, p)
		if p.Version != 2 {
			t.Errorf("it was written %d times", p.Version)
		}
		same()
		if got, err := store.Get(t.Context(), "2"); got != nil || err != nil {
			t.Errorf("unknown: %v, %v", got, err)
		}
	})
}

func TestSave_refusesWhatWasWrittenMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Publications()
		p := newPublication("1", 1)
		addPublication(t, store, p)
		late := *p
		savePublication(t, store, p)
		late.State = publication.Failed
		if err := store.Save(t.Context(), &late, publish.Change{}); !errors.Is(err, publish.ErrStale) {
			t.Errorf("error = %v", err)
		}
		if got, err := store.Get(t.Context(), p.ID); err != nil || got.State != publication.Scheduled || got.Version != 2 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestAdd_addsOneForAKeyOfAnAccount(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Publications()
		const many = 20
		var mu sync.Mutex
		ids := map[string]int{}
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() {
				p := newPublication("1", i)
				p.Key = "key"
				known, err := store.Add(t.Context(), p, "")
				if err != nil {
					t.Error(err)
					return
				}
				if known != nil {
					p = known
				}
				mu.Lock()
				defer mu.Unlock()
				ids[p.ID]++
			})
		}
		all.Wait()
		if len(ids) != 1 {
			t.Errorf("publications: %v", ids)
		}
		other := newPublication("2", many)
		other.Key = "key"
		addPublication(t, store, other)
		addPublication(t, store, newPublication("1", many+1))
		addPublication(t, store, newPublication("1", many+2))
	})
}

func TestKeys_areKeptFor30DaysAfterTheEnd(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Publications()
		p := newPublication("1", 1)
		p.Key = "key"
		addPublication(t, store, p)
		again := func(n int, at time.Time) (known string) {
			t.Helper()
			before, err := store.Known(t.Context(), "1", "key", at.Add(-publish.KeyLifetime))
			if err != nil {
				t.Fatal(err)
			}
			p := newPublication("1", n)
			p.Key, p.CreatedAt = "key", at
			found, err := store.Add(t.Context(), p, "")
			if err != nil || (found == nil) != (before == nil) {
				t.Fatalf("%v, %v; before %v", found, err, before)
			}
			if found == nil {
				return p.ID + " is new"
			}
			return found.ID
		}
		const days = 24 * time.Hour
		if got := again(2, noon.Add(300*days)); got != p.ID {
			t.Errorf("before the end: %s", got)
		}
		p.EndedAt = noon
		savePublication(t, store, p)
		if got := again(3, noon.Add(30*days)); got != p.ID {
			t.Errorf("30 days after the end: %s", got)
		}
		if got := again(4, noon.Add(30*days+time.Millisecond)); got != "1004 is new" {
			t.Errorf("later: %s", got)
		}
		if got, err := store.Get(t.Context(), p.ID); err != nil || got.Key != "" {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestKnown_isOfTheAccountAndTheKey(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Publications()
		p := newPublication("1", 1)
		p.Key = "key"
		addPublication(t, store, p)
		for _, c := range []struct{ account, key, want string }{{"1", "key", p.ID}, {"1", "other", ""}, {"2", "key", ""}, {"1", "", ""}} {
			known, err := store.Known(t.Context(), c.account, c.key, noon)
			if err != nil || (known == nil) != (c.want == "") || known != nil && known.ID != c.want {
				t.Errorf("%v: %v, %v", c, known, err)
			}
		}
	})
}

func TestList_isNewestFirst(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Publications()
		for n := range 5 {
			addPublication(t, store, newPublication("1", n))
		}
		addPublication(t, store, newPublication("2", 5))
		third, err := store.Get(t.Context(), "1002")
		if err != nil {
			t.Fatal(err)
		}
		third.State = publication.Published
		savePublication(t, store, third)
		for _, c := range []struct {
			query publish.Query
			want  string
		}{
			{publish.Query{Account: "1", Limit: 10}, "1004 1003 1002 1001 1000"},
			{publish.Query{Account: "1", Limit: 2}, "1004 1003"},
			{publish.Query{Account: "1", Before: "1003", Limit: 2}, "1002 1001"},
			{publish.Query{Account: "1", States: []publication.State{publication.Published, publication.Failed}, Limit: 10}, "1002"},
			{publish.Query{Account: "1", States: []publication.State{publication.Scheduled}, Before: "1003", Limit: 10}, "1001 1000"},
			{publish.Query{Account: "3", Limit: 10}, ""},
		} {
			found, err := store.List(t.Context(), c.query)
			var ids []string
			for _, p := range found {
				ids = append(ids, p.ID)
			}
			if got := strings.Join(ids, " "); err != nil || got != c.want {
				t.Errorf("%+v: %s, %v; want %s", c.query, got, err, c.want)
			}
		}
	})
}

func TestTaken_areTheMediaThatPublicationsBecame(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Publications()
		for n, media := range []string{"7", "8", ""} {
			p := newPublication("1", n)
			addPublication(t, store, p)
			p.MediaID = media
			savePublication(t, store, p)
		}
		for account, want := range map[string]string{"1": "8", "2": ""} {
			taken, err := store.Taken(t.Context(), account, []string{"8", "9"})
			if got := strings.Join(taken, " "); err != nil || got != want {
				t.Errorf("%s: %s, %v", account, got, err)
			}
		}
	})
}

func TestPublications_tellOfWhatClientsSee(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var told []string
		db.OnTold(func(topic string) { told = append(told, topic) })
		p := &publication.Publication{ID: "7", Account: "1", State: publication.Queued}
		if _, err := db.Publications().Add(t.Context(), p, ""); err != nil {
			t.Fatal(err)
		}
		for _, seen := range []bool{false, true} {
			if err := db.Publications().Save(t.Context(), p, publish.Change{Seen: seen}); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Publications().Save(t.Context(), &publication.Publication{ID: "7"}, publish.Change{Seen: true}); !errors.Is(err, publish.ErrStale) {
			t.Error(err)
		}
		if len(told) != 2 || told[0] != publish.Topic("7") || told[1] != told[0] {
			t.Errorf("told of %q", told)
		}
	})
}
