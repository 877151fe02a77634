package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/viewer"
)

// viewers makes the viewers of tests by their tokens.
var viewers = viewer.NewHasher("", new(url.URL), nil)

func as(ctx context.Context, token string) context.Context {
	return viewer.NewContext(ctx, viewers.Viewer(token, dialect.Of(dialect.Facebook)))
}

func TestThrottle_sendsNothingUntilTheTimeHasPassed(t *testing.T) {
	for name, c := range map[string]struct {
		refusal  answer
		wait     time.Duration
		tokenToo bool // the same token's other nodes wait too
	}{
		"the app":            {failing(403, `"code":4`), 5 * time.Minute, true},
		"the app, otherwise": {failing(400, `"code":341`), 5 * time.Minute, true},
		"the user":           {failing(400, `"code":17`), 5 * time.Minute, true},
		"a custom limit":     {failing(400, `"code":613`), 5 * time.Minute, true},
		"the Page":           {failing(403, `"code":32`), 5 * time.Minute, true},
		"the account":        {failing(400, `"code":80002`), 5 * time.Minute, true},
		"a use case of ads":  {failing(400, `"code":80004`), 5 * time.Minute, true},
		"a use case to come": {failing(400, `"code":80099`), 5 * time.Minute, true},
		"messages":           {failing(400, `"code":80006`), 0, false},
		"hashtags":           {failing(400, `"code":18,"error_subcode":2207034`), 0, false},
		"publishing":         {failing(400, `"code":9,"error_subcode":2207042`), 0, false},
		"as long as is said": {answer{status: 400, after: "90", body: `{"error":{"code":17}}`}, 90 * time.Second, true},
		"inside an answer":   {answer{status: 200, after: "90", body: `{"id":"1","media":{"error":{"code":17}}}`}, 90 * time.Second, true},
		"among others":       {answer{status: 200, body: `[{"id":"1","error":{"code":100}},{"error":{"code":80002}},{"error":{"code":10}}]`}, 5 * time.Minute, true},
		"publishing as spam": {failing(400, `"code":4,"error_subcode":2207051`), 0, false},
		"a bad parameter":    {failing(400, `"code":100`), 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u := &answers{list: []answer{c.refusal, {status: 200, body: good}}}
				client := retrying(t, u)
				sent := func(token, path string) bool {
					before := len(u.made)
					_, err := client.Do(as(t.Context(), token), graphapi.Call{Path: path})
					if blocked := errors.Is(err, graphapi.ErrThrottled); blocked == (len(u.made) > before) {
						t.Errorf("%d calls and error %v", len(u.made)-before, err)
					} else if blocked && (graphapi.KindOf(err) != graphapi.RateLimited || graphapi.RetryAfter(err) != c.wait) {
						t.Errorf("told as %v, to wait %v", err, graphapi.RetryAfter(err))
					}
					return len(u.made) > before
				}
				sent("EAAone", "/17")
				if sent("EAAone", "/17") == c.tokenToo || sent("EAAone", "/me") == c.tokenToo {
					t.Error("the token's own calls")
				}
				if !sent("EAAtwo", "/18") || !sent("EAAtwo", "/17") {
					t.Error("another token, which can be of another app")
				}
				time.Sleep(c.wait)
				if !sent("EAAone", "/me") || !sent("EAAtwo", "/17") {
					t.Error("still blocked when the time has passed")
				}
			})
		})
	}
}

// metered is a server that counts calls against a quota for an hour, tells how
// much is spent, and refuses what is more.
type metered struct {
	quota   int
	made    []time.Time
	refused int
}

func (m *metered) RoundTrip(*http.Request) (*http.Response, error) {
	now := time.Now()
	m.made = append(m.made, now)
	for now.Sub(m.made[0]) >= time.Hour {
		m.made = m.made[1:]
	}
	percent := len(m.made) * 100 / m.quota
	r := &http.Response{StatusCode: 200, Header: http.Header{"X-App-Usage": {fmt.Sprintf(`{"call_count":%d}`, percent)}}}
	body := good
	if percent >= 100 {
		m.refused++
		r.StatusCode, body = 403, `{"error":{"code":4}}`
	}
	r.Body = io.NopCloser(strings.NewReader(body))
	return r, nil
}

func TestThrottle_neverSpendsAQuotaWhole(t *testing.T) {
	for _, quota := range []int{200, 3000} {
		t.Run(fmt.Sprintf("%d calls an hour", quota), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &metered{quota: quota}
				client, minutes := pacing(t, server), [3 * 60]int{}
				// Someone asks twice a second, and waits half a second at most.
				for began := time.Now(); time.Since(began) < 3*time.Hour; time.Sleep(500 * time.Millisecond) {
					ctx, stop := context.WithTimeout(as(t.Context(), "EAAone"), time.Second)
					if _, err := client.Do(ctx, graphapi.Call{Path: "/me"}); err == nil {
						minutes[min(int(time.Since(began)/time.Minute), len(minutes)-1)]++
					}
					stop()
				}
				if server.refused > 0 {
					t.Errorf("%d calls were refused", server.refused)
				}
				for i := 1; i < 60; i++ { // while nothing is given back
					if minutes[i] > minutes[i-1]+1 { // by where a gap falls
						t.Errorf("minute %d has %d calls, more than the %d before", i, minutes[i], minutes[i-1])
					}
				}
				if made := len(server.made); made < quota*8/10 {
					t.Errorf("only %d calls in the last hour", made)
				}
			})
		})
	}
}

func TestThrottle_makesNoCallThatNobodyWaitsForWhenAQuotaGetsShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &metered{quota: 10}
		client := pacing(t, server)
		for n := range 8 {
			if _, err := client.Do(as(t.Context(), "EAAone"), graphapi.Call{Path: "/me", Background: true}); err != nil {
				t.Fatalf("call %d: %v", n, err)
			}
		}
		if _, err := client.Do(as(t.Context(), "EAAone"), graphapi.Call{Path: "/me", Background: true}); !errors.Is(err, graphapi.ErrThrottled) {
			t.Errorf("in the background at 80 percent: %v", err)
		}
		if _, err := client.Do(as(t.Context(), "EAAone"), graphapi.Call{Path: "/me"}); err != nil {
			t.Errorf("when somebody waits: %v", err)
		}
	})
}

func TestThrottle_givesUpItsTurnWhenTheClientLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &metered{quota: 100}
		for range 90 {
			server.made = append(server.made, time.Now())
		}
		client := pacing(t, server)
		ask := func(ctx context.Context) error {
			_, err := client.Do(as(ctx, "EAAone"), graphapi.Call{Path: "/me"})
			return err
		}
		if err := ask(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := ask(t.Context()); err != nil { // it takes the turn
			t.Fatal(err)
		}
		ctx, leave := context.WithTimeout(t.Context(), time.Minute)
		time.AfterFunc(time.Second, leave)
		began, made := time.Now(), len(server.made)
		if err := ask(ctx); graphapi.KindOf(err) != graphapi.Canceled || time.Since(began) != time.Second || len(server.made) != made {
			t.Errorf("%v after %v, %d calls", err, time.Since(began), len(server.made)-made)
		}
	})
}

// pacing returns a client that paces calls as production does.
func pacing(t testing.TB, under http.RoundTripper) *graphapi.Client {
	base, log := parseURL(t, "https://graph.example"), slog.New(slog.DiscardHandler)
	return graphapi.New(New(Chain{
		Base: base, Version: "v25.0", Log: log, Under: under, Quotas: quota.New(quota.Pacing{Foreground: 80, Queue: 90, Cache: 95}, time.Now),
	}))
}

func TestHashtag_isOneNameWhateverItsCase(t *testing.T) {
	coke := hashtag(&graphapi.Call{Hashtag: "coke"})
	if coke == 0 || hashtag(&graphapi.Call{Hashtag: "Coke"}) != coke || hashtag(&graphapi.Call{Hashtag: "pepsi"}) == coke {
		t.Error("names are not told apart by their letters alone")
	}
	if hashtag(&graphapi.Call{Path: "/me"}) != 0 {
		t.Error("a call that looks for no hashtag counts as one")
	}
}
