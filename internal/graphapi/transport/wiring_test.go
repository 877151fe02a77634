package transport

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/cache"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/viewer"
)

func TestChain_tellsWatchOfEveryCallAndOfEveryAnswerThatCostNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []CallResult
		u := &flaky{round: saying(200, good)}
		c := graphapi.New(New(Chain{
			Base: parseURL(t, "https://graph.example"), Version: "v25.0", Under: u, Hasher: viewers,
			Answers: cache.NewMemory(1 << 20), Log: slog.New(slog.DiscardHandler),
			Watch: func(_ context.Context, r CallResult) { seen = append(seen, r) },
		}))
		began := time.Now()
		for range 2 {
			if _, err := c.Do(as(t.Context(), "A"), account); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		u.become(saying(400, `{"error":{"code":100}}`))
		_, _ = c.Do(as(t.Context(), "A"), graphapi.Call{Path: "/1", Node: "Media"})
		for i, want := range []struct {
			cache, path, node string
			status            int
			bytes             int64
			began             time.Duration // after the first
			took              time.Duration
			kind              graphapi.Kind
		}{
			{miss, "/v25.0/me", "User", 200, 10, 0, ms(20), graphapi.Unknown},
			{hit, "/v25.0/me", "User", 200, 10, ms(1020), 0, graphapi.Unknown},
			{none, "/v25.0/1", "Media", 400, 22, ms(2020), ms(20), graphapi.BadInput},
		} {
			got := seen[i]
			if got.Cache != want.cache || got.Path != want.path || got.Node != want.node {
				t.Errorf("%d: told of %s for %s, from %q", i, got.Path, got.Node, got.Cache)
			}
			if got.Status != want.status || got.Bytes != want.bytes || graphapi.KindOf(got.Err) != want.kind {
				t.Errorf("%d: status %d, %d bytes, error %v", i, got.Status, got.Bytes, got.Err)
			}
			if got.Answer == nil || got.Answer.Status != want.status {
				t.Errorf("%d: the answer is %+v", i, got.Answer)
			}
			if after := got.Began.Sub(began); after != want.began || got.Duration != want.took {
				t.Errorf("%d: it began after %v and took %v", i, after, got.Duration)
			}
		}
	})
}

func TestChain_tellsOfRetriesAndOfCallsHeldBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var retried, throttled int
		var log bytes.Buffer
		u := &answers{list: []answer{{}, {status: 200, body: good}, failing(403, `"code":4`)}}
		c := graphapi.New(New(Chain{
			Base: parseURL(t, "https://graph.example"), Under: u, Retries: 1, RetryBudget: 1,
			Log:     slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
			Retried: func() { retried++ }, Throttled: func() { throttled++ },
		}))
		ask := func() { _, _ = c.Do(asViewer(t.Context()), graphapi.Call{Path: "/me"}) }
		if ask(); retried != 1 || throttled != 0 {
			t.Errorf("a call that is repeated: told of %d retries and %d held back", retried, throttled)
		}
		if ask(); retried != 1 || throttled != 0 {
			t.Errorf("a call that is refused: told of %d retries and %d held back", retried, throttled)
		}
		if ask(); retried != 1 || throttled != 1 {
			t.Errorf("a call after a spent quota: told of %d retries and %d held back", retried, throttled)
		}
		if text := log.String(); strings.Count(text, `msg="Graph API call is retried" path=/me error=`) != 1 {
			t.Errorf("the log says %s", text)
		}
	})
}

// The clock of the chain is not the machine's: it can be set ahead.
func TestChain_runsQuotasAndAnswersByItsOwnClock(t *testing.T) {
	now := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	memory := cache.NewMemory(1 << 20)
	memory.Now = func() time.Time { return now }
	u := &answers{list: []answer{{status: 200, body: good}, failing(403, `"code":4`), {status: 200, body: good}}}
	c := graphapi.New(New(Chain{
		Base: parseURL(t, "https://graph.example"), Under: u, Answers: memory, Now: memory.Now, Log: slog.New(slog.DiscardHandler),
	}))
	ask := func(call graphapi.Call) error { _, err := c.Do(asViewer(t.Context()), call); return err }
	for range 2 {
		if err := ask(account); err != nil || len(u.made) != 1 {
			t.Fatalf("%d calls, %v", len(u.made), err)
		}
	}
	now = now.Add(time.Hour)
	if err := ask(account); graphapi.KindOf(err) != graphapi.RateLimited || len(u.made) != 2 {
		t.Errorf("an hour later: %d calls, %v", len(u.made), err)
	}
	now = now.Add(5*time.Minute - 1)
	if err := ask(account); !errors.Is(err, graphapi.ErrThrottled) || len(u.made) != 2 {
		t.Errorf("before the wait is over: %d calls, %v", len(u.made), err)
	}
	now = now.Add(1)
	if err := ask(account); err != nil || len(u.made) != 3 {
		t.Errorf("after the wait: %d calls, %v", len(u.made), err)
	}
}

func TestChain_keepsAnswersUnderTheKeysOfItsHasher(t *testing.T) {
	memory, hasher := cache.NewMemory(1<<20), viewer.NewHasher("app", parseURL(t, "https://graph.example"), []byte("hush"))
	c := graphapi.New(New(Chain{
		Base: parseURL(t, "https://graph.example"), Version: "v25.0", Answers: memory, Hasher: hasher, Log: slog.New(slog.DiscardHandler),
		Under: &answers{list: []answer{{status: 200, body: good}}},
	}))
	ctx := viewer.NewContext(t.Context(), hasher.Viewer("A", nil))
	if _, err := c.Do(ctx, account); err != nil {
		t.Fatal(err)
	}
	kept, _ := memory.Get(ctx, cache.CallKey(hasher, hasher.ID("A"), "/v25.0", &account))
	if kept == nil || string(kept.Body) != good {
		t.Errorf("kept is %+v", kept)
	}
}

func TestChain_countsCallsAgainstItsQuotas(t *testing.T) {
	quotas := quota.New(quota.Unpaced, time.Now)
	u := &flaky{round: func(*http.Request) (*http.Response, error) {
		r, err := say(200, `[{"code":200,"body":"{}"},{"code":200,"body":"{}"}]`)
		r.Header.Set("X-App-Usage", `{"call_count":28}`)
		return r, err
	}}
	c := graphapi.New(New(Chain{
		Base: parseURL(t, "https://graph.example"), Under: u, Quotas: quotas, BreakerOpens: 1, Log: slog.New(slog.DiscardHandler),
	}))
	calls := func() int { s, _ := quotas.Of(viewers.ID("A")).Standing(); return s.Calls.LastHour }
	for _, step := range []struct {
		call  graphapi.Call
		calls int
	}{
		{graphapi.Call{Path: "/me"}, 1},
		{graphapi.Call{Path: "/", IDs: []string{"1", "2", "3"}}, 4},
		{graphapi.Together([]graphapi.Call{{Path: "/1"}, {Path: "/2"}}), 6},
		{graphapi.Call{Path: "/ig_hashtag_search", Hashtag: "coke"}, 7},
	} {
		if _, err := c.Do(as(t.Context(), "A"), step.call); err != nil || calls() != step.calls {
			t.Errorf("after %s: %d calls count, want %d; error %v", step.call.String(), calls(), step.calls, err)
		}
	}
	s, _ := quotas.Of(viewers.ID("A")).Standing()
	if s.App == nil || s.App.Calls != 28 || s.Hashtags.Used != 1 {
		t.Errorf("the quotas stand at %+v of the app, with %d hashtags", s.App, s.Hashtags.Used)
	}
	u.become(refusing)
	for i, err := range []error{asked(t, c, "A"), asked(t, c, "A"), asked(t, c, "A")} {
		if skipped := errors.Is(err, graphapi.ErrDown); skipped != (i > 0) {
			t.Errorf("call %d to a server that is down: %v", i, err)
		}
	}
	if calls() != 8 {
		t.Errorf("%d calls count: those that were not made count too", calls())
	}
}

func TestThrottle_holdsBackCallsOfTheSpentAccountAlone(t *testing.T) {
	quotas := quota.New(quota.Unpaced, time.Now)
	spent := http.Header{"X-Business-Use-Case-Usage": {
		`{"17":[{"type":"instagram","call_count":3}],"18":[{"type":"instagram","call_count":100,"estimated_time_to_regain_access":19}]}`}}
	c := graphapi.New(New(Chain{
		Base: parseURL(t, "https://graph.example"), Quotas: quotas, Log: slog.New(slog.DiscardHandler),
		Under: canned(func() *http.Response {
			r, _ := say(200, `[{"code":200,"body":"{}"},{"code":200,"body":"{}"}]`)
			r.Header = spent
			return r
		}),
	}))
	if err := asked(t, c, "A"); err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		call graphapi.Call
		held bool
	}{
		"the account with quota":     {graphapi.Call{Path: "/17"}, false},
		"an edge of this account":    {graphapi.Call{Path: "/17/media"}, false},
		"the spent account":          {graphapi.Call{Path: "/18"}, true},
		"an edge of this one":        {graphapi.Call{Path: "/18/media"}, true},
		"me, who may be either":      {graphapi.Call{Path: "/me/media"}, true},
		"a batch of the first":       {graphapi.Together([]graphapi.Call{{Path: "/17"}, {Path: "/17/media"}}), false},
		"a batch with the spent one": {graphapi.Together([]graphapi.Call{{Path: "/17"}, {Path: "/18/media"}}), true},
	} {
		_, err := c.Do(as(t.Context(), "A"), x.call)
		if errors.Is(err, graphapi.ErrThrottled) != x.held {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestThrottle_waitsForARefusalWithinABatch(t *testing.T) {
	for name, x := range map[string]struct {
		item string
		held bool
	}{
		"a spent quota":           {`{"code":403,"body":"{\"error\":{\"code\":4}}"}`, true},
		"a quota of publishing":   {`{"code":400,"body":"{\"error\":{\"code\":9}}"}`, false},
		"a parameter that is bad": {`{"code":400,"body":"{\"error\":{\"code\":100}}"}`, false},
	} {
		u := &answers{list: []answer{{status: 200, body: `[{"code":200,"body":"{}"},` + x.item + `]`}}}
		c := retrying(t, u)
		if _, err := c.Batch(asViewer(t.Context()), []graphapi.Call{{Path: "/1"}, {Path: "/2"}}); err != nil {
			t.Fatal(err)
		}
		_, err := c.Do(asViewer(t.Context()), graphapi.Call{Path: "/me"})
		if errors.Is(err, graphapi.ErrThrottled) != x.held {
			t.Errorf("%s: the next call: %v", name, err)
		}
	}
}

func TestPatience_isHalfOfTheTimeThatIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if got := patienceOf(context.Background()); got != maxPatience {
			t.Errorf("without a deadline: %v", got)
		}
		ctx, stop := context.WithTimeout(t.Context(), 8*time.Second)
		defer stop()
		if got := patienceOf(ctx); got != 4*time.Second {
			t.Errorf("with 8 s left: %v", got)
		}
	})
}

func TestNodes_areTheIDsThatPathsBeginWith(t *testing.T) {
	for _, x := range []struct {
		call graphapi.Call
		want []string
	}{
		{graphapi.Call{Path: "/"}, nil},
		{graphapi.Call{Path: "/me"}, nil},
		{graphapi.Call{Path: "/me/media"}, nil},
		{graphapi.Call{Path: "/17"}, []string{"17"}},
		{graphapi.Call{Path: "/17/media"}, []string{"17"}},
		{graphapi.Together([]graphapi.Call{{Path: "/17"}, {Path: "/me"}, {Path: "/18/media"}}), []string{"17", "18"}},
	} {
		if got := nodes(&x.call); !slices.Equal(got, x.want) {
			t.Errorf("%s begins with %v, want %v", x.call.String(), got, x.want)
		}
	}
}

func TestObserve_logsWhatCameOfACall(t *testing.T) {
	for name, x := range map[string]struct {
		under answer
		level slog.Level
		want  []string
		not   string
	}{
		"an answer":  {answer{status: 200, body: good}, slog.LevelDebug, []string{"level=DEBUG", "method=GET", "path=/me", "status=200", "bytes=10", "took=0s"}, "error="},
		"a refusal":  {failing(400, `"code":100`), slog.LevelDebug, []string{"status=400", "bytes=22", `error="Graph API error 100"`}, "status=200"},
		"no answer":  {answer{}, slog.LevelDebug, []string{"status=0", "bytes=0", "error="}, "status=200"},
		"at level 0": {answer{status: 200, body: good}, slog.LevelInfo, nil, "Graph API call"},
	} {
		synctest.Test(t, func(t *testing.T) {
			var log bytes.Buffer
			c := graphapi.New(New(Chain{
				Base: parseURL(t, "https://graph.example"), Under: &answers{list: []answer{x.under}},
				Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: x.level})),
			}))
			record := new(Record)
			_, _ = c.Do(recorded(asViewer(t.Context()), record), graphapi.Call{Path: "/me"})
			for _, want := range x.want {
				if !strings.Contains(log.String(), want) {
					t.Errorf("%s: no %s in %s", name, want, log.String())
				}
			}
			if strings.Contains(log.String(), x.not) {
				t.Errorf("%s: %s in %s", name, x.not, log.String())
			}
			if calls := record.Calls(); len(calls) != 1 || calls[0].Status != x.under.status {
				t.Errorf("%s: recorded %+v", name, calls)
			}
		})
	}
}

func TestRecord_isOfNoCallInTheBackground(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &answers{list: []answer{{}, {status: 200, body: good}}}
		record := new(Record)
		if _, err := retrying(t, u).Do(recorded(asViewer(t.Context()), record), graphapi.Call{Path: "/me", Background: true}); err != nil {
			t.Fatal(err)
		}
		if len(record.Calls()) != 0 || record.Retries() != 0 {
			t.Errorf("recorded %+v, and %d retries", record.Calls(), record.Retries())
		}
	})
}

func TestBudgets_areOneOfEachViewer(t *testing.T) {
	all := newBudgets(0.5)
	own := all.of(ann)
	if all.of(ann) != own {
		t.Error("a viewer has two budgets")
	}
	if all.of(ben) == own {
		t.Error("two viewers have one budget")
	}
	if own.each != 0.5 || !own.withdraw() {
		t.Error("a budget of a half grants no retry")
	}
}

func TestBudgets_areForgotten(t *testing.T) {
	all := newBudgets(0.1)
	for all.of(ann).withdraw() {
	}
	if all.forget(); !all.of(ann).withdraw() {
		t.Error("a viewer has no retry")
	}
}

func TestChain_tellsWhoWroteAndDropsWhatWasReadBefore(t *testing.T) {
	var wrote []viewer.ID
	u := &answers{list: []answer{
		{status: 200, body: good}, {status: 200, body: good}, {status: 400, body: `{"error":{"code":100,"message":"no"}}`}, {status: 500, body: `{"error":{"code":2}}`},
		{status: 200, body: good},
	}}
	chain := New(Chain{
		Base: parseURL(t, "https://graph.example"), Under: u, Hasher: viewers, Answers: cache.NewMemory(1 << 20), Log: slog.New(slog.DiscardHandler),
		Written: func(by viewer.ID) { wrote = append(wrote, by) },
	})
	ask := func(call graphapi.Call) { _, _ = chain.Do(as(t.Context(), "A"), call) }
	write := graphapi.Call{Method: http.MethodPost, Path: "/1", Params: url.Values{"message": {"a"}}}
	for _, step := range []struct {
		name  string
		call  graphapi.Call
		wrote int
	}{
		{"a read", account, 0}, {"a write", write, 1}, {"a write that is refused", write, 1}, {"a write that may be done", write, 2}, {"a read after it", account, 2},
	} {
		if ask(step.call); len(wrote) != step.wrote {
			t.Errorf("after %s: told %d times of a write", step.name, len(wrote))
		}
	}
	if len(wrote) != 2 || wrote[0] != viewers.ID("A") {
		t.Errorf("told that %v wrote", wrote)
	}
	u.list = append(u.list, answer{status: 200, body: good})
	made := len(u.made)
	if ask(account); len(u.made) != made {
		t.Error("the read before was not kept")
	}
	chain.Drop(t.Context(), viewers.ID("B"))
	if ask(account); len(u.made) != made {
		t.Error("another viewer's write dropped it")
	}
	chain.Drop(t.Context(), viewers.ID("A"))
	if ask(account); len(u.made) != made+1 {
		t.Error("it is not read anew after a write elsewhere")
	}
}
