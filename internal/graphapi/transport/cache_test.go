package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/cache"
	"github.com/gramql/gramql/internal/viewer"
)

// reader is a client with a cache over an upstream that can be changed and held
// up. Good answers say whose they are, and count.
type reader struct {
	*graphapi.Client
	record  *Record
	hasher  *viewer.Hasher
	answers cache.Store

	mu      sync.Mutex
	calls   int
	takes   time.Duration
	refuses func() (*http.Response, error)
	last    *http.Request
}

func newReader(t testing.TB) *reader {
	t.Helper()
	return newReaderOver(t, cache.NewMemory(1<<20))
}

func newReaderOver(t testing.TB, answers cache.Store) *reader {
	t.Helper()
	base := parseURL(t, "https://graph.example")
	r := &reader{record: new(Record), hasher: viewers, answers: answers}
	r.Client = graphapi.New(New(Chain{
		Base: base, Version: "v25.0", Log: slog.New(slog.DiscardHandler), Hasher: r.hasher, Answers: r.answers, Under: r,
	}))
	return r
}

func (r *reader) RoundTrip(request *http.Request) (*http.Response, error) {
	r.mu.Lock()
	r.calls++
	calls, takes, refuses := r.calls, r.takes, r.refuses
	r.last = request
	r.mu.Unlock()
	if !clock.Pause(request.Context(), takes) {
		return nil, request.Context().Err()
	}
	if refuses != nil {
		return refuses()
	}
	return say(200, fmt.Sprintf(`{"id":"%d","of":"%s"}`, calls, strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")))
}

func say(status int, body string) (*http.Response, error) {
	return &http.Response{StatusCode: status, Header: http.Header{}, ContentLength: -1, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func refusing190() (*http.Response, error) { return say(400, `{"error":{"code":190}}`) }
func refusing503() (*http.Response, error) { return say(503, `{"error":{"code":2}}`) }
func limiting() (*http.Response, error)    { return say(403, `{"error":{"code":4}}`) }
func resetting() (*http.Response, error)   { return nil, errors.New("connection reset") }

var account = graphapi.Call{Path: "/me", Node: "User", Fields: "id,of", Lifetime: 5 * time.Minute}

// read returns the answer that a viewer gets, or the error's text.
func (r *reader) read(ctx context.Context, token string) string {
	return r.readBy(ctx, token, account)
}

// readBy is read by a call.
func (r *reader) readBy(ctx context.Context, token string, call graphapi.Call) string {
	answer, err := r.Do(recorded(viewer.NewContext(ctx, r.hasher.Viewer(token, nil)), r.record), call)
	if err != nil {
		return err.Error()
	}
	return string(answer.Body)
}

func (r *reader) become(takes time.Duration, refuses func() (*http.Response, error)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.takes, r.refuses = takes, refuses
}

// expect holds the next answer, and the calls made so far, to what they should be.
func (r *reader) expect(t *testing.T, when, answer string, calls int, found string) {
	t.Helper()
	got := r.read(t.Context(), "A")
	synctest.Wait()
	told := r.record.Calls()
	if !strings.Contains(got, answer) || r.calls != calls || told[len(told)-1].Cache != found {
		t.Errorf("%s: %s after %d calls, %q; want %s after %d, %q", when, got, r.calls, told[len(told)-1].Cache, answer, calls, found)
	}
}

func TestCache_asksAnewAsAnswersAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReader(t)
		r.expect(t, "cold", `"1"`, 1, miss)
		r.expect(t, "warm", `"1"`, 1, hit)
		if r.record.Stale() != 0 || r.record.Made() != 1 {
			t.Errorf("stale for %v, %d calls made", r.record.Stale(), r.record.Made())
		}
		time.Sleep(5 * time.Minute)
		r.expect(t, "just over", `"1"`, 2, stale)
		if r.record.Stale() != 5*time.Minute {
			t.Errorf("stale for %v", r.record.Stale())
		}
		r.expect(t, "refreshed", `"2"`, 2, hit)
		time.Sleep(7 * time.Minute)
		r.expect(t, "long over", `"3"`, 3, miss)
	})
}

func TestCache_asksInTheBackgroundForWhatNoOneWaitsFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var made []graphapi.Call
		c := cached{hasher: viewers, answers: cache.NewMemory(1 << 20), now: time.Now, next: doer(func(_ context.Context, call graphapi.Call) (*graphapi.Answer, error) {
			made = append(made, call)
			return &graphapi.Answer{Status: 200, Body: []byte(`{"id":"1"}`)}, nil
		})}
		for range 2 {
			if _, err := c.Do(as(t.Context(), "A"), account); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			time.Sleep(5 * time.Minute)
		}
		if len(made) != 2 || made[0].Background || !made[1].Background {
			t.Errorf("made %+v", made)
		}
	})
}

func TestCache_keepsNoAnswerThatHasExpiredWhenItComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls, expired := 0, 0
		body := func(end time.Time) []byte {
			return fmt.Appendf(nil, `{"id":"1","media_url":"https://a.b/c.jpg?oe=%X"}`, end.Unix())
		}
		ends := time.Now().Add(-time.Minute)
		c := cached{hasher: viewers, answers: cache.NewMemory(1 << 20), now: time.Now, expired: func() { expired++ }, next: doer(func(context.Context, graphapi.Call) (*graphapi.Answer, error) {
			calls++
			return &graphapi.Answer{Status: 200, Body: body(ends)}, nil
		})}
		for i, want := range []struct{ calls, expired int }{{1, 1}, {2, 2}, {3, 2}, {3, 2}} {
			if i == 2 {
				ends = time.Now().Add(time.Hour)
			}
			if _, err := c.Do(as(t.Context(), "A"), account); err != nil || calls != want.calls || expired != want.expired {
				t.Errorf("read %d: %d calls, %d expired, %v", i, calls, expired, err)
			}
		}
	})
}

func TestCache_answersWhatIsOldWhenTheUpstreamFails(t *testing.T) {
	for name, c := range map[string]struct {
		takes   time.Duration
		refuses func() (*http.Response, error)
		stale   bool
	}{
		"no connection":  {0, resetting, true},
		"status 503":     {0, refusing503, true},
		"a spent quota":  {0, limiting, true},
		"no answer":      {time.Hour, nil, true},
		"a bad token":    {0, refusing190, false},
		"a missing node": {0, func() (*http.Response, error) { return say(400, `{"error":{"code":100,"error_subcode":33}}`) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReader(t)
				first := r.read(t.Context(), "A")
				time.Sleep(7 * time.Minute)
				r.become(c.takes, c.refuses)
				asked := time.Now()
				if got := r.read(t.Context(), "A"); (got == first) != c.stale {
					t.Errorf("answer = %s", got)
				}
				if waited := time.Since(asked); waited > patience {
					t.Errorf("it took %v", waited)
				}
				if (r.record.Stale() > 0) != c.stale {
					t.Errorf("stale for %v", r.record.Stale())
				}
				time.Sleep(3 * time.Minute)
				if got := r.read(t.Context(), "A"); got == first {
					t.Error("an answer of 10 minutes is given")
				}
			})
		})
	}
}

func TestCache_answersWhatAConnectedAccountReadHoweverOldWhenTheUpstreamFails(t *testing.T) {
	for name, c := range map[string]struct {
		refuses func() (*http.Response, error)
		token   string
		stale   bool
	}{
		"no connection":                           {resetting, "A", true},
		"status 503":                              {refusing503, "A", true},
		"a spent quota":                           {limiting, "A", true},
		"a token that is refused":                 {refusing190, "A", true},
		"a token that has ended":                  {refusing503, "", true},
		"a token that has ended, and all is well": {nil, "", true},
		"all is well":                             {nil, "A", false},
		"a missing node":                          {func() (*http.Response, error) { return say(400, `{"error":{"code":100,"error_subcode":33}}`) }, "A", false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReader(t)
				v := viewer.Viewer{ID: r.hasher.Sum("access", "a"), Token: "A", Access: "a"}
				read := func(call graphapi.Call) string {
					answer, err := r.Do(recorded(viewer.NewContext(t.Context(), v), r.record), call)
					if err != nil {
						return err.Error()
					}
					return string(answer.Body)
				}
				first := read(account)
				time.Sleep(40 * 24 * time.Hour)
				r.become(0, c.refuses)
				v.Token = c.token
				if got := read(account); (got == first) != c.stale || (r.record.Stale() >= 40*24*time.Hour) != c.stale {
					t.Errorf("answer = %s, stale for %v", got, r.record.Stale())
				}
				anew := account
				anew.Anew = true
				if got := read(anew); got == first {
					t.Error("a kept answer is given to who wants none")
				}
				r.answers.Drop(t.Context(), v.ID) // as the access is taken back
				r.become(0, refusing503)
				if got := read(account); got == first {
					t.Error("an answer is given after the access was taken back")
				}
			})
		})
	}
}

func TestCache_forgetsWhatABadTokenRead(t *testing.T) {
	for name, refuses := range map[string]func() (*http.Response, error){
		"a refusal":                  refusing190,
		"an error inside the answer": func() (*http.Response, error) { return say(200, `{"id":"1","owner":{"id":"2","error":{"code":190}}}`) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReader(t)
				r.read(t.Context(), "A")
				r.become(0, refuses)
				_, _ = r.Do(viewer.NewContext(t.Context(), r.hasher.Viewer("A", nil)), graphapi.Call{Path: "/1", Method: http.MethodPost})
				if got := r.read(t.Context(), "A"); !strings.Contains(got, "190") {
					t.Errorf("a revoked token reads %s", got)
				}
			})
		})
	}
}

func TestCache_keepsNoAnswerWithAnErrorInside(t *testing.T) {
	r := newReader(t)
	r.become(0, func() (*http.Response, error) { return say(200, `{"id":"1","owner":{"id":"2","error":{"code":4711}}}`) })
	r.read(t.Context(), "A")
	r.become(0, nil)
	if got := r.read(t.Context(), "A"); strings.Contains(got, "4711") {
		t.Errorf("it is given again: %s", got)
	}
}

func TestCache_keepsNoErrorAndNoWrite(t *testing.T) {
	r := newReader(t)
	r.become(0, refusing503)
	r.read(t.Context(), "A")
	r.become(0, nil)
	if got := r.read(t.Context(), "A"); !strings.Contains(got, `"2"`) {
		t.Errorf("answer = %s", got)
	}
	ctx := viewer.NewContext(t.Context(), r.hasher.Viewer("A", nil))
	for range 2 {
		if _, err := r.Do(ctx, graphapi.Call{Path: "/1/media", Method: http.MethodPost}); err != nil {
			t.Fatal(err)
		}
	}
	if r.calls != 4 {
		t.Errorf("%d calls, want 4", r.calls)
	}
}

func TestCache_asksAnewForWhoeverWantsIt(t *testing.T) {
	r := newReader(t)
	r.read(t.Context(), "A")
	if got := r.readBy(t.Context(), "A", graphapi.Call{Path: "/me", Node: "User", Fields: "id,of", Lifetime: 5 * time.Minute, Anew: true}); !strings.Contains(got, `"2"`) {
		t.Errorf("answer = %s", got)
	}
	if got := r.read(t.Context(), "A"); !strings.Contains(got, `"2"`) || r.calls != 2 {
		t.Errorf("answer = %s after %d calls", got, r.calls)
	}
}

func TestCache_makesOneCallOfIdenticalOnes(t *testing.T) {
	for name, tokens := range map[string][]string{"one viewer": {"A"}, "two viewers": {"A", "B"}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReader(t)
				r.become(time.Second, nil)
				var all sync.WaitGroup
				for i := range 400 {
					token := tokens[i%len(tokens)]
					all.Go(func() {
						if got := r.read(t.Context(), token); !strings.Contains(got, `"of":"`+token+`"`) {
							t.Errorf("%s reads %s", token, got)
						}
					})
				}
				all.Wait()
				if r.calls != len(tokens) || r.record.Made() != len(tokens) || len(r.record.Calls()) != 400 {
					t.Errorf("%d calls, %d told of %d", r.calls, r.record.Made(), len(r.record.Calls()))
				}
			})
		})
	}
}

func TestCache_readsAnewOnceAWriteIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReader(t)
		write := graphapi.Call{Path: "/1/comments", Method: http.MethodPost}
		r.read(t.Context(), "A")
		r.read(t.Context(), "B")
		r.readBy(t.Context(), "A", write)
		if got := r.read(t.Context(), "A"); !strings.Contains(got, `"4"`) {
			t.Errorf("after a write its viewer reads %s", got)
		}
		if got := r.read(t.Context(), "B"); !strings.Contains(got, `"2"`) {
			t.Errorf("after another's write a viewer reads %s", got)
		}
		r.become(time.Second, nil)
		late := graphapi.Call{Path: "/2", Node: "User", Fields: "id,of", Lifetime: 5 * time.Minute}
		var all sync.WaitGroup
		all.Go(func() { r.readBy(t.Context(), "A", late) })
		all.Go(func() { r.readBy(t.Context(), "B", late) })
		synctest.Wait() // both are under way
		r.become(0, nil)
		r.readBy(t.Context(), "A", write)
		r.become(time.Second, nil)
		before := r.calls
		all.Go(func() { r.readBy(t.Context(), "A", late) })
		all.Go(func() { r.readBy(t.Context(), "B", late) })
		all.Wait()
		if r.calls != before+1 {
			t.Errorf("%d calls, want 1 of the viewer who wrote, and none of the other, who joins the call under way", r.calls-before)
		}
		if r.readBy(t.Context(), "A", late); r.calls != before+1 {
			t.Error("what was read after the write was not kept")
		}
	})
}

func TestCache_neverMergesWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReader(t)
		r.become(time.Second, nil)
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				ctx := viewer.NewContext(t.Context(), r.hasher.Viewer("A", nil))
				_, _ = r.Do(ctx, graphapi.Call{Path: "/1/media", Method: http.MethodPost})
				_, _ = r.Do(ctx, graphapi.Call{Path: "/1", Node: "Media", Fields: "id", Once: true, Lifetime: time.Minute})
			})
		}
		all.Wait()
		if r.calls != 20 {
			t.Errorf("%d calls, want 20", r.calls)
		}
	})
}

func TestCache_aCallLivesAsLongAsAnybodyWaitsForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReader(t)
		r.become(5*time.Second, nil)
		first, leave := context.WithCancel(t.Context())
		slow, stop := context.WithTimeout(t.Context(), 8*time.Second)
		defer stop()
		var all sync.WaitGroup
		var followers atomic.Int32
		all.Go(func() {
			if got := r.read(first, "A"); got != graphapi.ErrCanceled.Error() {
				t.Errorf("the one who went reads %s", got)
			}
		})
		synctest.Wait()
		for range 3 {
			all.Go(func() {
				if got := r.read(slow, "A"); strings.Contains(got, `"1"`) {
					followers.Add(1)
				}
			})
		}
		synctest.Wait()
		if deadline, ok := r.last.Context().Deadline(); !ok || time.Until(deadline) < 8*time.Second {
			t.Errorf("the call ends at %v", deadline)
		}
		leave()
		all.Wait()
		if followers.Load() != 3 || r.calls != 1 {
			t.Errorf("%d followers were answered by %d calls", followers.Load(), r.calls)
		}
	})
}

func TestCache_aCallForWhichItsMakerHasNoMoreTimeIsMadeByAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReader(t)
		r.become(3*time.Second, nil)
		short, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		var all sync.WaitGroup
		all.Go(func() {
			if got := r.read(short, "A"); got != graphapi.ErrTimeout.Error() {
				t.Errorf("the maker reads %s", got)
			}
		})
		synctest.Wait()
		began := time.Now()
		for range 3 {
			all.Go(func() {
				if got := r.read(t.Context(), "A"); !strings.Contains(got, `"2"`) {
					t.Errorf("another reads %s", got)
				}
			})
		}
		all.Wait()
		if r.calls != 2 || time.Since(began) != 4*time.Second {
			t.Errorf("%d calls in %v", r.calls, time.Since(began))
		}
	})
}

func TestCache_aCallEndsWithTheLastWhoWaits(t *testing.T) {
	for name, c := range map[string]struct {
		end  error
		with func(context.Context) (context.Context, context.CancelFunc)
	}{
		"who go": {context.Canceled, func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, leave := context.WithCancel(ctx)
			time.AfterFunc(time.Second, leave)
			return ctx, leave
		}},
		"whose time is over": {context.DeadlineExceeded, func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Second)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReader(t)
				r.become(time.Hour, nil)
				var all sync.WaitGroup
				for range 3 {
					all.Go(func() {
						ctx, leave := c.with(t.Context())
						defer leave()
						r.read(ctx, "A")
					})
				}
				all.Wait()
				synctest.Wait()
				if !errors.Is(r.last.Context().Err(), c.end) {
					t.Errorf("the call ended with %v", r.last.Context().Err())
				}
				r.become(0, nil)
				if got := r.read(t.Context(), "A"); !strings.Contains(got, `"2"`) {
					t.Errorf("the next one reads %s", got)
				}
			})
		})
	}
}

func TestCache_aPanicIsForThoseWhoWait(t *testing.T) {
	r := newReader(t)
	r.become(0, func() (*http.Response, error) { panic("a defect") })
	defer func() {
		if recover() == nil {
			t.Error("nobody saw the panic")
		}
	}()
	r.read(t.Context(), "A")
}

func TestCache_keepsABatchOnlyWhenItIsWhole(t *testing.T) {
	r := newReader(t)
	calls := []graphapi.Call{{Path: "/1", Node: "Media", Fields: "id", Lifetime: time.Hour}, {Path: "/2", Node: "Media", Fields: "id", Lifetime: time.Hour}}
	ctx := viewer.NewContext(t.Context(), r.hasher.Viewer("A", nil))
	const whole = `[{"code":200,"body":"{}"},{"code":200,"body":"{}"}]`
	for i, c := range []struct {
		answer string
		calls  int
	}{
		{`[{"code":200,"body":"{}"},{"code":400,"body":"{\"error\":{\"code\":100}}"}]`, 1},
		{`[{"code":200,"body":"{}"},null]`, 2},
		{whole, 3},
		{whole, 3},
	} {
		r.become(0, func() (*http.Response, error) { return say(200, c.answer) })
		if _, err := r.Batch(ctx, calls); err != nil || r.calls != c.calls {
			t.Errorf("%d: %d calls, %v", i, r.calls, err)
		}
	}
}

// late is a store that answers one look only when it is let go.
type late struct {
	cache.Store
	looks atomic.Int32
	held  int32 // the look that is held up, from 1
	let   chan struct{}
}

func (l *late) Get(ctx context.Context, key cache.Key) (*cache.Answer, cache.Generation) {
	answer, generation := l.Store.Get(ctx, key)
	if l.looks.Add(1) == l.held {
		<-l.let
	}
	return answer, generation
}

func TestCache_asksOnceWhereTheAnswerComesBetweenLookAndCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &late{Store: cache.NewMemory(1 << 20), held: 1, let: make(chan struct{})}
		r := newReaderOver(t, store)
		var slow string
		go func() { slow = r.read(t.Context(), "A") }()
		synctest.Wait() // it has looked in vain
		r.expect(t, "meanwhile", `"1"`, 1, miss)
		close(store.let)
		synctest.Wait()
		calls := r.record.Calls()
		if !strings.Contains(slow, `"1"`) || r.calls != 1 || calls[len(calls)-1].Cache != hit {
			t.Errorf("%s after %d calls: %+v", slow, r.calls, calls)
		}
	})
}

func TestCache_keepsNoAnswerThatCouldNotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, whole := newReader(t), false
		call := account
		call.Whole = func([]byte) bool { return whole }
		read := func() string {
			answer, err := r.Do(recorded(viewer.NewContext(t.Context(), r.hasher.Viewer("a", nil)), r.record), call)
			if err != nil {
				t.Fatal(err)
			}
			return string(answer.Body)
		}
		for n := 1; n <= 3; n++ {
			if got, want := read(), fmt.Sprintf(`{"id":"%d","of":"a"}`, n); got != want {
				t.Errorf("read %s, want %s", got, want)
			}
		}
		whole = true
		kept := read()
		whole = false
		time.Sleep(account.Lifetime + time.Second) // so that it is asked for anew in the background
		for range 2 {
			if got := read(); got != kept {
				t.Errorf("read %s, want %s, which could be read", got, kept)
			}
			synctest.Wait()
		}
	})
}

// kept is a store that counts what is put into it and dropped.
type kept struct {
	cache.Store
	puts, drops int
}

func (k *kept) Put(ctx context.Context, key cache.Key, answer *cache.Answer, generation cache.Generation) {
	k.puts++
	k.Store.Put(ctx, key, answer, generation)
}

func (k *kept) Drop(ctx context.Context, id viewer.ID) {
	k.drops++
	k.Store.Drop(ctx, id)
}

func TestCache_keepsWhatMayServeAnotherCall(t *testing.T) {
	const item, unauthenticated = `{"code":200,"body":"{}"}`, `{"code":400,"body":"{\"error\":{\"code\":190}}"}`
	batch := func(first, second graphapi.Call) graphapi.Call {
		return graphapi.Together([]graphapi.Call{first, second})
	}
	const refusal = `{"error":{"code":100,"message":"of a write"}}`
	lasting := graphapi.Call{Path: "/1", Lifetime: time.Minute}
	for name, x := range map[string]struct {
		call        graphapi.Call
		body        string
		puts, drops int
		cache       string
	}{
		"a read":                      {lasting, good, 1, 0, miss},
		"a read that must be anew":    {graphapi.Call{Path: "/1", Lifetime: time.Minute, Anew: true}, good, 1, 0, miss},
		"a read without a lifetime":   {graphapi.Call{Path: "/1"}, good, 0, 0, none},
		"a write":                     {graphapi.Call{Method: http.MethodPost, Path: "/1", Lifetime: time.Minute}, good, 0, 1, none},
		"a write that may be done":    {graphapi.Call{Method: http.MethodDelete, Path: "/1"}, `{"error":{"code":1}}`, 0, 1, none},
		"a write that is refused":     {graphapi.Call{Method: http.MethodPost, Path: "/1"}, refusal, 0, 0, none},
		"a read that moves a cursor":  {graphapi.Call{Path: "/1", Once: true, Lifetime: time.Minute}, good, 0, 0, none},
		"a batch":                     {batch(lasting, lasting), "[" + item + "," + item + "]", 1, 0, miss},
		"a batch with a refusal":      {batch(lasting, lasting), "[" + item + `,{"code":400,"body":"{\"error\":{\"code\":100}}"}]`, 0, 0, miss},
		"a batch that needs a log-in": {batch(lasting, lasting), "[" + item + "," + unauthenticated + "]", 0, 1, miss},
		"a refusal":                   {lasting, `{"error":{"code":100}}`, 0, 0, miss},
		"a token that is no good":     {lasting, `{"error":{"code":190}}`, 0, 1, miss},
	} {
		store := &kept{Store: cache.NewMemory(1 << 20)}
		r := newReaderOver(t, store)
		r.become(0, func() (*http.Response, error) {
			if x.body == refusal {
				return say(400, x.body)
			}
			return say(200, x.body)
		})
		r.readBy(t.Context(), "A", x.call)
		if store.puts != x.puts || store.drops != x.drops {
			t.Errorf("%s: kept %d times, want %d; dropped %d times, want %d", name, store.puts, x.puts, store.drops, x.drops)
		}
		if calls := r.record.Calls(); len(calls) != 1 || calls[0].Cache != x.cache {
			t.Errorf("%s: recorded %+v, want %q", name, calls, x.cache)
		}
	}
}

func TestCache_sharesNoCallThatMayServeNoOther(t *testing.T) {
	for name, x := range map[string]struct {
		call  graphapi.Call
		calls int
	}{
		"with a lifetime":    {account, 1},
		"without a lifetime": {graphapi.Call{Path: "/me"}, 2},
		"that must be anew":  {graphapi.Call{Path: "/me", Lifetime: time.Minute, Anew: true}, 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			r := newReader(t)
			r.become(time.Second, nil)
			var all sync.WaitGroup
			for range 2 {
				all.Go(func() { r.readBy(t.Context(), "A", x.call) })
			}
			all.Wait()
			if r.calls != x.calls {
				t.Errorf("%s: %d calls of two, want %d", name, r.calls, x.calls)
			}
		})
	}
}

func TestCache_makesOneCallOfIdenticalOnesThoughItKeepsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReaderOver(t, nil)
		r.become(time.Second, nil)
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if got := r.read(t.Context(), "A"); !strings.Contains(got, `"1"`) {
					t.Errorf("read %s", got)
				}
			})
		}
		all.Wait()
		if got := r.read(t.Context(), "A"); !strings.Contains(got, `"2"`) {
			t.Errorf("afterwards it read %s", got)
		}
	})
}

func TestCache_waitsAsLongAsThereIsNothingToFallBackOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReader(t)
		r.become(2*patience, nil)
		began := time.Now()
		if got := r.read(t.Context(), "A"); !strings.Contains(got, `"1"`) || time.Since(began) != 2*patience {
			t.Errorf("without an old answer: %s after %v", got, time.Since(began))
		}
		time.Sleep(8 * time.Minute)
		began = time.Now()
		if got := r.read(t.Context(), "A"); !strings.Contains(got, `"1"`) || time.Since(began) != patience {
			t.Errorf("with one: %s after %v", got, time.Since(began))
		}
		time.Sleep(patience)
		if got := r.read(t.Context(), "A"); !strings.Contains(got, `"2"`) {
			t.Errorf("when the call is over: %s", got)
		}
	})
}

func TestCache_tellsWhatAnAnswerWasAndWhenItCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReader(t)
		came := time.Now()
		for range 2 {
			r.read(t.Context(), "A")
			time.Sleep(time.Second)
		}
		calls := r.record.Calls()
		want := Exchange{Method: "GET", Path: "/v25.0/me", Fields: "id,of", IDs: []string{}, Status: 200, Bytes: 19, Cache: hit}
		want.key, want.came = cache.CallKey(r.hasher, r.hasher.ID("A"), "/v25.0", &account), came
		if got := calls[1]; !reflect.DeepEqual(got, want) {
			t.Errorf("a hit is recorded as %+v\nwant %+v", got, want)
		}
	})
}

func TestCache_sharesFailuresAsFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReader(t)
		r.become(time.Second, refusing190)
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				if got := r.read(t.Context(), "A"); !strings.Contains(got, "190") {
					t.Errorf("read %s", got)
				}
			})
		}
		all.Wait()
		found := map[string]int{}
		for _, call := range r.record.Calls() {
			found[call.Cache] = call.Status
		}
		if want := map[string]int{miss: 400, shared: 400}; !maps.Equal(found, want) {
			t.Errorf("recorded with statuses %v, want %v", found, want)
		}
	})
}
