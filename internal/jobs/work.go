package jobs

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// unknownPause is how long a job waits whose task this process does not know: another
// one may, of another version.
const unknownPause = 10 * time.Second

// work does one job at a time for River.
type work struct {
	river.WorkerDefaults[payload]
	tasks map[string]Task
	now   func() time.Time
	log   *slog.Logger
	alive func(context.Context) (context.Context, context.CancelFunc)
}

// Work does a job.
func (w *work) Work(ctx context.Context, job *river.Job[payload]) error {
	task, known := w.tasks[job.Args.Task]
	if !known {
		return river.JobSnooze(unknownPause)
	}
	if early := time.UnixMilli(job.Args.Due).Sub(w.now()); job.Args.Due > 0 && early > time.Second {
		return river.JobSnooze(early)
	}
	attempt := failures(job.JobRow) + 1
	run := Run{ID: job.Args.ID, Attempt: attempt, Last: task.Attempts > 0 && attempt >= task.Attempts}
	doing, done := w.alive(ctx)
	defer done()
	return w.outcome(doing, run, w.try(doing, task, run))
}

// try does a job's task. A panic is an error.
func (w *work) try(ctx context.Context, task Task, run Run) (err error) {
	defer func() {
		if said := recover(); said != nil {
			w.log.Error("a job panicked", "task", task.Kind, "panic", said, "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	err = task.Do(ctx, run)
	if err != nil && ctx.Err() == nil && !isAgain(err) {
		w.log.Warn("a job failed", "task", task.Kind, "id", run.ID, "attempt", run.Attempt, "error", err)
	}
	return err
}

func isAgain(err error) bool { _, is := errors.AsType[again](err); return is }

// outcome tells River how an attempt ended.
func (w *work) outcome(ctx context.Context, run Run, err error) error {
	if err == nil {
		return nil
	}
	if a, is := errors.AsType[again](err); is {
		return river.JobSnooze(a.in)
	}
	switch cause := context.Cause(ctx); {
	case ctx.Err() != nil && !errors.Is(cause, context.DeadlineExceeded): // the process ends, or was suspended
		return river.JobSnooze(0)
	case run.Last:
		return river.JobCancel(err)
	}
	if n, is := errors.AsType[never](err); is {
		return river.JobCancel(n.error)
	}
	return err
}

// NextRetry returns when a job that failed is tried again.
func (w *work) NextRetry(job *river.Job[payload]) time.Time {
	backoff := w.tasks[job.Args.Task].Backoff
	if backoff == nil {
		backoff = Backoff
	}
	return time.Now().Add(backoff(failures(job.JobRow) + 1)) // this failure is not in it yet
}

// rescued is what River notes of a job whose process was killed.
const rescued = "Stuck job rescued by JobRescuer"

// failures returns how often a job has failed by itself.
func failures(job *rivertype.JobRow) (n int) {
	for _, e := range job.Errors {
		if e.Error != rescued {
			n++
		}
	}
	return n
}
