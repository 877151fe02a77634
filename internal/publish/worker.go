package publish

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/publish/publication"
)

// Worker does what is next for publications. It may be used by many goroutines at once.
type Worker struct {
	Graph graphapi.Doer
	Store Store
	// Connected are the tokens of connected accounts, and Lent those of callers who have
	// connected none.
	Connected, Lent Vault
	// WithToken returns a context whose viewer has an access token.
	WithToken func(context.Context, Token) context.Context
	Now       func() time.Time
	// Pause waits, and returns false if the context ended before.
	Pause func(context.Context, time.Duration) bool
}

const (
	// attempt is for how long one job goes on; then the next goes on.
	attempt = 25 * time.Second
	// patience is the longest pause within a job.
	patience = 3 * time.Second
	// saving is how long a result may take to be written, whatever becomes of the job.
	saving = 10 * time.Second
)

// Work goes on with a publication, and returns after how long to do so again; 0 if there
// is nothing left to do. With an error the row says less than what was done; it is settled
// by the next call of Work.
func (w *Worker) Work(ctx context.Context, id string) (again time.Duration, err error) {
	began := time.Now()
	p, err := w.Store.Get(ctx, id)
	for p != nil && err == nil {
		seen := p.View()
		now := w.Now()
		step := p.Next(now)
		switch wait := step.At.Sub(now); {
		case step.Action == publication.Rest && p.View() != seen:
			err = w.save(ctx, p, seen)
		case step.Action == publication.Rest && step.At.IsZero():
			return 0, nil
		case step.Action == publication.Rest && (wait > patience || time.Since(began) > attempt):
			return wait, nil
		case step.Action == publication.Rest:
			if !w.Pause(ctx, wait) {
				return time.Millisecond, nil
			}
		case ctx.Err() != nil:
			return time.Millisecond, nil
		default:
			err = w.do(ctx, p, seen, step)
		}
		if err == nil || errors.Is(err, ErrStale) {
			p, err = w.Store.Get(ctx, id)
		}
	}
	return 0, err
}

// do does a step, and has the row say so before and after.
func (w *Worker) do(ctx context.Context, p *publication.Publication, seen publication.View, step publication.Step) error {
	token, err := w.tokens().open(ctx, p)
	if err != nil {
		return err
	}
	if token.Text == "" {
		p, err := w.record(ctx, p, seen, (*publication.Publication).ParkWithoutToken)
		if err != nil || p == nil {
			return err
		}
		return w.resume(ctx, p)
	}
	if token.Login != p.Maker() {
		if goesOn, err := w.goOnWith(ctx, p.ID, token); goesOn || err != nil {
			return err
		}
	}
	if step.Marked() {
		if err := w.save(ctx, p, seen); err != nil {
			return err
		}
		seen = p.View()
	}
	fold := w.call(w.WithToken(ctx, token), p, step, token)
	ctx = context.WithoutCancel(ctx) // for what was done must be written
	p, err = w.record(ctx, p, seen, fold)
	if err != nil || p == nil || p.State != publication.NeedsReauthentication {
		return err
	}
	return w.bury(ctx, p, token)
}

func (w *Worker) tokens() tokens { return tokens{w.Connected, w.Lent} }

// goOnWith has the row say that a publication goes on with a token of another login type than
// before; false if there is nothing to say.
func (w *Worker) goOnWith(ctx context.Context, id string, token Token) (bool, error) {
	p, err := w.Store.Get(ctx, id)
	if err != nil || p == nil {
		return false, err
	}
	seen := p.View()
	if !p.GoOnWith(token.Login) {
		return false, nil
	}
	return true, w.save(ctx, p, seen)
}

// bury notes that a publication's token is dead, and lets the publication go on if there
// is another.
func (w *Worker) bury(ctx context.Context, p *publication.Publication, token Token) error {
	if err := w.tokens().bury(ctx, token); err != nil {
		return err
	}
	return w.resume(ctx, p)
}

// resume lets a parked publication go on if there is a good token by now: one that came
// before the publication was parked did not find it.
func (w *Worker) resume(ctx context.Context, p *publication.Publication) error {
	token, err := w.tokens().open(ctx, p)
	if err != nil || token.Text == "" {
		return err
	}
	_, err = w.record(ctx, p, p.View(), func(p *publication.Publication) { p.Resume() })
	return err
}

// save writes a publication that clients have seen as it was.
func (w *Worker) save(ctx context.Context, p *publication.Publication, seen publication.View) error {
	ctx, cancel := context.WithTimeout(ctx, saving)
	defer cancel()
	return save(ctx, w.Store, p, seen, w.Now())
}

// record takes in what came of a step, whatever others have written meanwhile, and returns
// the publication as it is then; nil if its row is gone.
func (w *Worker) record(ctx context.Context, p *publication.Publication, seen publication.View, fold func(*publication.Publication)) (*publication.Publication, error) {
	for {
		if !p.State.Final() {
			fold(p)
		}
		err := w.save(ctx, p, seen)
		if !errors.Is(err, ErrStale) {
			return p, err
		}
		if p, err = w.Store.Get(ctx, p.ID); err != nil || p == nil {
			return p, err
		}
		seen = p.View()
	}
}

// call makes the calls of a step, and returns how what came of them is taken in.
func (w *Worker) call(ctx context.Context, p *publication.Publication, step publication.Step, token Token) (fold func(*publication.Publication)) {
	g := graph{w.Graph}
	switch step.Action {
	case publication.Make:
		results := together(step.Containers, func(i int) (r publication.Result) {
			r.ID, r.Err = g.create(ctx, p.Account, p.Parameters(i))
			return r
		})
		return func(p *publication.Publication) { p.Created(results, w.Now()) }
	case publication.Look:
		results := together(step.Containers, func(i int) (r publication.Result) {
			r.Status, r.Err = g.status(ctx, p.Containers[i].ID)
			return r
		})
		return func(p *publication.Publication) { p.Looked(results, w.Now()) }
	case publication.Ask:
		limit, err := g.limit(ctx, p.Account, edge(p))
		return func(p *publication.Publication) { p.Asked(limit, err, w.Now()) }
	case publication.Post:
		media, err := g.post(ctx, p.Account, p.Container())
		return func(p *publication.Publication) { p.Posted(media, err, w.Now()) }
	default:
		seen, err := w.settle(ctx, g, p, token)
		return func(p *publication.Publication) { p.Settled(seen, err, w.Now()) }
	}
}

// settle reads what the Graph API shows of a publication. The rivals are read first: one that is
// settled meanwhile is among them, or its media among those that are taken.
func (w *Worker) settle(ctx context.Context, g graph, p *publication.Publication, token Token) (seen publication.Seen, err error) {
	seen.Rivals, err = w.Store.List(ctx, Query{Account: p.Account, States: []publication.State{publication.Publishing, publication.NeedsReauthentication}, Limit: maxRivals})
	if err != nil {
		return seen, err
	}
	if seen.Newest, err = g.newest(ctx, p.Account, edge(p), p.Content.Carousel != nil); err != nil {
		return seen, err
	}
	ids := make([]string, len(seen.Newest))
	for i, m := range seen.Newest {
		ids[i] = m.ID
	}
	taken, err := w.Store.Taken(ctx, p.Account, ids)
	if err != nil {
		return seen, err
	}
	seen.Newest = slices.DeleteFunc(seen.Newest, func(m publication.Media) bool { return slices.Contains(taken, m.ID) })
	if seen.Unreachable = token.Login != p.Maker(); !seen.Unreachable {
		seen.Status, err = g.status(ctx, p.Container())
	}
	return seen, err
}

// maxRivals is the most publications of an account that are told apart.
const maxRivals = 100

// together calls a function for each of some containers, some at a time.
func together(containers []int, call func(int) publication.Result) []publication.Result {
	results := make([]publication.Result, len(containers))
	places := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i, container := range containers {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			results[i] = call(container)
			results[i].Container = container
		})
	}
	all.Wait()
	return results
}
