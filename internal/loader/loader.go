// Package loader carries plans out: it asks the Graph API and hands back
// entities. One loader serves one operation of one viewer; what it learns stays
// within it.
package loader

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/graph-gophers/dataloader/v7"
	"golang.org/x/sync/semaphore"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// MaxRepairs is the most calls that an operation may cost beyond its plan's
// bound, to answer what the Graph API refused or left short at first.
const MaxRepairs = 6

// wait is how long a look-up waits for others to travel with.
const wait = time.Millisecond

// Loaders makes a loader for each operation.
type Loaders struct {
	Client *graphapi.Client
	// Models are what answers are read into.
	Models entity.Models
	// Lookups is how many nodes are looked up at once; Auto leaves it to the
	// viewer's dialect.
	Lookups dialect.Lookups

	// withoutIDs is set when the server refuses ?ids= altogether.
	withoutIDs atomic.Bool
	// withoutAliases holds the edges that the server refuses aliases on.
	withoutAliases sync.Map
	actors         actors
	refusals       refusals
}

// Way returns how many nodes are looked up at once for a dialect.
func (l *Loaders) Way(d *dialect.Dialect) dialect.Lookups {
	way := l.Lookups
	if way == dialect.Auto || way == dialect.IDs && l.withoutIDs.Load() || way == dialect.Batch && !l.Batches(d) {
		way = d.Lookups
	}
	return way
}

// Batches reports whether many calls may be made by one POST: where the dialect has
// batches, and no setting asks for single calls.
func (l *Loaders) Batches(d *dialect.Dialect) bool {
	return d.Lookups == dialect.Batch && l.Lookups != dialect.Single
}

// Loader asks the Graph API for one operation.
type Loader struct {
	*Loaders
	ctx     context.Context //nolint:containedctx // look-ups of many fields are one call, which no single field may cancel
	plan    *plan.Plan
	lookups *dataloader.Loader[wanted, entity.Entity]
	me      func() ([]entity.Entity, error)
	pages   func() ([]entity.Entity, error)
	actor   func() (string, error)
	roots   func() results
	// Models are those of all loaders, and count the nodes that this one reads.
	Models  entity.Models
	nodes   atomic.Int64
	repairs atomic.Int32
	cut     atomic.Bool
	// repeats are the pages behind first ones, where one cursor leads to all.
	repeats sync.Map
	// unforeseen counts calls that neither the plan nor a repair accounts for:
	// the answer cannot do without them.
	unforeseen atomic.Int32
	inFlight   *semaphore.Weighted
}

// wanted is a node by its id, and what is wanted of it.
type wanted struct {
	id   string
	node *plan.Node
}

// New returns a loader for an operation. Its calls end with the context, which
// is the operation's.
func (l *Loaders) New(ctx context.Context, p *plan.Plan) *Loader {
	loader := &Loader{Loaders: l, ctx: ctx, plan: p, inFlight: semaphore.NewWeighted(dialect.MaxInFlight)}
	loader.Models = l.Models.Counting(&loader.nodes)
	loader.pages = sync.OnceValues(loader.allPages)
	loader.actor = sync.OnceValues(loader.findActor)
	loader.me = sync.OnceValues(func() ([]entity.Entity, error) {
		accounts, err := loader.accounts()
		loader.complete(accounts)
		return accounts, err
	})
	loader.roots = sync.OnceValue(func() results { return loader.lookUp(p.Lookups()) })
	loader.lookups = dataloader.NewBatchedLoader(loader.batch,
		dataloader.WithWait[wanted, entity.Entity](wait),
		dataloader.WithBatchCapacity[wanted, entity.Entity](plan.MaxNodes))
	return loader
}

// Me returns the token's own account; nil when it has none.
func (l *Loader) Me() (entity.Entity, error) {
	accounts, err := l.me()
	if err != nil || len(accounts) == 0 {
		return nil, err
	}
	return accounts[0], nil
}

// Accounts returns all accounts of the token.
func (l *Loader) Accounts() ([]entity.Entity, error) { return l.me() }

// Pages returns all Facebook Pages of the token.
func (l *Loader) Pages() ([]entity.Entity, error) { return l.pages() }

// Root returns the nodes that a root field of the plan looks up, in the order of
// its ids: nil for one that the Graph API does not show. Each has an error of its
// own. The first root field asks for those of all.
func (l *Loader) Root(root *plan.Root) ([]entity.Entity, []error) {
	all := l.roots()
	for _, before := range l.plan.Roots() {
		if before == root {
			break
		}
		all = all[before.Known():]
	}
	found, errs := make([]entity.Entity, len(root.Lookups)), make([]error, len(root.Lookups))
	for i, lookup := range root.Lookups {
		if errs[i] = lookup.Err; errs[i] == nil {
			found[i], errs[i] = all[0].entity, all[0].err
			all = all[1:]
		}
	}
	return found, errs
}

// Load asks for nodes by their ids, as many in one call as possible, and returns
// them in the order of the look-ups: nil for one that the Graph API does not
// show. Each look-up has an error of its own.
func (l *Loader) Load(lookups ...plan.Lookup) ([]entity.Entity, []error) {
	thunks := make([]dataloader.Thunk[entity.Entity], len(lookups))
	for i, lookup := range lookups {
		if lookup.Err == nil {
			thunks[i] = l.lookups.Load(l.ctx, wanted{lookup.ID, lookup.Node})
		}
	}
	found, errs := make([]entity.Entity, len(lookups)), make([]error, len(lookups))
	for i, lookup := range lookups {
		if errs[i] = lookup.Err; errs[i] == nil {
			found[i], errs[i] = thunks[i]()
		}
	}
	return found, errs
}

// Bound returns the most calls that the operation can cost, as far as is known
// by now: the plan's bound, and what the Graph API's refusals add to it.
func (l *Loader) Bound() int {
	p := l.plan
	if !l.aliases() && p.Dialect.Aliases {
		p = p.WithoutAliases()
	}
	return p.Bound(l.Way(p.Dialect)) + l.Repairs() + int(l.unforeseen.Load())
}

// Nodes returns how many nodes have been read for the operation.
func (l *Loader) Nodes() int { return int(l.nodes.Load()) }

// Repairs returns how many calls the operation has cost beyond its bound.
func (l *Loader) Repairs() int { return int(l.repairs.Load()) }

// repair takes one of the calls beyond the bound; false when none is left.
func (l *Loader) repair() bool {
	if l.repairs.Add(1) > MaxRepairs {
		l.repairs.Add(-1)
		return false
	}
	return true
}

// turn waits until fewer than dialect.MaxInFlight calls are on their way. The
// call is over when done is called.
func (l *Loader) turn() (done func(), err error) {
	if err := l.inFlight.Acquire(l.ctx, 1); err != nil {
		return nil, graphapi.NoAnswer(l.ctx, err)
	}
	return func() { l.inFlight.Release(1) }, nil
}

type key struct{}

// NewContext returns a context that carries the loader.
func NewContext(ctx context.Context, l *Loader) context.Context {
	return context.WithValue(ctx, key{}, l)
}

// FromContext returns the context's loader; nil when it has none.
func FromContext(ctx context.Context) *Loader {
	l, _ := ctx.Value(key{}).(*Loader)
	return l
}
