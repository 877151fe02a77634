package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// lookPause is how often a clock that can be set ahead is looked at, and moved is by
// how much it has to differ: the machine's own clock may be set right meanwhile.
const (
	lookPause = 2 * time.Second
	moved     = 500 * time.Millisecond
)

// watch wakes all jobs whenever the clock is set, until the context ends.
func (w *Workers) watch(ctx context.Context) {
	ahead := w.ahead()
	tick := time.NewTicker(lookPause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := w.ahead()
		if (now - ahead).Abs() < moved {
			continue
		}
		if err := w.wake(ctx); err != nil {
			w.log.Warn("jobs do not know yet that the clock was set", "error", err)
			continue // and try again
		}
		ahead = now
	}
}

// ahead returns how far the clock is ahead of the machine's.
func (w *Workers) ahead() time.Duration { return time.Until(w.now()) }

// wake has all jobs done that wait for their time, and all periodic work. Those that
// are still early wait again.
func (w *Workers) wake(ctx context.Context) error {
	waiting := river.NewJobListParams().First(1000).OrderBy(river.JobListOrderByID, river.SortOrderAsc).
		States(rivertype.JobStateScheduled, rivertype.JobStateRetryable)
	for {
		page, err := w.client.JobList(ctx, waiting)
		if err != nil {
			return err
		}
		if len(page.Jobs) == 0 {
			break
		}
		for _, job := range page.Jobs {
			if _, err := w.client.JobRetry(ctx, job.ID); err != nil {
				return err
			}
		}
		waiting = waiting.After(page.LastCursor)
	}
	for _, p := range w.periodic {
		if _, err := w.client.Insert(ctx, payload{Task: p.Kind}, &river.InsertOpts{MaxAttempts: maxAttempts, UniqueOpts: once}); err != nil {
			return err
		}
	}
	return nil
}
