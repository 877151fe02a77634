package loader

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// ids looks all nodes of a group up by ?ids=, and reports whether one call answered
// it. A node that the Graph API does not show spoils the whole call, so it is left
// out and the others are asked for again.
func (l *Loader) ids(g plan.Group, found results) bool {
	if len(g) == 1 {
		l.single(g[0], found)
		return found.whole(g) && found[g[0].For[0]].entity != nil
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
	case spoiled(wanted, err):
		l.withoutCulprit(g, err, found)
	case ofOneNode(wanted, err):
		l.split(g, err, found)
	default:
		entities, err = isolated(l, wanted, nil, err, ask)
		for _, lookup := range g {
			found.put(lookup, entities[lookup.ID], err)
		}
	}
	return err == nil && found.whole(g)
}

// spoiled reports whether an error says that one of the nodes that were asked for
// together is not there.
func spoiled(n *plan.Node, err error) bool {
	return graphapi.KindOf(err) == graphapi.NotFound || misled(n, err)
}

// withoutCulprit asks again without the ids that the error names. That takes a call
// for each id that is not there, and so never more than to look each up by itself.
func (l *Loader) withoutCulprit(g plan.Group, err error, found results) {
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
		return
	case len(rest) == len(g):
		l.split(g, err, found)
		return
	case !l.repair():
		l.unforeseen.Add(1)
	}
	if l.Batches(l.plan.Dialect) && len(rest) > 1 {
		l.post(rest, found)
	} else {
		l.ids(rest, found)
	}
}

// split asks for a group's nodes apart from each other, where one of them made
// the call fail and nothing says which: in one batch, which tells each node's
// error from the others', or half by half. When one call answers a half, the
// culprit is in the other one, which then need not be asked for as a whole.
func (l *Loader) split(g plan.Group, err error, found results) {
	switch {
	case !l.repair():
		l.surrender(g, err, found)
		return
	case len(g) == 1:
		l.single(g[0], found)
		return
	case l.Batches(l.plan.Dialect):
		l.post(g, found)
		return
	}
	first, second := g[:len(g)/2], g[len(g)/2:]
	switch {
	case l.ids(first, found):
		l.split(second, err, found)
	case l.repair():
		l.ids(second, found)
	default:
		l.surrender(second, err, found)
	}
}

// surrender ends the search for a culprit for want of repairs: with the error,
// unless that says only that some node is not there. Then each is looked up.
func (l *Loader) surrender(g plan.Group, err error, found results) {
	if !spoiled(g[0].Node, err) {
		found.fail(g, err)
		return
	}
	l.unforeseen.Add(int32(len(g))) //nolint:gosec // at most dialect.MaxIDs
	l.each(g, found)
}

// refusesIDs reports whether the server has no ?ids= any more. It says so with the
// status of a passing fault, but by a code that is none.
//
// Source: Meta, Graph API changelog v26.0.
func refusesIDs(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.Status == http.StatusInternalServerError && refusal.Code == 100
}
