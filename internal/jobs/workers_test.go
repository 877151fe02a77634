package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/database/databasetest"
	"github.com/gramql/gramql/internal/jobs"
)

func TestMain(m *testing.M) {
	if childMain() {
		return
	}
	goleak.VerifyTestMain(m)
}

// patience is how long a test waits for what has to happen.
const patience = 40 * time.Second

// fixture is a database with workers on it.
type fixture struct {
	db      *database.DB
	queue   *jobs.Queue
	workers *jobs.Workers
	source  string
	log     *lockedText
	ahead   atomic.Int64
}

func (f *fixture) now() time.Time { return time.Now().Add(time.Duration(f.ahead.Load())) }

// each runs a test with workers on each engine.
func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, open(t, filepath.Join(t.TempDir(), "ours.db")))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, open(t, databasetest.Postgres(t)))
	})
}

func open(t *testing.T, source string) *fixture {
	t.Helper()
	f := &fixture{source: source, log: &lockedText{}}
	db, err := database.Open(t.Context(), database.Options{Source: source, Now: f.now})
	if err != nil {
		t.Fatal(err)
	}
	f.db = db
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if f.queue, err = jobs.NewQueue(db.Tables(), f.now); err != nil {
		t.Fatal(err)
	}
	f.workers = jobs.New(jobs.Options{
		Tables: db.Tables(), Store: db.Processes(), Now: f.now,
		Log: slog.New(slog.NewTextHandler(f.log, nil)),
	})
	return f
}

// start begins to do jobs, until the test ends.
func (f *fixture) start(t *testing.T) {
	t.Helper()
	if err := f.workers.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.workers.Stop(); err != nil {
			t.Error(err)
		}
	})
}

// insert puts jobs into the queue, in one transaction.
func (f *fixture) insert(t *testing.T, all ...jobs.Job) {
	t.Helper()
	tx, err := f.db.Tables().DB.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range all {
		if err := f.queue.Insert(t.Context(), tx, j); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// soon is a way to wait: the backoff of jobs that tests have fail.
func soon(int) time.Duration { return time.Millisecond }

// receive returns what comes next.
func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatal("nothing happened in time")
	}
	panic("unreachable")
}

func TestWorkers_doWhatWasCommitted(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		did := make(chan jobs.Run, 10)
		f.workers.Handle(jobs.Task{Kind: "note", Do: func(_ context.Context, r jobs.Run) error { did <- r; return nil }})
		tx, err := f.db.Tables().DB.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if err := f.queue.Insert(t.Context(), tx, jobs.Job{Kind: "note", ID: "never"}); err != nil {
			t.Fatal(err)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		f.insert(t, jobs.Job{Kind: "note", ID: "one"})
		f.start(t)
		f.insert(t, jobs.Job{Kind: "note", ID: "two"})
		got := []string{receive(t, did).ID, receive(t, did).ID}
		slices.Sort(got)
		if strings.Join(got, " ") != "one two" {
			t.Errorf("done: %q", got)
		}
	})
}

func TestWorkers_tryAgainWhatFails(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		tried := make(chan string, 20)
		do := func(ends func(jobs.Run) error) func(context.Context, jobs.Run) error {
			return func(_ context.Context, r jobs.Run) error {
				tried <- fmt.Sprintf("%s %d %v", r.ID, r.Attempt, r.Last)
				return ends(r)
			}
		}
		again := true
		f.workers.Handle(
			jobs.Task{Kind: "fails", Attempts: 3, Backoff: soon, Do: do(func(jobs.Run) error { return errors.New("no luck") })},
			jobs.Task{Kind: "panics", Attempts: 2, Backoff: soon, Do: do(func(jobs.Run) error { panic("oops") })},
			jobs.Task{Kind: "never", Backoff: soon, Do: do(func(jobs.Run) error { return fmt.Errorf("no: %w", jobs.Never(errors.New("ever"))) })},
			jobs.Task{Kind: "waits", Attempts: 1, Do: do(func(jobs.Run) error {
				if again {
					again = false
					return jobs.Again(-time.Second)
				}
				return nil
			})},
		)
		f.start(t)
		for kind, want := range map[string][]string{
			"fails":  {"id 1 false", "id 2 false", "id 3 true"},
			"panics": {"id 1 false", "id 2 true"},
			"never":  {"id 1 false"},
			"waits":  {"id 1 true", "id 1 true"},
		} {
			f.insert(t, jobs.Job{Kind: kind, ID: "id"})
			for i, want := range want {
				if got := receive(t, tried); got != want {
					t.Errorf("%s: run %d is %q, want %q", kind, i, got, want)
				}
			}
		}
		f.settled(t)
		if len(tried) > 0 {
			t.Errorf("%s was one run too many", <-tried)
		}
		if text := f.log.String(); !strings.Contains(text, "oops") || !strings.Contains(text, "no luck") || strings.Contains(text, "not done yet") {
			t.Errorf("the log is %s", text)
		}
	})
}

// settled waits until no job is to be done any more.
func (f *fixture) settled(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		var open int
		err := f.db.Tables().DB.QueryRow("SELECT count(*) FROM river_job WHERE state IN ('available', 'running', 'retryable', 'scheduled')").Scan(&open)
		if err != nil {
			t.Fatal(err)
		}
		if open == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d jobs are not done", open)
		}
	}
}

func TestWorkers_goByTheClockThatIsSetAhead(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		did, repeated := make(chan string, 10), make(chan bool, 100)
		f.workers.Handle(jobs.Task{Kind: "note", Do: func(_ context.Context, r jobs.Run) error { did <- r.ID; return nil }})
		f.workers.Repeat(jobs.Periodic{Kind: "repeat", Every: 24 * time.Hour, Do: func(context.Context) error { repeated <- true; return nil }})
		f.start(t)
		f.insert(t,
			jobs.Job{Kind: "note", ID: "later", At: f.now().Add(100 * time.Hour)},
			jobs.Job{Kind: "note", ID: "soon", At: f.now().Add(10 * time.Hour)},
			jobs.Job{Kind: "note", ID: "now", At: f.now()})
		if got := receive(t, did); got != "now" {
			t.Errorf("%s was done first", got)
		}
		receive(t, repeated)
		set := time.Now()
		f.ahead.Add(int64(11 * time.Hour))
		if got := receive(t, did); got != "soon" {
			t.Errorf("%s was done after the clock was set", got)
		}
		f.ahead.Add(int64(25 * time.Hour)) // what is repeated was enqueued before or after the clock was set
		receive(t, repeated)
		if took := time.Since(set); took > 20*time.Second {
			t.Errorf("it took %s to notice", took)
		}
		if len(did) > 0 {
			t.Errorf("%s was done too early", <-did)
		}
	})
}

func TestWorkers_leaveToOthersWhatTheyStopInTheMiddle(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		began := make(chan jobs.Run, 10)
		f.workers.Handle(jobs.Task{Kind: "long", Attempts: 1, Do: func(ctx context.Context, r jobs.Run) error {
			began <- r
			<-ctx.Done()
			return ctx.Err()
		}})
		f.insert(t, jobs.Job{Kind: "long", ID: "one"})
		f.start(t)
		receive(t, began)
		stopped := time.Now()
		if err := f.workers.Stop(); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(stopped); took > 10*time.Second {
			t.Errorf("it took %s to stop", took)
		}
		var state string
		var processes int
		err := errors.Join(f.db.Tables().DB.QueryRow("SELECT state FROM river_job").Scan(&state),
			f.db.Tables().DB.QueryRow("SELECT count(*) FROM process").Scan(&processes))
		if err != nil || state != "available" || processes != 0 {
			t.Errorf("the job is %s, %d processes are noted, %v", state, processes, err)
		}
	})
}

func TestWorkers_leaveTasksThatTheyDoNotKnowToOthers(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		did := make(chan string, 1)
		f.workers.Handle(jobs.Task{Kind: "note", Do: func(_ context.Context, r jobs.Run) error { did <- r.ID; return nil }})
		f.insert(t, jobs.Job{Kind: "of tomorrow", ID: "one"})
		f.insert(t, jobs.Job{Kind: "note", ID: "two"})
		f.start(t)
		receive(t, did)
		var failed int
		if err := f.db.Tables().DB.QueryRow("SELECT count(*) FROM river_job WHERE errors IS NOT NULL OR state IN ('cancelled', 'discarded')").Scan(&failed); err != nil || failed > 0 {
			t.Errorf("%d jobs failed, %v", failed, err)
		}
	})
}

func TestBackoff_growsToFiveMinutes(t *testing.T) {
	t.Parallel()
	for failed, want := range map[int]time.Duration{
		0: time.Second, 1: time.Second, 2: 2 * time.Second, 8: 128 * time.Second, 9: 5 * time.Minute, 1000: 5 * time.Minute,
	} {
		if got := jobs.Backoff(failed); got != want {
			t.Errorf("after %d: %s, want %s", failed, got, want)
		}
	}
}

// lockedText is a log that may be read while it is written.
type lockedText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lockedText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lockedText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
