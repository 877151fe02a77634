package quota

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/graphapi/usage"
	"github.com/gramql/gramql/internal/viewer"
)

var (
	usual = Pacing{Foreground: 80, Queue: 90, Cache: 95}
	one   = viewer.ID{1}
	two   = viewer.ID{2}
)

// world is a Quota with a clock that stands still until it is moved.
type world struct {
	*Quota
	time time.Time
}

func newWorld() *world {
	w := &world{time: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	w.Quota = New(usual, func() time.Time { return w.time })
	return w
}

// app notes that an answer told how far the app's quota is spent.
func (w *world) app(token viewer.ID, percent int) {
	w.Note(Observation{At: w.time, Viewer: token, Calls: 1, Usage: usage.Report{App: &usage.Share{Time: percent}}})
}

func (w *world) account(token viewer.ID, id string, percent int, regain time.Duration) {
	w.Note(Observation{At: w.time, Viewer: token, Calls: 1, Usage: usage.Report{
		Accounts: []usage.Account{{ID: id, Type: "instagram", Share: usage.Share{Calls: percent}, Regain: regain}},
	}})
}

func TestTurn_dependsOnHowMuchIsSpent(t *testing.T) {
	for _, c := range []struct {
		percent    int
		foreground time.Duration // between two calls; below 0: none is made for so long
		background bool
		step       Pace
	}{
		{0, 0, true, Free},
		{79, 0, true, Free},
		{80, 0, false, Foreground},
		{89, 0, false, Foreground},
		{90, time.Second, false, Queued},
		{92, 4 * time.Second, false, Queued},
		{94, 16 * time.Second, false, Queued},
		{95, -checkGap, false, CacheOnly},
		{96, -2 * checkGap, false, CacheOnly},
		{100, -6 * checkGap, false, CacheOnly},
		{1_000_000, -6 * checkGap, false, CacheOnly},
	} {
		t.Run(fmt.Sprintf("%d percent", c.percent), func(t *testing.T) {
			w := newWorld()
			w.app(one, c.percent)
			_, ok := w.Turn(Request{Viewer: one, Background: true, Patience: time.Minute})
			if ok != c.background {
				t.Errorf("in the background: %v", ok)
			}
			w = newWorld()
			w.app(one, c.percent)
			for n := range 3 {
				wait, ok := w.Turn(Request{Viewer: one, Patience: time.Minute})
				if ok != (c.foreground >= 0) {
					t.Errorf("call %d: %v after %v", n, ok, wait)
				}
				if want := max(time.Duration(n)*c.foreground, -c.foreground); wait != want {
					t.Errorf("call %d: to wait %v, want %v", n, wait, want)
				}
			}
			if wait, ok := w.Turn(Request{Viewer: two, Background: true}); !ok || wait > 0 {
				t.Errorf("another token: %v after %v", ok, wait)
			}
			if s, _ := w.Of(one).Standing(); s.Pace != c.step {
				t.Errorf("it stands at %s", s.Pace)
			}
		})
	}
}

func TestTurn_isRefusedWhenItComesTooLate(t *testing.T) {
	w := newWorld()
	w.app(one, 93)
	ask := Request{Viewer: one, Patience: 5 * time.Second}
	if wait, ok := w.Turn(ask); !ok || wait != 0 {
		t.Errorf("the first: %v after %v", ok, wait)
	}
	for range 3 { // one that is refused takes no turn
		if wait, ok := w.Turn(ask); ok || wait != 8*time.Second {
			t.Errorf("the next: %v after %v", ok, wait)
		}
	}
	w.time = w.time.Add(3 * time.Second)
	if wait, ok := w.Turn(ask); !ok || wait != 5*time.Second {
		t.Errorf("a little later: %v after %v", ok, wait)
	}
}

func TestTurn_looksNowAndThenWhenLittleIsLeft(t *testing.T) {
	w := newWorld()
	w.app(one, 96)
	if wait, ok := w.Turn(Request{Viewer: one, Patience: time.Hour}); ok || wait != 2*checkGap {
		t.Errorf("at once: %v after %v", ok, wait)
	}
	w.time = w.time.Add(2 * checkGap)
	if wait, ok := w.Turn(Request{Viewer: one}); !ok || wait != 0 {
		t.Errorf("the look: %v after %v", ok, wait)
	}
	if _, ok := w.Turn(Request{Viewer: one, Patience: time.Hour}); ok {
		t.Error("two looks at once")
	}
	w.app(one, 20)
	if wait, ok := w.Turn(Request{Viewer: one, Background: true}); !ok || wait != 0 {
		t.Errorf("when there is enough again: %v after %v", ok, wait)
	}
}

func TestTurn_forgetsAPercentageThatNobodyRepeats(t *testing.T) {
	w := newWorld()
	w.app(one, 85)
	w.time = w.time.Add(believed + 1)
	if _, ok := w.Turn(Request{Viewer: one, Background: true}); !ok {
		t.Error("it is still believed")
	}
}

func TestTurn_mindsTheAccountsThatACallCanBeAbout(t *testing.T) {
	w := newWorld()
	w.account(one, "17", 10, 0)
	w.account(one, "18", 100, 19*time.Minute)
	for name, c := range map[string]struct {
		ask Request
		ok  bool
	}{
		"the account that is spent":             {Request{Viewer: one, Nodes: []string{"18"}}, false},
		"another one":                           {Request{Viewer: one, Nodes: []string{"17"}}, true},
		"both":                                  {Request{Viewer: one, Nodes: []string{"17", "18"}}, false},
		"a node that may be of either":          {Request{Viewer: one, Nodes: []string{"99"}}, false},
		"me":                                    {Request{Viewer: one}, false},
		"another token, for the same account":   {Request{Viewer: two, Nodes: []string{"18"}}, true},
		"another token, for a node":             {Request{Viewer: two, Nodes: []string{"99"}}, true},
		"another token, for the other account":  {Request{Viewer: two, Nodes: []string{"17"}}, true},
		"another token, for whatever it can be": {Request{Viewer: two}, true},
	} {
		wait, ok := w.Turn(c.ask)
		if ok != c.ok || !ok && wait != 19*time.Minute {
			t.Errorf("%s: %v after %v", name, ok, wait)
		}
	}
	w.time = w.time.Add(19 * time.Minute)
	if s, _ := w.Of(one).Standing(); s.RetryAfter != 0 {
		t.Errorf("still to wait %d s when the time has passed", s.RetryAfter)
	}
}

func TestNote_neverShortensABlock(t *testing.T) {
	w := newWorld()
	w.Note(Observation{At: w.time, Viewer: one, Until: w.time.Add(time.Hour)})
	w.Note(Observation{At: w.time, Viewer: one, Until: w.time.Add(time.Minute)})
	w.Note(Observation{At: w.time, Viewer: one})
	if wait, ok := w.Turn(Request{Viewer: one}); ok || wait != time.Hour {
		t.Errorf("%v after %v", ok, wait)
	}
	if _, ok := w.Turn(Request{Viewer: two}); !ok {
		t.Error("another token is blocked")
	}
}

func TestNote_takesTheLatestPercentageInWhateverOrderTheyCome(t *testing.T) {
	w := newWorld()
	late, early := w.time, w.time.Add(-time.Second)
	w.time = late
	w.app(one, 10)
	w.time = early
	w.app(one, 99)
	w.time = late
	if s, _ := w.Of(one).Standing(); s.Pace != Free {
		t.Errorf("it stands at %s", s.Pace)
	}
}

func TestStanding_tellsAllThatIsKnown(t *testing.T) {
	w := newWorld()
	nothing := Standing{Accounts: []Account{}, Hashtags: Hashtags{0, MaxHashtags}, Pace: Free}
	if s, known := w.Of(one).Standing(); known || !reflect.DeepEqual(s, nothing) {
		t.Errorf("before any call: %+v", s)
	}
	w.Note(Observation{At: w.time, Viewer: two})
	if s, known := w.Of(two).Standing(); !known || !reflect.DeepEqual(s, nothing) {
		t.Errorf("after a call that showed nothing: %+v", s)
	}
	w.Note(Observation{At: w.time.Add(-2 * time.Hour), Viewer: one, Calls: 50, Hashtag: 7})
	w.Note(Observation{At: w.time.Add(-7 * 24 * time.Hour), Viewer: one, Hashtag: 8})
	w.Note(Observation{At: w.time, Viewer: one, Calls: 3, Hashtag: 7, Usage: usage.Report{
		App: &usage.Share{Calls: 1, Time: 2, CPUTime: 3},
		Accounts: []usage.Account{
			{ID: "17", Type: "pages", Share: usage.Share{Calls: 4}},
			{ID: "17", Type: "instagram", Share: usage.Share{Calls: 100}, Regain: 90 * time.Second},
		},
	}})
	w.Of(one).NotePublishing(Publishing{2, 50})
	w.time = w.time.Add(time.Second)
	got, _ := w.Of(one).Standing()
	want := Standing{
		App: &usage.Share{Calls: 1, Time: 2, CPUTime: 3},
		Accounts: []Account{
			{"17", "instagram", usage.Share{Calls: 100}, 2}, {"17", "pages", usage.Share{Calls: 4}, 0},
		},
		Calls: Calls{3, 53}, Hashtags: Hashtags{1, MaxHashtags}, Publishing: &Publishing{2, 50}, Pace: Blocked, RetryAfter: 89,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("it stands at %+v\nwant %+v", got, want)
	}
}

func TestNote_keepsWhatIsKnownWithinBounds(t *testing.T) {
	w := newWorld()
	for n := range 3 * maxKnown {
		id := fmt.Sprint(n)
		w.account(viewer.ID{byte(n), byte(n >> 8)}, id, 1, 0)
		w.Note(Observation{At: w.time, Viewer: one, Hashtag: uint64(n + 1), Usage: usage.Report{
			Accounts: []usage.Account{{ID: id, Type: id}, {ID: "17", Type: id}}}})
	}
	t1 := w.token(one)
	if w.tokens.Len() > maxKnown || len(t1.accounts) > maxAccounts || len(t1.hashtags) > 2*MaxHashtags || len(t1.account("17").uses) > maxTypes {
		t.Errorf("%d tokens, %d accounts of one, %d hashtags", w.tokens.Len(), len(t1.accounts), len(t1.hashtags))
	}
}

// FuzzTurn checks what holds for whatever answers tell, and whoever asks.
func FuzzTurn(f *testing.F) {
	f.Add([]byte{1, 95, 10, 2, 90, 3, 0, 0, 1, 4, 200, 9})
	f.Fuzz(func(t *testing.T, moves []byte) {
		w := newWorld()
		for move := range slices.Chunk(moves, 3) {
			if len(move) < 3 {
				return
			}
			kind, percent, after := move[0], int(move[1]), time.Duration(move[2])*time.Second
			w.time = w.time.Add(after)
			switch kind % 4 {
			case 0:
				w.app(one, percent)
			case 1:
				w.account(one, "17", percent, 0)
			case 2:
				w.account(one, "17", percent, after)
			case 3:
				standing, _ := w.Of(one).Standing()
				wait, ok := w.Turn(Request{Viewer: one, Background: percent > 128, Patience: after})
				if wait < 0 || ok && wait > after || !ok && wait == 0 {
					t.Fatalf("%v after %v, with patience for %v", ok, wait, after)
				}
				if ok && (standing.Pace == Blocked || percent > 128 && standing.Pace != Free) {
					t.Fatalf("made while it stands at %+v", standing)
				}
			}
		}
	})
}

// FuzzWindow compares the ring of parts with a list of all that was counted.
func FuzzWindow(f *testing.F) {
	f.Add([]byte{0, 60, 30, 255})
	f.Fuzz(func(t *testing.T, gaps []byte) {
		var w window
		var parts []int64
		now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
		for _, gap := range gaps {
			now = now.Add(time.Duration(gap) * 10 * time.Second)
			w.add(now, time.Hour, 1)
			parts = append(parts, w.part(now, time.Hour))
			want := 0
			for _, part := range parts {
				if part > w.part(now, time.Hour)-60 {
					want++
				}
			}
			if got := w.sum(now, time.Hour); got != want {
				t.Fatalf("%d in the last hour, want %d", got, want)
			}
		}
	})
}

func TestStanding_roundsTheTimeToWaitUp(t *testing.T) {
	for regain, want := range map[time.Duration]int{0: 0, time.Second: 1, time.Minute: 1, time.Minute + 1: 2, 2 * time.Minute: 2} {
		w := newWorld()
		w.account(one, "17", 100, regain)
		if s, _ := w.Of(one).Standing(); s.Accounts[0].Regain != want {
			t.Errorf("%v are told as %d minutes", regain, s.Accounts[0].Regain)
		}
	}
	for until, want := range map[time.Duration]int{0: 0, 1: 1, time.Second: 1, time.Second + 1: 2} {
		w := newWorld()
		w.Note(Observation{At: w.time, Viewer: one, Until: w.time.Add(until)})
		if s, _ := w.Of(one).Standing(); s.RetryAfter != want {
			t.Errorf("%v are told as %d seconds", until, s.RetryAfter)
		}
	}
}

func TestStanding_hasTheUsesOfAnAccountByName(t *testing.T) {
	w := newWorld()
	var uses []usage.Account
	for n := range maxTypes {
		uses = append(uses, usage.Account{ID: "17", Type: fmt.Sprint("use", maxTypes-n), Share: usage.Share{Calls: n}})
	}
	w.Note(Observation{At: w.time, Viewer: one, Usage: usage.Report{Accounts: uses}})
	known := usage.Account{ID: "17", Type: "use1", Share: usage.Share{Calls: 50}}
	unknown := usage.Account{ID: "17", Type: "one too many", Share: usage.Share{Calls: 60}}
	w.Note(Observation{At: w.time, Viewer: one, Usage: usage.Report{Accounts: []usage.Account{known, unknown}}})
	s, _ := w.Of(one).Standing()
	if len(s.Accounts) != maxTypes || s.Accounts[0].Calls != known.Calls {
		t.Errorf("they are %+v", s.Accounts)
	}
	if !slices.IsSortedFunc(s.Accounts, func(a, b Account) int { return strings.Compare(a.Type, b.Type) }) {
		t.Errorf("they are in the order %+v", s.Accounts)
	}
}

func TestQuota_forgetsTroubleOrAll(t *testing.T) {
	for name, c := range map[string]struct {
		forget func(*Quota)
		want   Standing
	}{
		"trouble": {(*Quota).Relieve, Standing{Accounts: []Account{}, Calls: Calls{2, 2}, Hashtags: Hashtags{1, MaxHashtags}, Publishing: &Publishing{2, 50}, Pace: Free}},
		"all":     {(*Quota).Forget, Standing{Accounts: []Account{}, Hashtags: Hashtags{0, MaxHashtags}, Pace: Free}},
	} {
		w := newWorld()
		w.account(one, "17", 100, time.Hour)
		w.Note(Observation{At: w.time, Viewer: one, Calls: 1, Hashtag: 7, Until: w.time.Add(time.Hour), Usage: usage.Report{App: &usage.Share{Calls: 99}}})
		w.Of(one).NotePublishing(Publishing{2, 50})
		c.forget(w.Quota)
		if got, _ := w.Of(one).Standing(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("without %s it stands at %+v\nwant %+v", name, got, c.want)
		}
		if wait, ok := w.Turn(Request{Viewer: one, Nodes: []string{"17"}}); wait != 0 || !ok {
			t.Errorf("without %s a call waits %v: %t", name, wait, ok)
		}
	}
}
