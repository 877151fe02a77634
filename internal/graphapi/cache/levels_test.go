package cache

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/viewer"
)

// shared is a store that gives one answer, and tells what is asked of it.
type shared struct {
	answer     *Answer
	generation Generation
	asked      []string
}

func (s *shared) Get(context.Context, Key) (*Answer, Generation) {
	s.asked = append(s.asked, "get")
	return s.answer, s.generation
}

func (s *shared) Put(context.Context, Key, *Answer, Generation) { s.asked = append(s.asked, "put") }
func (s *shared) Drop(context.Context, viewer.ID)               { s.asked = append(s.asked, "drop") }
func (s *shared) Close()                                        { s.asked = append(s.asked, "close") }

func TestLevels_giveTheFresherOfTwoAnswers(t *testing.T) {
	const common = Generation(7)
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	ago := func(passed time.Duration) *Answer {
		return NewAnswer([]byte(passed.String()), time.Minute, now.Add(-passed))
	}
	const fresh, aged, stale, dead = 30 * time.Second, 90 * time.Second, 3 * time.Minute, time.Hour
	for name, c := range map[string]struct {
		near, far  time.Duration // ages; 0: no answer
		generation Generation    // the shared store's
		want       time.Duration
		asked      bool // the shared store
		kept       time.Duration
	}{
		"a fresh one in memory":                 {fresh, aged, common, fresh, true, fresh},
		"a fresh one that was dropped":          {fresh, 0, 8, 0, true, 0},
		"a fresh one, and a store that is away": {fresh, 0, 0, fresh, true, fresh},
		"an aged one in memory alone":           {aged, 0, common, aged, true, aged},
		"an aged one, and a fresh one":          {aged, fresh, common, fresh, true, fresh},
		"an aged one, and an older one":         {aged, stale, common, aged, true, aged},
		"an aged one in both":                   {aged, aged, common, aged, true, aged},
		"an old one, and an aged one":           {stale, aged, common, aged, true, aged},
		"an old one, and a dead one":            {stale, dead, common, stale, true, stale},
		"one in the shared store alone":         {0, stale, common, stale, true, stale},
		"a dead one in the shared store":        {0, dead, common, 0, true, 0},
		"none":                                  {0, 0, common, 0, true, 0},
		"an aged one of another generation":     {aged, 0, 8, 0, true, 0},
		"the same, and an old one":              {aged, stale, 8, stale, true, stale},
		"an aged one, and a store that is away": {aged, 0, 0, aged, true, aged},
	} {
		memory, far := NewMemory(1<<20), &shared{generation: c.generation}
		memory.Now = func() time.Time { return now }
		key := Key{Viewer: viewer.ID{1}}
		memory.adopt(key.Viewer, common)
		if c.near > 0 {
			memory.Put(t.Context(), key, ago(c.near), common)
		}
		if c.far > 0 {
			far.answer = ago(c.far)
		}
		body := func(a *Answer) time.Duration {
			if a == nil {
				return 0
			}
			return now.Sub(a.Came)
		}
		got, generation := NewLevels(memory, far).Get(t.Context(), key)
		if body(got) != c.want {
			t.Errorf("%s: found one of %v ago, want %v", name, body(got), c.want)
		}
		if want := max(c.generation, common); generation != want {
			t.Errorf("%s: generation %d, want %d", name, generation, want)
		}
		if asked := len(far.asked) > 0; asked != c.asked {
			t.Errorf("%s: the shared store is asked: %t", name, asked)
		}
		if kept, _ := memory.Get(t.Context(), key); body(kept) != c.kept {
			t.Errorf("%s: memory keeps one of %v ago, want %v", name, body(kept), c.kept)
		}
	}
}

func TestLevels_keepAndDropInBoth(t *testing.T) {
	memory, far := NewMemory(1<<20), &shared{}
	levels, key := NewLevels(memory, far), Key{Viewer: viewer.ID{1}}
	_, generation := memory.Get(t.Context(), key)
	levels.Put(t.Context(), key, NewAnswer([]byte("x"), time.Minute, time.Now()), generation)
	if a, _ := memory.Get(t.Context(), key); a == nil {
		t.Error("memory keeps nothing")
	}
	levels.Drop(t.Context(), key.Viewer)
	if a, _ := memory.Get(t.Context(), key); a != nil {
		t.Error("memory drops nothing")
	}
	if levels.Close(); !slices.Equal(far.asked, []string{"put", "drop", "close"}) {
		t.Errorf("of the shared store it asked %v", far.asked)
	}
}

func TestStores_forgetTheAnswersOfAllViewers(t *testing.T) {
	memory, far := NewMemory(1<<20), &shared{}
	for name, forget := range map[string]func(){"memory": memory.Forget, "both": NewLevels(memory, far).Forget} {
		keys := []Key{{Viewer: viewer.ID{1}}, {Viewer: viewer.ID{2}}}
		for _, key := range keys {
			_, generation := memory.Get(t.Context(), key)
			memory.Put(t.Context(), key, NewAnswer([]byte("x"), time.Minute, time.Now()), generation)
		}
		forget()
		for _, key := range keys {
			if a, _ := memory.Get(t.Context(), key); a != nil {
				t.Errorf("%s: an answer of %v is left", name, key.Viewer)
			}
		}
	}
	if !slices.Equal(far.asked, []string{"drop", "drop"}) {
		t.Errorf("of the shared store it asked %v", far.asked)
	}
}

func TestLevels_lookForWhatOthersDroppedEveryTwoSeconds(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	memory, far := NewMemory(1<<20), &shared{generation: 7}
	memory.Now = func() time.Time { return now }
	levels, key, other := NewLevels(memory, far), Key{Viewer: viewer.ID{1}}, Key{Viewer: viewer.ID{2}}
	_, generation := levels.Get(t.Context(), key)
	memory.Put(t.Context(), key, NewAnswer([]byte("1"), time.Minute, now), generation)
	for _, step := range []struct {
		passes time.Duration
		asked  int
		found  bool
	}{{0, 1, true}, {1999 * time.Millisecond, 1, true}, {time.Millisecond, 2, true}, {time.Second, 2, true}} {
		now = now.Add(step.passes)
		if found, _ := levels.Get(t.Context(), key); len(far.asked) != step.asked || (found != nil) != step.found {
			t.Errorf("after %v: found %v, asked %d times", step.passes, found, len(far.asked))
		}
	}
	far.generation = 8 // another replica has dropped all
	if found, _ := levels.Get(t.Context(), key); found == nil {
		t.Error("the shared store was asked too soon")
	}
	now = now.Add(trusted)
	if found, _ := levels.Get(t.Context(), key); found != nil {
		t.Error("what another replica dropped is still found")
	}
	asked := len(far.asked)
	if levels.Get(t.Context(), other); len(far.asked) != asked+1 {
		t.Error("a look for one viewer counts for another")
	}
}
