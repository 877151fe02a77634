package loader

import (
	"context"
	"slices"

	"github.com/graph-gophers/dataloader/v7"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// result is what one look-up gave.
type result struct {
	entity entity.Entity
	err    error
}

// results are those of many look-ups, in their order.
type results []result

func (r results) put(l plan.Lookup, e entity.Entity, err error) {
	if graphapi.KindOf(err) == graphapi.NotFound || misled(l.Node, err) {
		e, err = nil, nil // an id that the Graph API does not show is null, not an error
	}
	for _, i := range l.Indexes {
		r[i] = result{e, err}
	}
}

// fail gives all look-ups of a group an error.
func (r results) fail(g plan.Group, err error) {
	for _, lookup := range g {
		r.put(lookup, nil, err)
	}
}

// whole reports whether a group was answered as it was asked for.
func (r results) whole(g plan.Group) bool {
	return r.ok(g) && !slices.ContainsFunc(g, func(l plan.Lookup) bool {
		e := r[l.Indexes[0]].entity
		return e != nil && (e.Base().Plan.Refused != nil || !e.Base().Plan.Complete())
	})
}

// ok reports whether none of the look-ups failed.
func (r results) ok(g plan.Group) bool {
	return !slices.ContainsFunc(g, func(l plan.Lookup) bool {
		return slices.ContainsFunc(l.Indexes, func(i int) bool { return r[i].err != nil })
	})
}

// batch answers what gathered while look-ups waited for each other. It runs
// under the operation's context, not under that of the field that came first.
func (l *Loader) batch(_ context.Context, keys []wanted) []*dataloader.Result[entity.Entity] {
	lookups := make([]plan.Lookup, len(keys))
	for i, k := range keys {
		lookups[i] = plan.Lookup{ID: k.id, Node: k.node}
	}
	out := make([]*dataloader.Result[entity.Entity], len(keys))
	for i, r := range l.lookUp(lookups) {
		out[i] = &dataloader.Result[entity.Entity]{Data: r.entity, Error: r.err}
	}
	return out
}

// lookUp looks nodes up, as many at once as the server takes, with all that is
// wanted of them.
func (l *Loader) lookUp(lookups plan.Group) results {
	return l.lookUpBy(l.Way(l.plan.Dialect), lookups)
}

func (l *Loader) lookUpBy(way dialect.LookupMode, lookups plan.Group) results {
	for i := range lookups {
		lookups[i].Indexes = []int{i}
	}
	found := make(results, len(lookups))
	l.by(way, lookups, found)
	entities := make([]entity.Entity, len(found))
	for i, r := range found {
		entities[i] = r.entity
	}
	l.complete(entities)
	return found
}

// all makes the calls that answer look-ups, as this server takes them.
func (l *Loader) all(lookups plan.Group, found results) {
	l.by(l.Way(l.plan.Dialect), lookups, found)
}

func (l *Loader) by(way dialect.LookupMode, lookups plan.Group, found results) {
	spelled := make([]plan.Lookup, 0, len(lookups))
	for _, lookup := range lookups {
		n, err := l.acting(lookup.Node)
		if err != nil {
			found.put(lookup, nil, err)
			continue
		}
		lookup.Node = l.spell(n)
		spelled = append(spelled, lookup)
	}
	var calls abreast
	for _, g := range plan.Groups(spelled, way, l.aliases()) {
		calls.start(func() { l.group(g, way, found) })
	}
	calls.wait()
}

// group makes the call that answers a group of look-ups.
func (l *Loader) group(g plan.Group, way dialect.LookupMode, found results) {
	switch {
	case len(g) == 1:
		l.single(g[0], found)
	case way == dialect.IDs:
		l.ids(g, found)
	default:
		l.post(g, found)
	}
}

// single looks one node up by a GET of its own.
func (l *Loader) single(lookup plan.Lookup, found results) {
	e, err := asked(l, lookup.Node, func(n *plan.Node) (entity.Entity, error) { return l.get(lookup.ID, n) })
	found.put(lookup, e, err)
}

// get asks for one node.
func (l *Loader) get(id string, n *plan.Node) (entity.Entity, error) {
	answer, err := l.Client.Do(l.ctx, graphapi.Call{Path: "/" + id, Fields: n.String(), Node: n.Type.Name, Once: n.MovesCursor()})
	if err != nil {
		return nil, err
	}
	return l.Models.Decode(answer.Body, n)
}

// each looks the nodes of a group up by calls of their own.
func (l *Loader) each(g plan.Group, found results) {
	var calls abreast
	for _, lookup := range g {
		calls.start(func() { l.single(lookup, found) })
	}
	calls.wait()
}
