package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

const (
	// atOnce is how many jobs a process does at once. Most of their time they wait
	// for the Graph API.
	atOnce = 20
	// stopTime is how long a job may go on once the program is to end.
	stopTime = 5 * time.Second
	// rescueAfter is when River itself takes a job for stuck. It is for what Store
	// does not see, such as a job of a process that still lives.
	rescueAfter = 2 * Timeout
)

// worker is a client of River that does jobs.
type worker interface {
	Start(context.Context) error
	Stop(context.Context) error
	Insert(context.Context, river.JobArgs, *river.InsertOpts) (*rivertype.JobInsertResult, error)
	JobList(context.Context, *river.JobListParams) (*river.JobListResult, error)
	JobRetry(context.Context, int64) (*rivertype.JobRow, error)
}

// Options say which jobs are done.
type Options struct {
	// Tables is the database that they are in.
	Tables Tables
	// Store keeps which processes live.
	Store Store
	// Now is the clock that jobs go by.
	Now func() time.Time
	// Log takes what goes wrong.
	Log *slog.Logger
}

// Workers do the jobs of a database while the program runs.
type Workers struct {
	tables   Tables
	now      func() time.Time
	log      *slog.Logger
	tasks    map[string]Task
	periodic []Periodic
	process  string
	pulse    *pulse
	client   worker
	beside   sync.WaitGroup
	stop     context.CancelFunc
}

// New returns workers that know no task yet.
func New(o Options) *Workers {
	w := &Workers{
		tables: o.Tables, now: o.Now, log: o.Log,
		tasks: map[string]Task{}, process: "gramql-" + rand.Text(),
	}
	w.pulse = newPulse(o.Store, w.process, o.Log)
	return w
}

// Handle has jobs done by tasks. It is called before Start.
func (w *Workers) Handle(tasks ...Task) {
	for _, t := range tasks {
		w.tasks[t.Kind] = t
	}
}

// Repeat has work done time and again. It is called before Start.
func (w *Workers) Repeat(work ...Periodic) {
	for _, p := range work {
		w.periodic = append(w.periodic, p)
		w.tasks[p.Kind] = p.task()
	}
}

// Start begins to do jobs, until Stop.
func (w *Workers) Start(ctx context.Context) (err error) {
	if w.client, err = w.tables.worker(w.config()); err != nil {
		return err
	}
	if err := w.pulse.beat(ctx); err != nil {
		return err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	if err := w.client.Start(running); err != nil {
		stop()
		return err
	}
	w.stop = stop
	w.beside.Go(func() { w.pulse.keep(running) })
	w.beside.Go(func() { w.watch(running) })
	return nil
}

func (w *Workers) config() *river.Config {
	workers := river.NewWorkers()
	river.AddWorker(workers, &work{tasks: w.tasks, now: w.now, log: w.log, alive: w.pulse.guard})
	config := &river.Config{
		ID:                   w.process,
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: atOnce}},
		Workers:              workers,
		JobTimeout:           Timeout,
		RescueStuckJobsAfter: rescueAfter,
		SoftStopTimeout:      stopTime,
		Logger:               slog.New(quiet{w.log.Handler()}),
	}
	for _, p := range w.periodic {
		config.PeriodicJobs = append(config.PeriodicJobs, river.NewPeriodicJob(river.PeriodicInterval(p.Every),
			func() (river.JobArgs, *river.InsertOpts) {
				return payload{Task: p.Kind}, &river.InsertOpts{MaxAttempts: maxAttempts, UniqueOpts: once}
			}, &river.PeriodicJobOpts{ID: p.Kind, RunOnStart: true}))
	}
	return config
}

// Stop begins no further job, and returns when those that run have ended: by
// themselves, or because their contexts did a few seconds later. Others go on with
// them then.
func (w *Workers) Stop() error {
	if w.stop == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*stopTime)
	defer cancel()
	err := w.client.Stop(ctx)
	w.stop()
	w.beside.Wait()
	if err == nil { // else jobs run on, and others must wait until this process is dead
		err = w.pulse.store.Leave(ctx, w.process)
	}
	w.stop = nil
	return errors.Join(err)
}

// quiet has River's log told at level debug: that a job failed is logged where it is
// done, and that the database does not answer by the pulse, once.
type quiet struct{ slog.Handler }

// Enabled reports whether what is for debugging is logged.
func (q quiet) Enabled(ctx context.Context, _ slog.Level) bool {
	return q.Handler.Enabled(ctx, slog.LevelDebug)
}

// Handle logs a record.
func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	r.Level = slog.LevelDebug
	return q.Handler.Handle(ctx, r)
}

// WithAttrs returns the log with attributes.
func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(attrs)} }

// WithGroup returns the log with a group.
func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }
