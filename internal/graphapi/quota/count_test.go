package quota

import (
	"testing"
	"time"

	"github.com/gramql/gramql/internal/graphapi/usage"
)

// counted is how many calls were made how long ago, in the order in which they became
// known.
type counted struct {
	ago   time.Duration
	calls int
}

func TestWindow_countsWhatWasInTheStretch(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		counted []counted
		want    int
	}{
		"nothing":                                     {nil, 0},
		"one after the other":                         {[]counted{{10 * time.Minute, 2}, {0, 3}}, 5},
		"twice in the same part":                      {[]counted{{0, 2}, {0, 3}}, 5},
		"what becomes known late":                     {[]counted{{0, 3}, {10 * time.Minute, 2}}, 5},
		"the oldest part":                             {[]counted{{59 * time.Minute, 2}, {0, 3}}, 5},
		"the oldest part, known late":                 {[]counted{{0, 3}, {59 * time.Minute, 2}}, 5},
		"what has just become too old":                {[]counted{{time.Hour, 2}, {0, 3}}, 3},
		"what has just become too old, and known now": {[]counted{{0, 3}, {time.Hour, 2}}, 3},
		"what is far too old":                         {[]counted{{100 * time.Hour, 2}, {0, 3}}, 3},
		"what is far too old, and known now":          {[]counted{{0, 3}, {100 * time.Hour, 2}}, 3},
	} {
		var w window
		for _, counted := range c.counted {
			w.add(now.Add(-counted.ago), time.Hour, counted.calls)
		}
		if got := w.sum(now, time.Hour); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestCalls_areCountedOfTheHourAndOfTheDay(t *testing.T) {
	w := newWorld()
	w.Note(Observation{At: w.time, Viewer: one, Calls: 1})
	for _, c := range []struct {
		after time.Duration
		want  Calls
	}{{59 * time.Minute, Calls{1, 1}}, {2 * time.Minute, Calls{0, 1}}, {22 * time.Hour, Calls{0, 1}}, {time.Hour, Calls{}}} {
		w.time = w.time.Add(c.after)
		if s, _ := w.Of(one).Standing(); s.Calls != c.want {
			t.Errorf("%s later: %+v, want %+v", c.after, s.Calls, c.want)
		}
	}
}

func TestHashtags_countForAWeekFromTheirFirstSearch(t *testing.T) {
	w := newWorld()
	search := func(name uint64) { w.Note(Observation{At: w.time, Viewer: one, Hashtag: name}) }
	used := func() int { s, _ := w.Of(one).Standing(); return s.Hashtags.Used }
	search(7)
	search(8)
	search(0)
	if used() != 2 {
		t.Errorf("two hashtags count as %d", used())
	}
	w.time = w.time.Add(hashtagWeek - 1)
	if search(7); used() != 2 {
		t.Errorf("just before their week is over, two count as %d", used())
	}
	if w.time = w.time.Add(1); used() != 0 {
		t.Errorf("when their week is over, %d count, looked for again or not", used())
	}
	if search(7); used() != 1 {
		t.Errorf("after that, one counts as %d", used())
	}
}

func TestHashtags_areKnownUpToTwiceAsManyAsThereMayBe(t *testing.T) {
	w := newWorld()
	for name := range uint64(3 * MaxHashtags) {
		w.Note(Observation{At: w.time, Viewer: one, Hashtag: name + 1})
	}
	if s, _ := w.Of(one).Standing(); s.Hashtags != (Hashtags{2 * MaxHashtags, MaxHashtags}) {
		t.Errorf("they are %+v", s.Hashtags)
	}
}

func TestTurn_believesAPercentageForAsLongAsAnAppsQuotaRuns(t *testing.T) {
	w := newWorld()
	w.app(one, 85)
	w.time = w.time.Add(believed)
	if _, ok := w.Turn(Request{Viewer: one, Background: true}); ok {
		t.Error("it is forgotten too early")
	}
}

func TestTurn_waitsForTheWorstOfAllThatACallIsAbout(t *testing.T) {
	w := newWorld()
	w.account(one, "17", 91, 0)
	w.account(one, "18", 93, 0)
	ask := Request{Viewer: one, Nodes: []string{"17", "18"}, Patience: time.Minute}
	for n, want := range []time.Duration{0, 8 * time.Second} {
		if wait, ok := w.Turn(ask); !ok || wait != want {
			t.Errorf("call %d: %v after %v, want after %v", n, ok, wait, want)
		}
	}
	if wait, ok := w.Turn(Request{Viewer: one, Nodes: []string{"17"}, Patience: time.Minute}); !ok || wait != 10*time.Second {
		t.Errorf("of the first alone: %v after %v, for the last call is made in 8 s, and its gap is 2 s", ok, wait)
	}
}

func TestStanding_showsEveryPercentageOfAnAccountAndPacesByTheHighest(t *testing.T) {
	w := newWorld()
	for _, use := range []usage.Account{
		{ID: "17", Type: "instagram", Share: usage.Share{Calls: 92}}, {ID: "17", Type: "pages", Share: usage.Share{Time: 3}},
	} {
		w.Note(Observation{At: w.time, Viewer: one, Usage: usage.Report{Accounts: []usage.Account{use}}})
	}
	s, _ := w.Of(one).Standing()
	if len(s.Accounts) != 2 || s.Pace != Queued {
		t.Errorf("it stands at %+v", s)
	}
}

func TestStanding_hasTheLatestAccountFirst(t *testing.T) {
	w := newWorld()
	for _, id := range []string{"17", "17", "18", "17", "17"} {
		w.account(one, id, 1, 0)
	}
	if s, _ := w.Of(one).Standing(); len(s.Accounts) != 2 || s.Accounts[0].ID != "17" || s.Accounts[1].ID != "18" {
		t.Errorf("they are %+v", s.Accounts)
	}
}

func TestHashtags_countAgainWhenTheirWeekIsOver(t *testing.T) {
	w := newWorld()
	search := func(name uint64) { w.Note(Observation{At: w.time, Viewer: one, Hashtag: name}) }
	for name := range uint64(2 * MaxHashtags) {
		search(name + 1)
	}
	w.time = w.time.Add(hashtagWeek)
	search(1)
	search(1000)
	if s, _ := w.Of(one).Standing(); s.Hashtags.Used != 2 {
		t.Errorf("one looked for again and a new one count as %d", s.Hashtags.Used)
	}
}
