package loader

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

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
		answer, err := l.Client.Do(l.ctx, graphapi.Call{Path: "/", Fields: n.String(), Node: n.Type.Name, IDs: g.IDs(), Once: n.LeadsOn()})
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
	case graphapi.KindOf(err) == graphapi.NotFound, misled(wanted, err):
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
// the call fail and nothing says which: in one batch, which tells each node's
// error from the others', or half by half. A half that is answered leaves the
// culprit to the other one, which then need not be asked for as a whole.
func (l *Loader) split(g plan.Group, err error, found results) {
	if l.Batches(l.plan.Dialect) && l.repair() {
		l.post(g, found)
		return
	}
	if !l.repair() {
		found.fail(g, err)
		return
	}
	if len(g) == 1 {
		l.single(g[0], found)
		return
	}
	first, second := g[:len(g)/2], g[len(g)/2:]
	l.ids(first, found)
	switch {
	case found.whole(first):
		l.split(second, err, found)
	case l.repair():
		l.ids(second, found)
	default:
		found.fail(second, err)
	}
}

// refusesIDs reports whether the server has no ?ids= any more. It says so with the
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
