package transport

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
)

// answers is an upstream that gives one answer after the other, and the last one
// for ever.
type answers struct {
	list []answer
	made []time.Time
}

type answer struct {
	status int // 0: none comes
	after  string
	body   string
	broken bool
}

const good = `{"id":"1"}`

func (a *answers) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Body != nil {
		if text, _ := io.ReadAll(request.Body); !strings.HasPrefix(string(text), "batch=") && !strings.HasPrefix(string(text), "message=") {
			return nil, errors.New("the body of the request is lost")
		}
	}
	next := a.list[min(len(a.made), len(a.list)-1)]
	a.made = append(a.made, time.Now())
	if next.status == 0 {
		return nil, syscall.ECONNRESET
	}
	body := io.Reader(strings.NewReader(next.body))
	if next.broken {
		body = io.MultiReader(body, iotest.ErrReader(io.ErrUnexpectedEOF))
	}
	return &http.Response{StatusCode: next.status, Header: http.Header{"Retry-After": {next.after}}, ContentLength: -1, Body: io.NopCloser(body)}, nil
}

// retrying returns a client that retries calls as production does.
func retrying(t testing.TB, under http.RoundTripper) *graphapi.Client {
	base, log := parseURL(t, "https://graph.example"), slog.New(slog.DiscardHandler)
	return graphapi.New(New(Chain{
		Base: base, Version: "v25.0", Log: log, Under: under, Retries: 2, RetryBudget: 0.1, BreakerOpens: 20,
	}))
}

func failing(status int, code string) answer {
	return answer{status: status, body: `{"error":{` + code + `}}`}
}

func TestRetry_retriesWhatMayPass(t *testing.T) {
	for name, c := range map[string]struct {
		first answer
		calls int
	}{
		"a connection that is reset":          {answer{}, 2},
		"a body that breaks off":              {answer{status: 200, body: good, broken: true}, 2},
		"a body that is cut":                  {answer{status: 200, body: `{"id":"1","media":[`}, 2},
		"an unknown error":                    {failing(500, `"code":1`), 2},
		"a service that is unavailable":       {failing(503, `"code":2`), 2},
		"an error that says it passes":        {failing(400, `"code":12345,"is_transient":true`), 2},
		"Instagram's servers":                 {failing(400, `"code":-1,"error_subcode":2207001`), 2},
		"media that was not fetched in time":  {failing(400, `"code":-2,"error_subcode":2207003`), 2},
		"an error under status 200":           {failing(200, `"code":2`), 2},
		"a proxy's error page":                {answer{status: 502, body: "<html>"}, 2},
		"a proxy's limit":                     {answer{status: 429, body: "slow down"}, 2},
		"ids that are refused since v26":      {failing(500, `"code":100`), 1},
		"too much data":                       {failing(500, `"code":1,"message":"Please reduce the amount of data you're asking for"`), 1},
		"too much data, said to the user":     {failing(500, `"code":1,"error_user_msg":"Please reduce the amount of data you're asking for"`), 1},
		"a limit of the app that says passes": {failing(403, `"code":4,"is_transient":true`), 1},
		"a limit of the user":                 {failing(400, `"code":17`), 1},
		"a limit of the Page":                 {failing(403, `"code":32`), 1},
		"another limit of the app":            {failing(400, `"code":341`), 1},
		"a custom limit":                      {failing(400, `"code":613`), 1},
		"a limit of the account, status 429":  {failing(429, `"code":80002`), 1},
		"a bad parameter":                     {failing(400, `"code":100`), 1},
		"a token that has expired":            {failing(400, `"code":190,"error_subcode":463`), 1},
		"a missing permission":                {failing(403, `"code":10`), 1},
		"a page that is no answer":            {answer{status: 200, body: "<html>"}, 1},
		"a redirect":                          {answer{status: 302}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u := &answers{list: []answer{c.first, {status: 200, body: good}}}
				_, err := retrying(t, u).Do(asViewer(t.Context()), graphapi.Call{Path: "/me"})
				if len(u.made) != c.calls || (err == nil) != (c.calls > 1) {
					t.Errorf("%d calls, error %v; want %d calls", len(u.made), err, c.calls)
				}
			})
		})
	}
}

func TestRetry_retriesABatchOfReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &answers{list: []answer{{}, {status: 200, body: `[{"code":200,"body":"{}"}]`}}}
		found, err := retrying(t, u).Batch(asViewer(t.Context()), []graphapi.Call{{Path: "/1"}})
		if err != nil || found[0].Err != nil || len(u.made) != 2 {
			t.Errorf("%d calls, %+v, error %v", len(u.made), found, err)
		}
	})
}

func TestRetry_neverRetriesAMutation(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		for _, failure := range []answer{{}, failing(503, `"code":2`), {status: 200, body: good, broken: true}, {status: 429}} {
			synctest.Test(t, func(t *testing.T) {
				u := &answers{list: []answer{failure}}
				call := graphapi.Call{Method: method, Path: "/1/comments"}
				if method == http.MethodPost {
					call.Params = map[string][]string{"message": {"Hello"}}
				}
				if _, err := retrying(t, u).Do(asViewer(t.Context()), call); err == nil || len(u.made) != 1 {
					t.Errorf("%s and %+v: %d calls, error %v", method, failure, len(u.made), err)
				}
			})
		}
	}
}

// unsent is the error of a call of which nothing has left.
type unsent struct{ error }

func (unsent) Unsent() bool { return true }

func TestRetry_retriesAWriteOfWhichNothingWasSent(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		synctest.Test(t, func(t *testing.T) {
			u := &upstream{err: unsent{syscall.ECONNREFUSED}}
			_, err := retrying(t, u).Do(asViewer(t.Context()), graphapi.Call{Method: method, Path: "/1/comments"})
			if len(u.requests) != 2 || graphapi.OutcomeOf(err) != graphapi.OutcomeNotSent {
				t.Errorf("%s: %d tries, outcome %s of %v", method, len(u.requests), graphapi.OutcomeOf(err), err)
			}
		})
	}
}

func TestRetry_neverRetriesWhatLeadsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &answers{list: []answer{failing(503, `"code":2`)}}
		once := graphapi.Call{Path: "/1", Once: true}
		if _, err := retrying(t, u).Do(asViewer(t.Context()), once); err == nil || len(u.made) != 1 {
			t.Errorf("by itself: %d calls, error %v", len(u.made), err)
		}
		if _, err := retrying(t, u).Batch(asViewer(t.Context()), []graphapi.Call{{Path: "/2"}, once}); err == nil || len(u.made) != 2 {
			t.Errorf("in a batch: %d calls, error %v", len(u.made)-1, err)
		}
	})
}

func TestRetry_givesUpAfterItsRetriesAndWaitsLongerEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &answers{list: []answer{failing(400, `"code":-1,"error_subcode":2207001`)}}
		base := parseURL(t, "https://graph.example")
		c := graphapi.New(New(Chain{Base: base, Under: u, Retries: 8, RetryBudget: 100}))
		_, err := c.Do(asViewer(t.Context()), graphapi.Call{Path: "/me"})
		if graphapi.KindOf(err) != graphapi.Failed || len(u.made) != 9 {
			t.Fatalf("%d calls, error %v", len(u.made), err)
		}
		for n := range 8 {
			if waited, most := u.made[n+1].Sub(u.made[n]), min(backoff<<n, maxBackoff); waited > most {
				t.Errorf("retry %d after %v, which is more than %v", n+1, waited, most)
			}
		}
	})
}

func TestRetry_waitsAsLongAsTheServerSays(t *testing.T) {
	for name, c := range map[string]struct {
		after    string
		timeout  time.Duration
		calls    int
		duration time.Duration
	}{
		"within the deadline":     {"3", 10 * time.Second, 2, 3 * time.Second},
		"longer than that":        {"11", 10 * time.Second, 1, 0},
		"until the deadline":      {"10", 10 * time.Second, 1, 0},
		"the guard of every call": {"29", 0, 2, 29 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u := &answers{list: []answer{{status: 503, after: c.after}, {status: 200, body: good}}}
				ctx, began := asViewer(t.Context()), time.Now()
				if c.timeout > 0 {
					var stop context.CancelFunc
					ctx, stop = context.WithTimeout(ctx, c.timeout)
					defer stop()
				}
				_, err := retrying(t, u).Do(ctx, graphapi.Call{Path: "/me"})
				if took := time.Since(began); len(u.made) != c.calls || took != c.duration || (err == nil) != (c.calls > 1) {
					t.Errorf("%d calls in %v, error %v", len(u.made), took, err)
				}
			})
		})
	}
}

func TestRetry_endsItsWaitWithItsCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &answers{list: []answer{{status: 503, after: "20"}}}
		ctx, leave := context.WithCancel(asViewer(t.Context()))
		time.AfterFunc(time.Second, leave)
		began := time.Now()
		_, err := retrying(t, u).Do(ctx, graphapi.Call{Path: "/me"})
		if took := time.Since(began); err == nil || len(u.made) != 1 || took != time.Second {
			t.Errorf("%d calls in %v, error %v", len(u.made), took, err)
		}
	})
}

func TestRetry_tellsTheRecordOfEachAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &answers{list: []answer{{}, {status: 200, body: good}}}
		record := new(Record)
		if _, err := retrying(t, u).Do(recorded(asViewer(t.Context()), record), graphapi.Call{Path: "/me"}); err != nil {
			t.Fatal(err)
		}
		if calls := record.Calls(); len(calls) != 2 || calls[0].Status != 0 || calls[1].Status != 200 || record.Retries() != 1 {
			t.Errorf("%d retries, %+v", record.Retries(), calls)
		}
	})
}

func TestBudget_keepsRetriesToATenth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := budget{each: 0.1}
		granted := 0
		for range 10_000 { // in 100 seconds, all of which fail
			b.deposit()
			if b.withdraw() {
				granted++
			}
			time.Sleep(10 * time.Millisecond)
		}
		if granted < 999 || granted > 1001 {
			t.Errorf("%d of 10,000 calls were retried", granted)
		}
	})
}

func TestBudget_grantsALoneCallItsRetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := budget{each: 0.1}
		if !b.withdraw() || b.withdraw() {
			t.Error("a budget without savings grants one retry, and not another at once")
		}
		time.Sleep(creditEvery)
		if !b.withdraw() {
			t.Error("a budget without savings grants no retry later")
		}
		if none := (&budget{}); none.withdraw() {
			t.Error("a budget of nothing grants a retry")
		}
	})
}

func TestBudget_savesUpForFiftyRetriesAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := budget{each: 0.1}
		for range 10_000 {
			b.deposit()
		}
		granted := 0
		for b.withdraw() {
			granted++
		}
		if want := maxSaved + 1; granted != want { // the last on credit
			t.Errorf("%d retries at once, want %d", granted, want)
		}
	})
}

func TestBudget_owesOneRetryAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := budget{each: 0.5}
		for range 5 { // each on credit
			if !b.withdraw() {
				t.Fatal("there is no credit")
			}
			time.Sleep(creditEvery)
		}
		b.credit = time.Now().Add(time.Hour)
		for range 3 {
			b.deposit()
		}
		if b.withdraw() {
			t.Error("what is owed is not paid back")
		}
		if b.deposit(); !b.withdraw() {
			t.Error("more is owed than one retry")
		}
	})
}
