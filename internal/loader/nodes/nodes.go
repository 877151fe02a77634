// Package nodes looks nodes up by their ids, in as few calls as the server allows, and
// makes calls in the forms that it takes.
//
//	nodes.go    which look-ups share a call, and what they found
//	modes.go    how a server takes look-ups
//	ids.go      by ?ids=
//	batch.go    by a batch POST
//	do.go       one call for a node, and again without what is refused
//	opening.go  the first calls for several expansions, by a batch POST
package nodes

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/parallel"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Lookups looks up nodes for one operation.
type Lookups struct {
	*answer.Reader
	dialect *dialect.Dialect
	modes   *Modes
	wanted  dialect.LookupMode
	// Actor returns the id of the token's own account.
	Actor func() (string, error)
}

// New returns the look-ups of an operation in a dialect, in the mode that is wanted. Actor
// returns the id of the token's own account.
func New(r *answer.Reader, d *dialect.Dialect, modes *Modes, wanted dialect.LookupMode, actor func() (string, error)) *Lookups {
	return &Lookups{Reader: r, dialect: d, modes: modes, wanted: wanted, Actor: actor}
}

// Mode returns how nodes are looked up.
func (l *Lookups) Mode() dialect.LookupMode { return l.modes.Of(l.dialect, l.wanted) }

// Batches reports whether one POST may carry many calls.
func (l *Lookups) Batches() bool { return l.dialect.Batches(l.wanted) }

// Answer makes the calls that answer look-ups, in the server's way.
func (l *Lookups) Answer(lookups lookup.Group, found Results) {
	mode := l.Mode()
	var calls parallel.Calls
	for _, g := range l.Groups(mode, lookups, found) {
		calls.Start(func() { l.AnswerGroup(g, mode, found) })
	}
	calls.Wait()
}

// AnswerWithRepairs makes the calls that answer look-ups beyond the plan's. Each call
// is a repair; the look-ups for which none is left fail with repair.ErrSpent.
func (l *Lookups) AnswerWithRepairs(mode dialect.LookupMode, lookups lookup.Group, found Results) {
	var calls parallel.Calls
	for _, g := range l.Groups(mode, lookups, found) {
		if !l.Repair() {
			found.Fail(g, repair.ErrSpent)
			continue
		}
		calls.Start(func() { l.AnswerGroup(g, mode, found) })
	}
	calls.Wait()
}

// Groups returns the look-ups that share a call, in the form that the server takes.
func (l *Lookups) Groups(mode dialect.LookupMode, lookups lookup.Group, found Results) []lookup.Group {
	adapted := make([]lookup.Lookup, 0, len(lookups))
	for _, lookup := range lookups {
		n, err := l.WithActor(lookup.Node)
		if lookup.ID == expansion.Actor && err == nil {
			lookup.ID, err = l.Actor()
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

// AnswerGroup makes the call that answers a group of look-ups.
func (l *Lookups) AnswerGroup(g lookup.Group, mode dialect.LookupMode, found Results) {
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
func (l *Lookups) getEach(g lookup.Group, found Results) {
	var calls parallel.Calls
	for _, lookup := range g {
		calls.Start(func() { l.getOne(lookup, found) })
	}
	calls.Wait()
}

// getOne looks up one node by a GET of its own.
func (l *Lookups) getOne(lookup lookup.Lookup, found Results) {
	e, err := Do(l, lookup.ID, lookup.Node, func(n *expansion.Expansion) (entity.Entity, error) { return l.Get(lookup.ID, n) })
	found.put(lookup, e, err)
}

// getRefused answers a look-up that was refused with an error, without the parts that the
// error is about.
func (l *Lookups) getRefused(lookup lookup.Lookup, err error, found Results) {
	done, busy := l.Turn()
	if busy != nil {
		found.put(lookup, nil, busy)
		return
	}
	defer done()
	e, err := repair.Learn(l.Session, lookup.ID, lookup.Node, nil, err, func(n *expansion.Expansion) (entity.Entity, error) { return l.Get(lookup.ID, n) })
	found.put(lookup, e, err)
}

// Get makes the GET call for an expansion of the node with an id, and returns the node.
func (l *Lookups) Get(id string, n *expansion.Expansion) (entity.Entity, error) {
	return answer.To(l.Reader, lookup.Lookup{ID: id, Node: n}.Call(), about(id, n))
}

// about decodes an answer about the node with an id: the node, or one of the node's edges.
func about(id string, n *expansion.Expansion) answer.Decoding[entity.Entity] {
	if n.ByPath {
		return func(m entity.Models, body []byte) (entity.Entity, error) { return m.DecodeEdge(body, id, n) }
	}
	return One(id, n)
}

// One decodes an answer that is the node with an id, or any node where the id is empty.
func One(id string, n *expansion.Expansion) answer.Decoding[entity.Entity] {
	return func(m entity.Models, body []byte) (entity.Entity, error) { return m.DecodeAsked(body, id, n) }
}

// Result is what one look-up found.
type Result struct {
	Entity entity.Entity
	Err    error
}

// Results are those of many look-ups, in their order.
type Results []Result

func (r Results) put(l lookup.Lookup, e entity.Entity, err error) {
	if !l.Known && (graphapi.KindOf(err) == graphapi.NotFound || suspect.WrongType(l.Node, err) || errors.Is(err, repair.ErrWrongType)) || l.Node.ByPath && errors.Is(err, graphapi.ErrNull) {
		e, err = nil, nil // what the Graph API does not show is null, not an error
	}
	for _, i := range l.Indexes {
		r[i] = Result{e, err}
	}
}

// Fail gives all look-ups of a group an error.
func (r Results) Fail(g lookup.Group, err error) {
	for _, lookup := range g {
		r.put(lookup, nil, err)
	}
}

// complete reports whether everything that is wanted of a group was answered.
func (r Results) complete(g lookup.Group) bool {
	return r.ok(g) && !slices.ContainsFunc(g, func(l lookup.Lookup) bool {
		e := r[l.Indexes[0]].Entity
		return e != nil && (e.EntityBase().Plan.Refused != nil || !e.EntityBase().Plan.Complete())
	})
}

// ok reports whether none of the look-ups failed.
func (r Results) ok(g lookup.Group) bool {
	return !slices.ContainsFunc(g, func(l lookup.Lookup) bool {
		return slices.ContainsFunc(l.Indexes, func(i int) bool { return r[i].Err != nil })
	})
}
