package transport

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/url"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
)

func TestRecord_holdsEachCallAsItWasMade(t *testing.T) {
	u := &upstream{status: 200, answer: `{"id":"1"}`}
	c, record := client(t, u, appSecret, io.Discard), new(Record)
	ctx := recorded(asViewer(t.Context()), record)
	for _, call := range []graphapi.Call{
		{Path: "/me", Fields: "id,media.limit(2){id}"},
		{Path: "/", IDs: []string{"1", "2"}, Fields: "id"},
		{Method: "POST", Path: "/1/comments", Fields: "id", Params: url.Values{"message": {"my token is " + accessToken}, "tags": {"a", "b"}}},
		{Method: "DELETE", Path: "/2"},
	} {
		if _, err := c.Do(ctx, call); err != nil {
			t.Fatal(err)
		}
	}
	calls := record.Calls()
	for i := range calls {
		if calls[i].Duration <= 0 {
			t.Errorf("call %d took %v", i, calls[i].Duration)
		}
		calls[i].Duration = 0
	}
	if want := []Exchange{
		{Method: "GET", Path: "/v25.0/me", Fields: "id,media.limit(2){id}", IDs: []string{}, Status: 200, Cache: "none", Bytes: 10},
		{Method: "GET", Path: "/v25.0/", Fields: "id", IDs: []string{"1", "2"}, Status: 200, Cache: "none", Bytes: 10},
		{
			Method: "POST", Path: "/v25.0/1/comments", Fields: "id", IDs: []string{}, Status: 200, Cache: "none", Bytes: 10,
			Params: map[string]string{"message": "my token is …", "tags": "a,b"},
		},
		{Method: "DELETE", Path: "/v25.0/2", IDs: []string{}, Status: 200, Cache: "none", Bytes: 10},
	}; !reflect.DeepEqual(calls, want) {
		t.Errorf("calls = %+v\nwant %+v", calls, want)
	}
}

// doer is a function that makes calls.
type doer func(context.Context, graphapi.Call) (*graphapi.Answer, error)

func (f doer) Do(ctx context.Context, call graphapi.Call) (*graphapi.Answer, error) {
	return f(ctx, call)
}

func TestRecord_holdsHowLongACallHasTakenThatIsNotOver(t *testing.T) {
	record := new(Record)
	var taken time.Duration
	o := &observe{log: slog.New(slog.DiscardHandler), next: doer(func(context.Context, graphapi.Call) (*graphapi.Answer, error) {
		taken = record.Calls()[0].Duration
		return nil, io.ErrUnexpectedEOF
	})}
	if _, err := o.Do(recorded(t.Context(), record), graphapi.Call{Path: "/me"}); err == nil {
		t.Fatal("no error")
	}
	if whole := record.Calls()[0].Duration; taken <= 0 || whole < taken {
		t.Errorf("%v had passed, %v in all", taken, whole)
	}
}

func TestRecord_holdsTheCallsOfABatch(t *testing.T) {
	for name, c := range map[string]struct {
		calls []graphapi.Call
		want  Exchange
	}{
		"with the same fields": {
			[]graphapi.Call{{Path: "/1", Fields: "id"}, {Path: "/2/media", Fields: "id"}},
			Exchange{Fields: "id", IDs: []string{"1", "2"}, Batch: []BatchItem{{"/v25.0/1", "id"}, {"/v25.0/2/media", "id"}}},
		},
		"with several fields": {
			[]graphapi.Call{{Path: "/1", Fields: "id"}, {Path: "/", IDs: []string{"2", "3"}, Fields: "name"}, {Path: "/4", Fields: "id"}},
			Exchange{IDs: []string{"1", "2", "3", "4"}, Batch: []BatchItem{{"/v25.0/1", "id"}, {"/v25.0/", "name"}, {"/v25.0/4", "id"}}},
		},
	} {
		u := &upstream{status: 200, answer: `[null,null]`}
		record := new(Record)
		if _, err := client(t, u, "", io.Discard).Batch(recorded(asViewer(t.Context()), record), c.calls); err != nil {
			t.Fatal(err)
		}
		c.want.Method, c.want.Path, c.want.Status, c.want.Cache, c.want.Bytes = "POST", "/v25.0/", 200, "none", 11
		got := record.Calls()[0]
		got.Duration = 0
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: call = %+v\nwant %+v", name, got, c.want)
		}
	}
}

func TestRecord_holdsCallsThatFailed(t *testing.T) {
	record := new(Record)
	ctx := recorded(asViewer(t.Context()), record)
	_, _ = client(t, &upstream{err: io.ErrUnexpectedEOF}, "", io.Discard).Do(ctx, graphapi.Call{Path: "/me"})
	_, _ = client(t, &upstream{status: 400, answer: `{"error":{"code":190}}`}, "", io.Discard).Do(ctx, graphapi.Call{Path: "/me"})
	calls := record.Calls()
	if len(calls) != 2 || calls[0].Status != 0 || calls[1].Status != 400 || calls[0].Duration <= 0 {
		t.Errorf("calls = %+v", calls)
	}
}

func TestRecord_isWrittenAsTheExplainExtensionShowsIt(t *testing.T) {
	text, err := json.Marshal([]Exchange{
		{Method: "GET", Path: "/v25.0/me", Fields: "id", IDs: []string{}, Status: 200, Duration: 1_234_567, Cache: "none", Bytes: 10},
		{Method: "POST", Path: "/v25.0/", IDs: []string{"1"}, Cache: "none", Batch: []BatchItem{{"/v25.0/1", "id"}}},
		{Method: "POST", Path: "/v25.0/1", IDs: []string{}, Cache: "none", Params: map[string]string{"hide": "true"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = `[{"method":"GET","path":"/v25.0/me","fields":"id","ids":[],"status":200,"cache":"none","bytes":10,"durationMs":1.234},` +
		`{"method":"POST","path":"/v25.0/","fields":"","ids":["1"],"status":0,"cache":"none","bytes":0,"batch":[{"path":"/v25.0/1","fields":"id"}],"durationMs":0},` +
		`{"method":"POST","path":"/v25.0/1","fields":"","ids":[],"status":0,"cache":"none","bytes":0,"params":{"hide":"true"},"durationMs":0}]`
	if string(text) != want {
		t.Errorf("JSON = %s\nwant   %s", text, want)
	}
}

func TestRecord_takesCallsFromManyGoroutines(t *testing.T) {
	c, record := client(t, &upstream{status: 200, answer: `{}`}, "", io.Discard), new(Record)
	ctx := recorded(asViewer(t.Context()), record)
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			_, _ = c.Do(ctx, graphapi.Call{Path: "/me"})
			_ = record.Calls()
		})
	}
	wait.Wait()
	if got := len(record.Calls()); got != 20 {
		t.Errorf("%d calls", got)
	}
}

func TestRecord_countsAsMadeOnlyWhatTheGraphAPIAnswered(t *testing.T) {
	record := new(Record)
	want := 0
	for cached, made := range map[string]bool{hit: false, stale: false, shared: false, miss: true, "none": true, "": true} {
		exchange := &Exchange{Cache: cached}
		if exchange.Made() != made {
			t.Errorf("%q: made: %v", cached, exchange.Made())
		}
		if record.start(exchange); made {
			want++
		}
		if record.Made() != want {
			t.Errorf("with %q: %d calls were made, want %d", cached, record.Made(), want)
		}
	}
}

func TestRecord_keepsTheGreatestAgeOfAnOldAnswer(t *testing.T) {
	record := new(Record)
	for _, c := range []struct{ age, want time.Duration }{{2 * time.Second, 2 * time.Second}, {time.Second, 2 * time.Second}, {time.Minute, time.Minute}} {
		if record.noteStale(c.age); record.Stale() != c.want {
			t.Errorf("after one of %v: %v", c.age, record.Stale())
		}
	}
}

func TestRecord_isOptional(_ *testing.T) {
	var none *Record
	none.noteStale(time.Second)
	none.start(&Exchange{})
	none.finish(&Exchange{}, outcome{})
	none.retry()
}

// What is put down of a call must not cost more than the call.
func TestDescribe_takesFewAllocationsForManyCalls(t *testing.T) {
	calls := make([]graphapi.Call, graphapi.MaxBatch)
	for i := range calls {
		calls[i] = graphapi.Call{Path: "/17895695668004550", Fields: "id"}
	}
	batch := graphapi.Batched(calls)
	if n := testing.AllocsPerRun(10, func() { _ = describe("/v25.0", &batch) }); n > 6 {
		t.Errorf("a batch is described in %v allocations", n)
	}
	if n := testing.AllocsPerRun(10, func() { _ = nodes(&batch) }); n > 1 {
		t.Errorf("its nodes are found in %v allocations", n)
	}
}
