package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// beats is a store that fails while it has an error.
type beats struct {
	mu  sync.Mutex
	n   int
	err error
}

func (b *beats) Beat(context.Context, string) (int64, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.n++
	return 0, b.err
}

// fails has the store fail from now on with an error; nil: no more.
func (b *beats) fails(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err = err
}

func (b *beats) Leave(context.Context, string) error { return nil }

func TestPulse_endsItsJobsWhenOthersMayHaveTakenThemOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store, log := &beats{}, &bytes.Buffer{}
		p := newPulse(store, "me", slog.New(slog.NewTextHandler(log, nil)))
		if err := p.beat(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		go p.keep(ctx)
		job, done := p.guard(t.Context())
		defer done()
		time.Sleep(10 * beatPause)
		synctest.Wait()
		if job.Err() != nil || store.n != 11 {
			t.Errorf("while the database answers: %v after %d beats", context.Cause(job), store.n)
		}
		store.fails(fmt.Errorf("no answer: %w", errors.New("the cause")))
		time.Sleep(DeadAfter - beatPause)
		synctest.Wait()
		if job.Err() != nil {
			t.Error("the job ended too early")
		}
		time.Sleep(2 * beatPause)
		synctest.Wait()
		if !errors.Is(context.Cause(job), errTakenOver) {
			t.Errorf("while it does not: %v", context.Cause(job))
		}
		store.fails(nil)
		time.Sleep(2 * beatPause)
		synctest.Wait()
		next, done := p.guard(t.Context())
		defer done()
		time.Sleep(10 * beatPause)
		synctest.Wait()
		if next.Err() != nil {
			t.Errorf("when it does again: %v", context.Cause(next))
		}
		stop()
		synctest.Wait()
		if text := log.String(); strings.Count(text, "jobs wait: no answer") != 1 || strings.Count(text, "the cause") != 2 || strings.Count(text, "jobs go on") != 1 {
			t.Errorf("the log is %s", text)
		}
	})
}

func TestGuard_endsWithTheContextThatItIsOf(t *testing.T) {
	t.Parallel()
	p := newPulse(&beats{}, "me", slog.Default())
	ctx, cancel := context.WithCancelCause(t.Context())
	job, done := p.guard(ctx)
	defer done()
	why := errors.New("stopped")
	cancel(why)
	if <-job.Done(); !errors.Is(context.Cause(job), why) {
		t.Errorf("it ended for %v", context.Cause(job))
	}
}

func TestQuiet_tellsNothingOfRiverButToThoseWhoDebug(t *testing.T) {
	t.Parallel()
	for level, lines := range map[slog.Level]int{slog.LevelInfo: 0, slog.LevelDebug: 1} {
		var log bytes.Buffer
		l := slog.New(quiet{slog.NewTextHandler(&log, &slog.HandlerOptions{Level: level})}).With("a", 1).WithGroup("g")
		l.Error("no answer", "b", 2)
		if text := log.String(); strings.Count(text, "\n") != lines || lines == 1 && !strings.Contains(text, "level=DEBUG msg=\"no answer\" a=1 g.b=2") {
			t.Errorf("at %s: %s", level, text)
		}
	}
}
