package transport

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/cache"
	"github.com/gramql/gramql/internal/viewer"
)

// connected is a client in the name of a connected account, whose token is old or new.
type connected struct {
	*graphapi.Client
	record  Record
	answers *cache.Memory
	now     time.Time
	works   string // the token that works
	came    string // in place of another
	failed  error
	asked   atomic.Int32 // for another token
	calls   atomic.Int32
}

func newConnected(t *testing.T) *connected {
	t.Helper()
	c := &connected{answers: cache.NewMemory(1 << 20), now: time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return c.now }
	c.answers.Now = clock
	c.Client = graphapi.New(New(Chain{
		Base: parseURL(t, "https://graph.example"), Version: "v25.0", Log: slog.New(slog.DiscardHandler), Answers: c.answers, Under: c, Now: clock,
		Instead: func(context.Context, viewer.Viewer) (string, error) {
			c.asked.Add(1)
			return c.came, c.failed
		},
	}))
	return c
}

func (c *connected) RoundTrip(r *http.Request) (*http.Response, error) {
	c.calls.Add(1)
	if r.Header.Get("Authorization") != "Bearer "+c.works {
		return refusing190()
	}
	return say(200, `{"id":"1"}`)
}

// ask makes a call with a token, by an access unless it is "".
func (c *connected) ask(t *testing.T, access, token string, call graphapi.Call) string {
	t.Helper()
	v := viewer.Viewer{ID: viewer.ID{1}, Token: token, Access: access}
	answer, err := c.Do(recorded(viewer.NewContext(t.Context(), v), &c.record), call)
	if err != nil {
		return graphapi.KindOf(err).String()
	}
	return string(answer.Body)
}

func TestInstead_makesACallAgainOnceAnotherTokenCame(t *testing.T) {
	t.Parallel()
	write := graphapi.Call{Method: http.MethodPost, Path: "/1/comments"}
	for name, c := range map[string]struct {
		access, token, works, came string
		failed                     error
		call                       graphapi.Call
		want                       string
		asked, calls               int32
	}{
		"the token works":           {"a", "old", "old", "new", nil, account, `"id"`, 0, 1},
		"another came":              {"a", "old", "new", "new", nil, account, `"id"`, 1, 2},
		"another came, for a write": {"a", "old", "new", "new", nil, write, `"id"`, 1, 2},
		"none came":                 {"a", "old", "new", "", nil, account, "UNAUTHENTICATED", 1, 1},
		"none could be had":         {"a", "old", "new", "new", errors.New("broken"), account, "UNAUTHENTICATED", 1, 1},
		"the other is refused, too": {"a", "old", "none", "new", nil, account, "UNAUTHENTICATED", 1, 2},
		"a Graph API token":         {"", "old", "new", "new", nil, account, "UNAUTHENTICATED", 0, 1},
		"there is no token":         {"a", "", "new", "new", nil, account, "UNAUTHENTICATED", 0, 0},
		"no token, for a write":     {"a", "", "new", "new", nil, write, "UNAUTHENTICATED", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newConnected(t)
			client.works, client.came, client.failed = c.works, c.came, c.failed
			if got := client.ask(t, c.access, c.token, c.call); !strings.Contains(got, c.want) || client.asked.Load() != c.asked || client.calls.Load() != c.calls {
				t.Errorf("%s, asked %d times, %d calls", got, client.asked.Load(), client.calls.Load())
			}
		})
	}
}

func TestCached_answersWhoHasToSignInAgainWithWhatWasKept(t *testing.T) {
	t.Parallel()
	c := newConnected(t)
	c.works = "token"
	c.ask(t, "a", "token", account)
	c.now = c.now.Add(time.Millisecond)
	if c.record.SignIn() {
		t.Error("the token works")
	}
	for _, later := range []time.Duration{0, time.Hour, 61 * 24 * time.Hour} {
		c.now = c.now.Add(later)
		c.record = Record{}
		if got := c.ask(t, "a", "", account); !strings.Contains(got, `"id"`) || c.record.Stale() < later || c.record.Stale() == 0 || !c.record.SignIn() {
			t.Errorf("%s later: %s, stale %s", later, got, c.record.Stale())
		}
	}
	c.record, c.works = Record{}, "another"
	if got := c.ask(t, "a", "token", account); !strings.Contains(got, `"id"`) || !c.record.SignIn() || c.calls.Load() != 2 {
		t.Errorf("the token has just died: %s", got)
	}
	anew := account
	anew.Anew = true
	if got := c.ask(t, "a", "", anew); got != "UNAUTHENTICATED" {
		t.Errorf("asked for what is new: %s", got)
	}
	c.works = "token"
	if got := c.ask(t, "a", "token", account); !strings.Contains(got, `"id"`) || c.calls.Load() != 3 {
		t.Errorf("who has signed in again is given %s, with %d calls", got, c.calls.Load())
	}
}
