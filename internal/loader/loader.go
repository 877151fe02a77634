// Package loader carries plans out: it calls the Graph API and returns entities.
// One loader serves one operation of one viewer, and nothing that it read
// outlives the operation.
//
//	loader.go           what resolvers call: Me, Accounts, Root, Load
//
// One call for each of these:
//
//	me.go               the token's own accounts
//	facebook_pages.go   the token's Facebook Pages
//	opening.go          the first calls for these, by a batch POST
//	hashtag.go          a hashtag by its name
//	call.go             a root field that is the whole answer to one call
//	actor.go            the account that hashtags are looked up for
//	do.go               what all calls have in common
//	reading.go          their answers, and what of them may be kept
//	faults.go           values that could not be read
//
// Nodes by their ids:
//
//	lookup.go           which look-ups share a call
//	ids.go              by ?ids=
//	batch.go            by a batch POST
//	parallel.go         calls side by side
//
// What belongs to a node that was read:
//
//	connection.go       along an edge from page to page (internal/connection)
//	supplement.go       what a call has no room for, by another call beside it
//	follow_up.go        what the first calls left out
//	path.go             the way to an edge of a node
//	pin.go              the way to one of many nodes on a page
//	search.go           the way to a node that cannot be read by its own id
//	reference.go        nodes of which another node holds the id
//
// What the Graph API refused (package repair does the rest):
//
//	rows.go             finds the nodes on a page when the error names none
//	row_part.go         what these nodes are asked for
//	row_apart.go        asks what was refused of all nodes on a page of each of them
//	row_samples.go      asks the first and the last of them before
//	insights_cutoff.go  finds the media that are too old for insights
package loader

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/graph-gophers/dataloader/v7"
	"golang.org/x/sync/semaphore"

	"github.com/gramql/gramql/internal/connection"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/viewer"
)

// defaultWait is how long a look-up waits for others to share its call.
const defaultWait = time.Millisecond

// Loaders makes a loader for each operation, and holds what they share.
type Loaders struct {
	Client *graphapi.Client
	// Models are what answers are read into.
	Models entity.Models
	// Wait is how long a look-up waits for others to share its call; 0 is a
	// millisecond.
	Wait time.Duration
	// Lookups is how nodes are looked up by their ids; Auto leaves the choice to
	// the viewer's dialect.
	Lookups dialect.LookupMode

	// Log takes what an operator should know; nil is slog.Default().
	Log *slog.Logger

	// Now is the clock by which refusals are remembered; nil is time.Now.
	Now func() time.Time

	// withoutIDs holds the login types with which the server has refused ?ids=
	// altogether.
	withoutIDs sync.Map
	actors     actors
	refusals   repair.Memory
}

func (l *Loaders) now() time.Time {
	if l.Now == nil {
		return time.Now()
	}
	return l.Now()
}

func (l *Loaders) log() *slog.Logger { return cmp.Or(l.Log, slog.Default()) }

// LookupMode returns how nodes are looked up in a dialect.
func (l *Loaders) LookupMode(d *dialect.Dialect) dialect.LookupMode {
	mode := d.LookupModeWith(l.Lookups)
	if _, refused := l.withoutIDs.Load(d.Login); refused && mode == dialect.IDs {
		if l.Batches(d) {
			return dialect.Batch
		}
		return dialect.Single
	}
	return mode
}

// Batches reports whether one POST may carry many calls in a dialect.
func (l *Loaders) Batches(d *dialect.Dialect) bool {
	return d.Batches(l.Lookups)
}

// Loader calls the Graph API for one operation.
type Loader struct {
	// Anew has the Graph API called for all that the operation reads, whatever the cache
	// holds. It is set before anything is read.
	Anew bool

	shared        *Loaders
	ctx           context.Context //nolint:containedctx // look-ups of many fields share a call, which no single field may cancel
	plan          *plan.Plan
	models        entity.Models
	viewer        viewer.ID
	me            func() ([]entity.Entity, error)
	accounts      func() ([]entity.Entity, error)
	facebookPages func() ([]entity.Entity, error)
	actor         func() (string, error)
	roots         func() results
	lookups       *dataloader.Loader[lookupKey, entity.Entity]
	edges         *connection.Edges
	// pins holds the edges on which single nodes were found, by where they are.
	pins     sync.Map
	faults   faults
	inFlight *semaphore.Weighted
	*repair.Session
}

// lookupKey is the id of a node, what is wanted of the node, and whether it has been
// read already.
type lookupKey struct {
	id    string
	node  *expansion.Expansion
	known bool
}

// New returns a loader for an operation. Its calls end with the context, which
// is the operation's.
func (l *Loaders) New(ctx context.Context, p *plan.Plan) *Loader {
	loader := &Loader{shared: l, ctx: ctx, plan: p, models: l.Models, inFlight: semaphore.NewWeighted(dialect.MaxInFlight)}
	loader.edges = connection.NewEdges(source{loader})
	v, _ := viewer.FromContext(ctx)
	loader.viewer = v.ID
	loader.Session = repair.NewSession(&l.refusals, l.now, v.ID, p.Dialect, &repair.Budget{
		Planned: func() int { return p.Bound(l.LookupMode(p.Dialect)) },
		Most:    sync.OnceValue(func() int { return p.Repairs(l.LookupMode(p.Dialect)) }),
	})
	loader.me = sync.OnceValues(loader.ownAccount)
	loader.accounts = sync.OnceValues(loader.allAccounts)
	loader.facebookPages = sync.OnceValues(loader.allFacebookPages)
	loader.actor = sync.OnceValues(loader.findActor)
	loader.roots = sync.OnceValue(loader.lookUpRoots)
	loader.lookups = dataloader.NewBatchedLoader(loader.lookUpTogether,
		dataloader.WithWait[lookupKey, entity.Entity](cmp.Or(l.Wait, defaultWait)),
		dataloader.WithBatchCapacity[lookupKey, entity.Entity](plan.MaxNodes))
	return loader
}

// Me returns the token's own account; nil when it has none.
func (l *Loader) Me() (entity.Entity, error) {
	return firstOf(l.me())
}

// Accounts returns all accounts of the token.
func (l *Loader) Accounts() ([]entity.Entity, error) { return l.accounts() }

// FacebookPages returns all Facebook Pages of the token.
func (l *Loader) FacebookPages() ([]entity.Entity, error) { return l.facebookPages() }

// Root returns the nodes that a root field of the plan looks up, in the order of
// its ids: nil for one that the Graph API does not show. Each has an error of its
// own. The first call of Root looks up the nodes of all root fields.
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

// lookUpRoots looks up the nodes of all root fields.
func (l *Loader) lookUpRoots() results {
	lookups := l.plan.Lookups()
	found := l.lookUp(lookups)
	l.arrive(lookups, found)
	return found
}

// LookUp looks nodes up by their ids, in as few calls as possible, and returns them
// in the order of the look-ups: nil for one that the Graph API does not show. Each
// look-up has an error of its own.
func (l *Loader) LookUp(lookups ...lookup.Lookup) ([]entity.Entity, []error) {
	thunks := make([]dataloader.Thunk[entity.Entity], len(lookups))
	for i, lookup := range lookups {
		if lookup.Err == nil {
			thunks[i] = l.lookups.Load(l.ctx, lookupKey{lookup.ID, lookup.Node, lookup.Known})
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
