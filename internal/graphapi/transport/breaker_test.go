package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
)

// flaky is an upstream whose state a test changes while it is asked.
type flaky struct {
	mu    sync.Mutex
	round func(*http.Request) (*http.Response, error)
	made  []time.Time
}

func (f *flaky) RoundTrip(request *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.made = append(f.made, time.Now())
	round := f.round
	f.mu.Unlock()
	return round(request)
}

func (f *flaky) become(round func(*http.Request) (*http.Response, error)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.round = round
}

// attempts returns how many calls were made from one moment until another.
func (f *flaky) attempts(from, until time.Time) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, made := range f.made {
		if !made.Before(from) && made.Before(until) {
			n++
		}
	}
	return n
}

func saying(status int, body string) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		time.Sleep(20 * time.Millisecond)
		return &http.Response{StatusCode: status, ContentLength: -1, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
}

func refusing(*http.Request) (*http.Response, error) {
	time.Sleep(time.Millisecond)
	return nil, syscall.ECONNREFUSED
}

func hanging(request *http.Request) (*http.Response, error) {
	<-request.Context().Done()
	return nil, request.Context().Err()
}

// The promise: attempts at most 1.1 × requests until the breaker opens, then at
// most 5 a second, and recovery within 5 seconds of the server's return.
func TestBreaker_sparesAServerThatIsDownFor30Seconds(t *testing.T) {
	const (
		perSecond = 100
		quiet     = 10 * time.Second
		outage    = 30 * time.Second
		timeout   = 2 * time.Second
	)
	for name, down := range map[string]func(*http.Request) (*http.Response, error){
		"it refuses connections": refusing,
		"it never answers":       hanging,
		"it says 503":            saying(503, `{"error":{"code":2,"is_transient":true}}`),
		"a proxy says 502":       saying(502, `<html>`),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u := &flaky{round: saying(200, good)}
				c := retrying(t, u)
				began := time.Now()
				fell, rose := began.Add(quiet), began.Add(quiet+outage)
				var mu sync.Mutex
				var opened, recovered, lastFailure time.Time // as those who ask see it
				requests := 0                                // from the fall until the opening
				ask := func() {
					ctx, stop := context.WithTimeout(asViewer(t.Context()), timeout)
					defer stop()
					asked := time.Now()
					mu.Lock()
					if opened.IsZero() && !asked.Before(fell) {
						requests++
					}
					mu.Unlock()
					_, err := c.Do(ctx, graphapi.Call{Path: "/" + strconv.FormatInt(asked.UnixNano(), 10)}) // no two are one
					mu.Lock()
					defer mu.Unlock()
					switch now := time.Now(); {
					case errors.Is(err, graphapi.ErrDown):
						if opened.IsZero() {
							opened = now
						}
						if now != asked {
							t.Errorf("an open breaker answers after %v", now.Sub(asked))
						}
						if wait := graphapi.RetryAfter(err); wait <= 0 || wait > trialEvery {
							t.Errorf("it says to wait for %v", wait)
						}
						fallthrough
					case err != nil:
						lastFailure = now
					case recovered.IsZero() && now.After(rose):
						recovered = now
					}
				}
				go func() {
					time.Sleep(quiet)
					u.become(down)
					time.Sleep(outage)
					u.become(saying(200, good))
				}()
				var all sync.WaitGroup
				for range (quiet + outage + 10*time.Second) * perSecond / time.Second {
					all.Go(ask)
					time.Sleep(time.Second / perSecond)
				}
				all.Wait()

				if opened.IsZero() {
					t.Fatal("the breaker never opened")
				}
				if n := u.attempts(fell, opened); n > requests*11/10 {
					t.Errorf("%d attempts until the breaker opened, for %d requests", n, requests)
				}
				for second := opened; second.Before(rose.Add(-time.Second)); second = second.Add(time.Second) {
					if n := u.attempts(second, second.Add(time.Second)); n > 5 {
						t.Errorf("%d attempts in the second from %v after the fall", n, second.Sub(fell))
					}
				}
				if late := recovered.Sub(rose); late > 5*time.Second || recovered.IsZero() {
					t.Errorf("the first answer came %v after the server's return", late)
				}
				if late := lastFailure.Sub(rose); late > 5*time.Second {
					t.Errorf("the last failure came %v after the server's return", late)
				}
			})
		})
	}
}

func TestBreaker_opensForWhatOnlyAServerDoesWrong(t *testing.T) {
	for name, c := range map[string]struct {
		round func(*http.Request) (*http.Response, error)
		opens bool
	}{
		"no connection":         {refusing, true},
		"no answer":             {hanging, true},
		"an answer that is cut": {saying(200, `{"id":`), true},
		"status 500":            {saying(500, `{"error":{"code":1}}`), true},
		"status 503":            {saying(503, ``), true},
		"ids that are refused":  {saying(500, `{"error":{"code":100}}`), false},
		"too much data":         {saying(500, `{"error":{"code":1,"message":"Please reduce the amount of data you're asking for"}}`), false},
		"a bad parameter":       {saying(400, `{"error":{"code":100}}`), false},
		"a bad token":           {saying(400, `{"error":{"code":190}}`), false},
		"a limit":               {saying(403, `{"error":{"code":4,"is_transient":true}}`), false},
		"a limit by status":     {saying(429, ``), false},
		"an oversized answer":   {saying(200, `[`+strings.Repeat(" ", graphapi.MaxAnswer)+`]`), false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u := &flaky{round: c.round}
				client := retrying(t, u)
				ask := func() error {
					ctx, stop := context.WithTimeout(asViewer(t.Context()), time.Second)
					defer stop()
					_, err := client.Do(ctx, graphapi.Call{Path: "/me"})
					return err
				}
				for range 20 {
					synctest.Wait() // for the end of a call that its caller did not wait for
					if errors.Is(ask(), graphapi.ErrDown) && len(u.made) < 20 {
						t.Fatalf("it is open after %d failures", len(u.made))
					}
				}
				synctest.Wait()
				if opened := errors.Is(ask(), graphapi.ErrDown); opened != c.opens {
					t.Errorf("open: %t", opened)
				}
			})
		})
	}
}

// asked makes a call with a token.
func asked(t testing.TB, c *graphapi.Client, token string) error {
	_, err := c.Do(as(t.Context(), token), graphapi.Call{Path: "/me"})
	return err
}

// failingFor refuses the calls with some tokens, and answers all others.
func failingFor(tokens ...string) func(*http.Request) (*http.Response, error) {
	return func(request *http.Request) (*http.Response, error) {
		if slices.Contains(tokens, strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")) {
			return refusing(request)
		}
		return saying(200, good)(request)
	}
}

// breaking returns a client whose breakers open after three failures, and which
// tells when they do.
func breaking(t testing.TB, under http.RoundTripper, host, ofViewer *[]bool) *graphapi.Client {
	base := parseURL(t, "https://graph.example")
	return graphapi.New(New(Chain{
		Base: base, Under: under, BreakerOpens: 3, Log: slog.New(slog.DiscardHandler),
		BreakerChanged:       func(open bool) { *host = append(*host, open) },
		ViewerBreakerChanged: func(open bool) { *ofViewer = append(*ofViewer, open) },
	}))
}

func TestBreaker_ofOneViewerTellsWhenItOpensAndCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &flaky{round: refusing}
		var host, ofViewer []bool
		c := breaking(t, u, &host, &ofViewer)
		for range 10 {
			_ = asked(t, c, "EAAone")
		}
		u.become(saying(200, good))
		for range 3 {
			time.Sleep(trialEvery)
			_ = asked(t, c, "EAAone")
		}
		if !slices.Equal(ofViewer, []bool{true, false}) {
			t.Errorf("the viewer's breaker told %v", ofViewer)
		}
		if len(host) > 0 {
			t.Errorf("the host's breaker told %v of one viewer's failures", host)
		}
	})
}

func TestBreaker_ofTheHostTellsWhenItOpensAndCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &flaky{round: refusing}
		var host, ofViewer []bool
		c := breaking(t, u, &host, &ofViewer)
		for range 3 {
			_, _ = asked(t, c, "EAAone"), asked(t, c, "EAAtwo")
		}
		u.become(saying(200, good))
		time.Sleep(knownTrialEvery)
		_ = asked(t, c, "EAAone")
		if !slices.Equal(host, []bool{true, false}) {
			t.Errorf("the host's breaker told %v", host)
		}
	})
}

func TestBreaker_letsNoViewerSeeTheFailuresOfAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &flaky{round: failingFor("EAAnoisy")}
		c := retrying(t, u)
		for range 100 {
			_ = asked(t, c, "EAAnoisy")
		}
		if err := asked(t, c, "EAAnoisy"); !errors.Is(err, graphapi.ErrDown) {
			t.Errorf("the breaker of a viewer whose calls all fail is not open: %v", err)
		}
		if err := asked(t, c, "EAAquiet"); err != nil {
			t.Errorf("another viewer: %v", err)
		}
	})
}

func TestBreaker_triesAViewerWithoutFailuresAtOnceThoughThoseOfOthersOpenedIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := retrying(t, &flaky{round: failingFor("EAAnoisy", "EAAnoisier")})
		for range 100 {
			_, _ = asked(t, c, "EAAnoisy"), asked(t, c, "EAAnoisier")
		}
		for errors.Is(asked(t, c, "EAAnoisy"), graphapi.ErrDown) { // until a trial is spent
			time.Sleep(10 * time.Millisecond)
		}
		if err := asked(t, c, "EAAquiet"); err != nil {
			t.Errorf("a viewer without failures: %v", err)
		}
	})
}

func TestBreaker_sharesItsTrialsOutAmongViewersWhoseCallsFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &flaky{round: refusing}
		c := retrying(t, u)
		for range 30 {
			_, _ = asked(t, c, "EAAnoisy"), asked(t, c, "EAAback")
		}
		u.become(failingFor("EAAnoisy")) // the server is back, but not for all
		began := time.Now()
		for asked(t, c, "EAAback") != nil {
			for range 10 {
				_ = asked(t, c, "EAAnoisy")
				time.Sleep(10 * time.Millisecond)
			}
			if time.Since(began) > 5*time.Second {
				t.Fatal("one viewer takes all trials")
			}
		}
	})
}

func TestBreaker_refusesNoOneForEverNewTokensThatFail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := retrying(t, &flaky{round: func(request *http.Request) (*http.Response, error) {
			if strings.Contains(request.Header.Get("Authorization"), "EAAnew") {
				return saying(500, `{"error":{"code":1}}`)(request)
			}
			return saying(200, good)(request)
		}})
		_ = asked(t, c, "EAAknown")
		for i := range 200 {
			for n := range 40 {
				_ = asked(t, c, fmt.Sprintf("EAAnew%d-%d", i, n))
			}
			if err := asked(t, c, "EAAknown"); err != nil {
				t.Fatalf("a viewer whose calls all worked, after %d new tokens: %v", 40*(i+1), err)
			}
		}
	})
}

func TestBreaker_leavesTrialsToViewersWhoseCallsWorked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &flaky{round: saying(200, good)}
		c := retrying(t, u)
		_, _ = asked(t, c, "EAAone"), asked(t, c, "EAAtwo")
		u.become(refusing)
		for range 30 {
			_, _ = asked(t, c, "EAAone"), asked(t, c, "EAAtwo")
		}
		u.become(func(request *http.Request) (*http.Response, error) {
			if strings.Contains(request.Header.Get("Authorization"), "EAAnew") {
				return refusing(request)
			}
			return saying(200, good)(request)
		})
		began := time.Now()
		for i := 0; asked(t, c, "EAAone") != nil; i++ {
			_ = asked(t, c, fmt.Sprint("EAAnew", i))
			time.Sleep(5 * time.Millisecond)
			if time.Since(began) > 3*knownTrialEvery {
				t.Fatal("new tokens take all trials")
			}
		}
	})
}

func TestRetry_spendsNoRetriesOfAnotherViewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &flaky{round: failingFor("EAAnoisy")}
		c := retrying(t, u)
		for range 10 {
			_ = asked(t, c, "EAAnoisy")
		}
		fails := true
		u.become(func(request *http.Request) (*http.Response, error) {
			if fails = !fails; !fails {
				return refusing(request)
			}
			return saying(200, good)(request)
		})
		if err := asked(t, c, "EAAquiet"); err != nil {
			t.Errorf("a call that fails once is not retried: %v", err)
		}
	})
}

func TestBreaker_countsNoCallWhoseCallerWentAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &flaky{round: hanging}
		c := retrying(t, u)
		for range 100 {
			ctx, leave := context.WithCancel(asViewer(t.Context()))
			time.AfterFunc(time.Second, leave)
			if _, err := c.Do(ctx, graphapi.Call{Path: "/me"}); graphapi.KindOf(err) != graphapi.Canceled {
				t.Fatal(err)
			}
		}
		if len(u.made) != 100 {
			t.Errorf("%d of 100 calls were made", len(u.made))
		}
	})
}

// A call that nobody waited for says nothing, so it is no success between failures.
func TestBreaker_isNotClosedByACallWhoseCallerWentAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &flaky{round: refusing}
		var host, ofViewer []bool
		c := breaking(t, u, &host, &ofViewer)
		_, _ = asked(t, c, "EAAone"), asked(t, c, "EAAone")
		u.become(hanging)
		ctx, leave := context.WithCancel(as(t.Context(), "EAAone"))
		time.AfterFunc(time.Second, leave)
		if _, err := c.Do(ctx, graphapi.Call{Path: "/me"}); graphapi.KindOf(err) != graphapi.Canceled {
			t.Fatal(err)
		}
		synctest.Wait()
		u.become(refusing)
		if _ = asked(t, c, "EAAone"); !slices.Equal(ofViewer, []bool{true}) {
			t.Errorf("after three failures, and a call between them whose caller went away, the breaker told %v", ofViewer)
		}
		u.become(hanging)
		time.Sleep(trialEvery)
		ctx, leave = context.WithCancel(as(t.Context(), "EAAone"))
		time.AfterFunc(time.Second, leave)
		_, _ = c.Do(ctx, graphapi.Call{Path: "/me"})
		synctest.Wait()
		if !slices.Equal(ofViewer, []bool{true}) {
			t.Errorf("a trial whose caller went away closed it: %v", ofViewer)
		}
	})
}

func TestBreaker_staysShutWhenOneCallInTenFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u, n := &flaky{}, 0
		u.round = func(request *http.Request) (*http.Response, error) {
			if n++; n%10 == 0 {
				return refusing(request)
			}
			return saying(200, good)(request)
		}
		c, failed := retrying(t, u), 0
		for range 1000 {
			if _, err := c.Do(asViewer(t.Context()), graphapi.Call{Path: "/me"}); err != nil {
				failed++
			}
		}
		if failed > 10 || len(u.made) > 1100 {
			t.Errorf("%d of 1000 requests failed, with %d attempts", failed, len(u.made))
		}
	})
}
