package loader

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"

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
	if graphapi.KindOf(err) == graphapi.NotFound {
		e, err = nil, nil // an id that the Graph API does not show is null, not an error
	}
	for _, i := range l.For {
		r[i] = result{e, err}
	}
}

// ok tells whether none of the look-ups failed.
func (r results) ok(g plan.Group) bool {
	return !slices.ContainsFunc(g, func(l plan.Lookup) bool {
		return slices.ContainsFunc(l.For, func(i int) bool { return r[i].err != nil })
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

// lookUp looks nodes up, as many at once as the server takes.
func (l *Loader) lookUp(lookups []plan.Lookup) results {
	for i := range lookups {
		lookups[i].For = []int{i}
	}
	found := make(results, len(lookups))
	l.all(lookups, found)
	return found
}

func (l *Loader) all(lookups plan.Group, found results) {
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
	var calls sync.WaitGroup
	way := l.Way(l.plan.Dialect)
	for _, g := range plan.Groups(spelled, way, l.aliases()) {
		calls.Go(func() { l.group(g, way, found) })
	}
	calls.Wait()
}

// group makes the call that answers a group of look-ups.
func (l *Loader) group(g plan.Group, way dialect.Lookups, found results) {
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
	e, err := asked(l, lookup.Node, func(n *plan.Node) (entity.Entity, error) {
		answer, err := l.Client.Do(l.ctx, graphapi.Call{Path: "/" + lookup.ID, Fields: n.String()})
		if err != nil {
			return nil, err
		}
		return l.Models.Decode(answer.Body, n)
	})
	found.put(lookup, e, err)
}

// ids looks all nodes of a group up by ?ids=. One that the Graph API does not
// show spoils the whole call, so it is left out and the others are asked for
// again.
func (l *Loader) ids(g plan.Group, found results) {
	if len(g) == 1 {
		l.single(g[0], found)
		return
	}
	ask := func(n *plan.Node) (map[string]entity.Entity, error) {
		done, err := l.turn()
		if err != nil {
			return nil, err
		}
		defer done()
		answer, err := l.Client.Do(l.ctx, graphapi.Call{Path: "/", Fields: n.String(), IDs: g.IDs()})
		if err != nil {
			return nil, err
		}
		return l.Models.DecodeIDs(answer.Body, n)
	}
	wanted := l.spell(g[0].Node)
	entities, err := ask(wanted)
	switch {
	case err == nil:
		for _, lookup := range g {
			found.put(lookup, entities[lookup.ID], nil)
		}
	case refusesIDs(err):
		l.withoutIDs.Store(true)
		l.unforeseen.Add(1)
		l.all(g, found)
	case graphapi.KindOf(err) == graphapi.NotFound:
		l.withoutCulprit(g, err, found)
	case ofOneNode(wanted, err):
		l.split(g, err, found)
	default:
		entities, err = isolated(l, wanted, nil, err, ask)
		for _, lookup := range g {
			found.put(lookup, entities[lookup.ID], err)
		}
	}
}

// split asks for a group's nodes apart from each other, where one of them made
// the call fail and nothing says which: in one batch, or half by half.
func (l *Loader) split(g plan.Group, err error, found results) {
	switch {
	case !l.repair():
		for _, lookup := range g {
			found.put(lookup, nil, err)
		}
	case l.plan.Dialect.Lookups == dialect.Batch:
		l.post(g, found)
	default:
		l.ids(g[:len(g)/2], found)
		l.ids(g[len(g)/2:], found)
	}
}

// refusesIDs tells whether the server has no ?ids= any more. It says so with the
// status of a passing fault, but by a code that is none.
//
// Source: Meta, Graph API changelog v26.0.
func refusesIDs(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.Status == http.StatusInternalServerError && refusal.Code == 100
}

// withoutCulprit asks again without the id that the error names, or, when it
// names none, for each half of the group.
func (l *Loader) withoutCulprit(g plan.Group, err error, found results) {
	if !l.repair() {
		l.unforeseen.Add(int32(len(g))) //nolint:gosec // at most dialect.MaxIDs
		l.each(g, found)
		return
	}
	refusal, _ := errors.AsType[*graphapi.Error](err)
	var rest plan.Group
	for _, lookup := range g {
		if refusal != nil && strings.Contains(refusal.Message, "'"+lookup.ID+"'") {
			found.put(lookup, nil, err)
			continue
		}
		rest = append(rest, lookup)
	}
	switch {
	case len(rest) == 0:
	case len(rest) < len(g):
		l.ids(rest, found)
	default:
		l.unforeseen.Add(1)
		l.ids(g[:len(g)/2], found)
		l.ids(g[len(g)/2:], found)
	}
}

// post looks all nodes of a group up by one batch POST. What the server did not
// finish in time is asked for once more.
func (l *Loader) post(g plan.Group, found results) {
	answers, err := l.posted(g)
	if err != nil {
		for _, lookup := range g {
			found.put(lookup, nil, err)
		}
		return
	}
	var unaliased, cut, late plan.Group
	for i, lookup := range g {
		switch answer := answers[i]; {
		case answer.Err == nil:
			e, err := l.Models.Decode(answer.Body, lookup.Node)
			found.put(lookup, e, err)
		case errors.Is(answer.Err, graphapi.ErrUnfinished):
			late = append(late, lookup)
		case l.cuttable(lookup.Node, answer.Err):
			cut = append(cut, lookup)
		case refusesAliases(lookup.Node, answer.Err):
			lookup.Node = lookup.Node.WithoutAliases()
			unaliased = append(unaliased, lookup)
		default:
			found.put(lookup, nil, answer.Err)
		}
	}
	if len(unaliased) > 0 {
		l.suspectAliases()
		l.unforeseen.Add(1)
		if l.all(unaliased, found); !found.ok(unaliased) {
			l.clearAliases()
		}
	}
	if len(cut) > 0 { // what one shows is known for the others
		l.again(cut[:1], l.each, found)
		l.again(cut[1:], l.all, found)
	}
	l.again(late, l.each, found)
}

// again looks up once more what a batch did not answer, if a repair is left.
func (l *Loader) again(g plan.Group, lookUp func(plan.Group, results), found results) {
	switch {
	case len(g) == 0:
	case l.repair():
		l.unforeseen.Add(int32(len(g)) - 1) //nolint:gosec // at most dialect.MaxBatch
		lookUp(g, found)
	default:
		for _, lookup := range g {
			found.put(lookup, nil, graphapi.ErrUnfinished)
		}
	}
}

// posted makes the batch for a group, in its turn, and spells the group's nodes
// as it asked for them.
func (l *Loader) posted(g plan.Group) ([]graphapi.BatchAnswer, error) {
	done, err := l.turn()
	if err != nil {
		return nil, err
	}
	defer done()
	calls := make([]graphapi.Call, len(g))
	for i := range g {
		g[i].Node = l.spell(g[i].Node)
		calls[i] = graphapi.Call{Path: "/" + g[i].ID, Fields: g[i].Node.String()}
	}
	return l.Client.Batch(l.ctx, calls)
}

// each looks the nodes of a group up by calls of their own.
func (l *Loader) each(g plan.Group, found results) {
	var calls sync.WaitGroup
	for _, lookup := range g {
		calls.Go(func() { l.single(lookup, found) })
	}
	calls.Wait()
}
