package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// A process says every beatPause that it lives. One that has not said so for DeadAfter
// is taken for dead, and its jobs go to others.
const (
	beatPause = 4 * time.Second
	DeadAfter = 12 * time.Second
)

// Store keeps which processes live.
type Store interface {
	// Beat notes that a process lives, and frees what those have left that have not
	// been noted for DeadAfter: jobs that they were doing, and what they led.
	Beat(ctx context.Context, process string) (freed int64, err error)
	// Leave notes that a process ends, with no job of its own.
	Leave(ctx context.Context, process string) error
}

// errTakenOver is why a job's context ends when others may have taken the job over.
var errTakenOver = errors.New("this process was taken for dead")

// pulse tells others that this process lives, and this process when they may take it
// for dead: because it was suspended, or the database could not be written to.
type pulse struct {
	store   Store
	process string
	log     *slog.Logger

	mu     sync.Mutex
	last   time.Time       // when the process was noted
	away   bool            // the database did not answer the last time
	ctx    context.Context //nolint:containedctx // of what runs since then
	cancel context.CancelCauseFunc
}

func newPulse(store Store, process string, log *slog.Logger) *pulse {
	p := &pulse{store: store, process: process, log: log}
	p.ctx, p.cancel = context.WithCancelCause(context.Background())
	return p
}

// keep beats until the context ends.
func (p *pulse) keep(ctx context.Context) {
	tick := time.NewTicker(beatPause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			p.mind()
			if err := p.beat(ctx); ctx.Err() == nil {
				p.tell(err)
			}
		}
	}
}

// tell logs that the database fails, and that it works again: each once.
func (p *pulse) tell(err error) {
	switch away := err != nil; {
	case away && !p.away:
		p.log.Error("jobs wait: "+err.Error(), "cause", errors.Unwrap(err))
	case !away && p.away:
		p.log.Info("jobs go on: our database answers")
	}
	p.away = err != nil
}

// beat notes that the process lives.
func (p *pulse) beat(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, beatPause)
	defer cancel()
	began := time.Now()
	freed, err := p.store.Beat(ctx, p.process)
	if err != nil {
		return err
	}
	if freed > 0 {
		p.log.Info("jobs of a process that was killed go on", "jobs", freed)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = began
	return nil
}

// mind ends the jobs that run if others may have taken them over. The wall clock goes
// on while a machine sleeps, the monotonic one does not.
func (p *pulse) mind() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Now().Round(0).Sub(p.last.Round(0)) < DeadAfter {
		return
	}
	p.cancel(errTakenOver)
	p.ctx, p.cancel = context.WithCancelCause(context.Background())
}

// guard returns a context that ends with another, and when others may have taken the
// process's jobs over.
func (p *pulse) guard(ctx context.Context) (context.Context, context.CancelFunc) {
	p.mu.Lock()
	alive := p.ctx
	p.mu.Unlock()
	guarded, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(alive, func() { cancel(context.Cause(alive)) })
	return guarded, func() { stop(); cancel(nil) }
}
