package jobs

import (
	"context"
	"errors"
	"time"
)

// Task is what jobs of a kind do.
type Task struct {
	// Kind is the task's name, which jobs carry.
	Kind string
	// Attempts is how often a job is tried that fails; 0 is for ever. A process that
	// is killed or stopped uses up none.
	Attempts int
	// Backoff is how long to wait after a job has failed a number of times; nil is
	// Backoff.
	Backoff func(failed int) time.Duration
	// Do does a job, within Timeout. It returns nil when the job is done, Again, or
	// Never; any other error is a failed attempt. It may be called before its time
	// when the clock is set ahead.
	Do func(context.Context, Run) error
}

// Run is one attempt to do a job.
type Run struct {
	// ID is the id of the job's row.
	ID string
	// Attempt counts from 1.
	Attempt int
	// Last says that the job ends if this attempt fails.
	Last bool
}

// Timeout is how long one attempt may take.
const Timeout = 45 * time.Second

// Backoff returns how long a job waits that has failed a number of times: a second at
// first, five minutes at last.
func Backoff(failed int) time.Duration {
	const most = 5 * time.Minute
	if failed > 8 {
		return most
	}
	return min(time.Second<<max(failed-1, 0), most)
}

// again is that a job is not done yet.
type again struct{ in time.Duration }

func (again) Error() string { return "not done yet" }

// Again returns that a job is to be done again after a time, which uses up no attempt.
func Again(in time.Duration) error { return again{max(in, 0)} }

// never is that a job can't be done.
type never struct{ error }

func (n never) Unwrap() error { return n.error }

// Never returns that a job can't be done, however often it is tried. It is for what a
// task does not foresee: what is foreseen is written into the job's row.
func Never(err error) error { return never{err} }

// Periodic is work to be done time and again, by one process of those that share the
// database.
type Periodic struct {
	// Kind is the work's name.
	Kind string
	// Every is how long after its beginning the work is begun again. It is begun when
	// a process starts too, and when the clock is set ahead.
	Every time.Duration
	// Do does the work, within Timeout. What fails is tried again the next time.
	Do func(context.Context) error
}

// task returns the periodic work as a task.
func (p Periodic) task() Task {
	return Task{Kind: p.Kind, Attempts: 1, Do: func(ctx context.Context, _ Run) error { return p.Do(ctx) }}
}

// errPanic is that a task panicked. What it said is in the log.
var errPanic = errors.New("the task panicked")
