package loader

import (
	"context"
	"errors"
	"slices"

	"github.com/graph-gophers/dataloader/v7"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// lookUpTogether answers the look-ups that waited for each other. It runs under
// the operation's context, not under that of the field that came first.
func (l *Loader) lookUpTogether(_ context.Context, keys []lookupKey) []*dataloader.Result[entity.Entity] {
	lookups := make([]lookup.Lookup, len(keys))
	for i, k := range keys {
		lookups[i] = lookup.Lookup{ID: k.id, Node: k.node, Known: k.known}
	}
	out := make([]*dataloader.Result[entity.Entity], len(keys))
	for i, r := range l.lookUp(lookups) {
		out[i] = &dataloader.Result[entity.Entity]{Data: r.entity, Error: r.err}
	}
	return out
}

// lookUp looks nodes up in as few calls as the server allows, and follows up on
// what they lack.
func (l *Loader) lookUp(lookups lookup.Group) results {
	return l.lookUpBy(l.answer, lookups)
}

func (l *Loader) lookUpBy(answer func(lookup.Group, results), lookups lookup.Group) results {
	for i := range lookups {
		lookups[i].Indexes = []int{i}
	}
	expansions := lookup.Expansions(lookup.Unite(lookups))
	found := make(results, len(lookups), len(lookups)+len(expansions))
	for i := range expansions {
		if expansions[i].Supplement {
			expansions[i].Indexes = []int{len(found)}
			found = append(found, result{})
		}
	}
	answer(expansions, found)
	l.supplement(expansions, found)
	found = found[:len(lookups)]
	entities := make([]entity.Entity, len(found))
	for i, r := range found {
		entities[i] = r.entity
	}
	l.followUps(entities)
	return found
}

// answer makes the calls that answer look-ups, in the server's way.
func (l *Loader) answer(lookups lookup.Group, found results) {
	mode := l.shared.LookupMode(l.plan.Dialect)
	var calls parallel
	for _, g := range l.groups(mode, lookups, found) {
		calls.start(func() { l.answerGroup(g, mode, found) })
	}
	calls.wait()
}

// answerWithRepairs makes the calls that answer look-ups beyond the plan's. Each call
// is a repair; the look-ups for which none is left fail with repair.ErrSpent.
func (l *Loader) answerWithRepairs(mode dialect.LookupMode, lookups lookup.Group, found results) {
	var calls parallel
	for _, g := range l.groups(mode, lookups, found) {
		if !l.Repair() {
			found.fail(g, repair.ErrSpent)
			continue
		}
		calls.start(func() { l.answerGroup(g, mode, found) })
	}
	calls.wait()
}

// groups returns the look-ups that share a call, in the form that the server takes.
func (l *Loader) groups(mode dialect.LookupMode, lookups lookup.Group, found results) []lookup.Group {
	adapted := make([]lookup.Lookup, 0, len(lookups))
	for _, lookup := range lookups {
		n, err := l.withActor(lookup.Node)
		if lookup.ID == expansion.Actor && err == nil {
			lookup.ID, err = l.actor()
		}
		if err != nil {
			found.put(lookup, nil, err)
			continue
		}
		lookup.Node = l.Adapt(lookup.ID, n)
		adapted = append(adapted, lookup)
	}
	return lookup.Groups(adapted, mode)
}

// answerGroup makes the call that answers a group of look-ups.
func (l *Loader) answerGroup(g lookup.Group, mode dialect.LookupMode, found results) {
	switch {
	case len(g) == 1:
		l.getOne(g[0], found)
	case mode == dialect.IDs:
		l.getByIDs(g, found)
	default:
		l.postBatch(g, found)
	}
}

// getEach looks up the nodes of a group by a GET for each.
func (l *Loader) getEach(g lookup.Group, found results) {
	var calls parallel
	for _, lookup := range g {
		calls.start(func() { l.getOne(lookup, found) })
	}
	calls.wait()
}

// getOne looks up one node by a GET of its own.
func (l *Loader) getOne(lookup lookup.Lookup, found results) {
	e, err := do(l, lookup.ID, lookup.Node, func(n *expansion.Expansion) (entity.Entity, error) { return l.get(lookup.ID, n) })
	found.put(lookup, e, err)
}

// getRefused answers a look-up that was refused with an error, without what that is about.
func (l *Loader) getRefused(lookup lookup.Lookup, err error, found results) {
	done, busy := l.turn()
	if busy != nil {
		found.put(lookup, nil, busy)
		return
	}
	defer done()
	e, err := repair.Learn(l.Session, lookup.ID, lookup.Node, nil, err, func(n *expansion.Expansion) (entity.Entity, error) { return l.get(lookup.ID, n) })
	found.put(lookup, e, err)
}

func (l *Loader) get(id string, n *expansion.Expansion) (entity.Entity, error) {
	return ask(l, lookup.Lookup{ID: id, Node: n}.Call(), about(id, n))
}

// about decodes an answer about the node with an id: the node, or one edge of it.
func about(id string, n *expansion.Expansion) decoding[entity.Entity] {
	if n.ByPath {
		return func(m entity.Models, body []byte) (entity.Entity, error) { return m.DecodeEdge(body, id, n) }
	}
	return one(n)
}

// one decodes an answer that is one node.
func one(n *expansion.Expansion) decoding[entity.Entity] {
	return func(m entity.Models, body []byte) (entity.Entity, error) { return m.Decode(body, n) }
}

// result is what one look-up found.
type result struct {
	entity entity.Entity
	err    error
}

// results are those of many look-ups, in their order.
type results []result

func (r results) put(l lookup.Lookup, e entity.Entity, err error) {
	if !l.Known && (graphapi.KindOf(err) == graphapi.NotFound || repair.WrongType(l.Node, err)) || l.Node.ByPath && errors.Is(err, graphapi.ErrNull) {
		e, err = nil, nil // what the Graph API does not show is null, not an error
	}
	for _, i := range l.Indexes {
		r[i] = result{e, err}
	}
}

// fail gives all look-ups of a group an error.
func (r results) fail(g lookup.Group, err error) {
	for _, lookup := range g {
		r.put(lookup, nil, err)
	}
}

// complete reports whether everything that is wanted of a group was answered.
func (r results) complete(g lookup.Group) bool {
	return r.ok(g) && !slices.ContainsFunc(g, func(l lookup.Lookup) bool {
		e := r[l.Indexes[0]].entity
		return e != nil && (e.EntityBase().Plan.Refused != nil || !e.EntityBase().Plan.Complete())
	})
}

// ok reports whether none of the look-ups failed.
func (r results) ok(g lookup.Group) bool {
	return !slices.ContainsFunc(g, func(l lookup.Lookup) bool {
		return slices.ContainsFunc(l.Indexes, func(i int) bool { return r[i].err != nil })
	})
}
