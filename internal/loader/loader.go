// Package loader carries plans out: it calls the Graph API and returns entities.
// One loader serves one operation of one viewer, and nothing that it read
// outlives the operation.
//
//	loader.go          what resolvers call: Me, Accounts, Root, LookUp
//	reading.go         how nodes are read, each once
//
// One call for each of these:
//
//	me.go              the token's own accounts
//	facebook_pages.go  the token's Facebook Pages
//	hashtag.go         a hashtag by its name
//	call.go            a root field that is the whole answer to one call
//	write.go           a mutation, and what its payload asks for
//	in_input.go        the nodes that a mutation's input names
//	actor.go           the account that hashtags are looked up for
//
// Nodes by their ids, and what belongs to a node that was read:
//
//	lookup.go          which look-ups share a call
//	connection.go      along an edge from page to page
//	supplement.go      what a call has no room for, by another call beside it
//	follow_up.go       what the first calls left out
//	path.go            the way to an edge of a node
//	pin.go             the way to one of many nodes on a page
//	search.go          the way to a node that cannot be read by its own id
//	reference.go       nodes of which another node holds the id
//
// Each of its packages does one thing for it: nodes takes nodes by their ids in the
// server's way, answer makes calls and reads their answers, budget counts the calls, repair
// calls again without what was refused, suspect says what that can be, rows tells the nodes
// on a page apart.
package loader

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/graph-gophers/dataloader/v7"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/budget"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/plan"
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

	modes    nodes.Modes
	actors   actors
	refusals refusals.Memory
}

func (l *Loaders) now() time.Time {
	if l.Now == nil {
		return time.Now()
	}
	return l.Now()
}

// Forget forgets what viewers were refused, which accounts they were said to have, and
// which look-ups the server has refused altogether.
func (l *Loaders) Forget() {
	l.actors.forget()
	l.refusals.Forget()
	l.modes.Forget()
}

// ForgetRefusals forgets what all viewers were refused.
func (l *Loaders) ForgetRefusals() { l.refusals.Forget() }

// Written forgets what a viewer was refused before the viewer wrote something: it may be
// there now.
func (l *Loaders) Written(by viewer.ID) { l.refusals.Drop(by) }

func (l *Loaders) log() *slog.Logger { return cmp.Or(l.Log, slog.Default()) }

// LookupMode returns how nodes are looked up in a dialect.
func (l *Loaders) LookupMode(d *dialect.Dialect) dialect.LookupMode { return l.modes.Of(d, l.Lookups) }

// Batches reports whether one POST may carry many calls in a dialect.
func (l *Loaders) Batches(d *dialect.Dialect) bool {
	return d.Batches(l.Lookups)
}

// Loader calls the Graph API for one operation.
type Loader struct {
	*nodes.Lookups

	shared *Loaders
	ctx    context.Context //nolint:containedctx // look-ups of many fields share a call, which no single field may cancel
	plan   *plan.Plan
	models entity.Models
	viewer viewer.ID
	// chosen is the id of the account in whose name the viewer asks, where the token may be
	// of several.
	chosen string
	// reading is what resolvers read by, made for the first of them: an operation that is
	// carried out directly has none.
	reading func() *reading
	// pins holds the edges on which single nodes were found, by where they are.
	pins sync.Map
}

// New returns a loader for an operation. Its calls end with the context, which
// is the operation's.
func (l *Loaders) New(ctx context.Context, p *plan.Plan) *Loader {
	loader := &Loader{shared: l, ctx: ctx, plan: p, models: l.Models}
	v, _ := viewer.FromContext(ctx)
	loader.viewer, loader.chosen = v.ID, v.Chosen()
	session := repair.NewSession(&l.refusals, l.now, v.ID, p.Dialect, &budget.Budget{
		Planned:   func(beside int) int { return p.BoundBeside(beside, l.LookupMode(p.Dialect)) },
		Most:      sync.OnceValue(func() int { return p.Repairs(l.LookupMode(p.Dialect)) }),
		MostApart: sync.OnceValue(func() int { return p.Apart(l.LookupMode(p.Dialect)) }),
	})
	reader := answer.NewReader(ctx, session, l.Client, l.Models, l.log())
	reader.OnRefusal = loader.disownNamed
	loader.Lookups = nodes.New(reader, p.Dialect, &l.modes, l.Lookups, sync.OnceValues(loader.findActor))
	loader.reading = sync.OnceValue(loader.newReading)
	return loader
}

// Me returns the token's own account; nil when it has none.
func (l *Loader) Me() (entity.Entity, error) {
	if root := l.plan.Chosen; root != nil {
		if len(root.Lookups) == 0 {
			return l.models.New(l.plan.Account()), nil
		}
		found, errs := l.Root(root)
		return found[0], errs[0]
	}
	return answer.First(l.reading().me())
}

// Accounts returns all accounts of the token.
func (l *Loader) Accounts() ([]entity.Entity, error) { return l.reading().accounts() }

// FacebookPages returns all Facebook Pages of the token.
func (l *Loader) FacebookPages() ([]entity.Entity, error) { return l.reading().facebookPages() }

// Root returns the nodes that a root field of the plan looks up, in the order of
// its ids: nil for one that the Graph API does not show. Each has an error of its
// own. The first call of Root looks up the nodes of all root fields.
func (l *Loader) Root(root *plan.Root) ([]entity.Entity, []error) {
	all := l.reading().roots()
	for _, before := range l.plan.Roots() {
		if before == root {
			break
		}
		all = all[before.Known():]
	}
	found, errs := make([]entity.Entity, len(root.Lookups)), make([]error, len(root.Lookups))
	for i, lookup := range root.Lookups {
		if errs[i] = lookup.Err; errs[i] == nil {
			found[i], errs[i] = all[0].Entity, all[0].Err
			all = all[1:]
		}
	}
	return found, errs
}

// lookUpRoots looks up the nodes of all root fields.
func (l *Loader) lookUpRoots() nodes.Results {
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
			thunks[i] = l.reading().lookups.Load(l.ctx, lookupKey{lookup.ID, lookup.Node, lookup.Known})
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

// Lost returns the errors of the nodes that are missing among those that a method of
// Loader has returned with an error; none when the error is about all of them.
func Lost(err error) []error { return answer.Lost(err) }
