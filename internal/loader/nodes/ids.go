package nodes

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// getByIDs looks up the nodes of a group by ?ids=, and reports whether the first call
// answered them in full. One node that the Graph API does not show makes it fail.
func (l *Lookups) getByIDs(g lookup.Group, found Results) bool {
	if len(g) == 1 {
		l.getOne(g[0], found)
		return found.complete(g) && found[g[0].Indexes[0]].Entity != nil
	}
	call := func(n *expansion.Expansion) (map[string]entity.Found, error) { return l.getMap(g.IDs(), n) }
	of := strings.Join(g.IDs(), ",")
	n := l.Adapt(of, g[0].Node)
	entities, err := call(n)
	switch {
	case err == nil:
		for _, lookup := range g {
			found.put(lookup, entities[lookup.ID].Entity, entities[lookup.ID].Err)
		}
	case refusesIDs(err):
		l.modes.withoutIDs.Store(l.dialect.Login, true)
		l.Unforeseen(1)
		l.Answer(g, found)
	case notThere(n, err):
		l.withoutUnknown(g, err, found)
	case suspect.MayConcernOneNode(n, err):
		l.split(g, err, found)
	default:
		return l.isolateByIDs(g, n, err, found)
	}
	return err == nil && found.complete(g)
}

// isolateByIDs answers a group of look-ups without what their call was refused for. Nodes that
// turn out not to be there while that is looked for are left to calls of their own.
func (l *Lookups) isolateByIDs(g lookup.Group, n *expansion.Expansion, err error, found Results) bool {
	there, absent := slices.Clone(g), lookup.Group(nil)
	why := map[string]error{} // by the id of an absent node
	entities, err := repair.Isolate(l.Session, strings.Join(g.IDs(), ","), n, nil, err, func(n *expansion.Expansion) (map[string]entity.Found, error) {
		for {
			entities, err := l.getMap(there.IDs(), n)
			id := unknownID(err)
			i := slices.IndexFunc(there, func(lookup lookup.Lookup) bool { return lookup.ID == id })
			if i < 0 || len(there) == 1 {
				return entities, err
			}
			absent, why[id] = append(absent, there[i]), err
			there = slices.Delete(there, i, i+1)
			l.RepairAnyway()
		}
	})
	if err != nil && notThere(n, err) {
		l.giveUp(there, err, found)
	} else {
		for _, lookup := range there {
			found.put(lookup, entities[lookup.ID].Entity, cmp.Or(err, entities[lookup.ID].Err))
		}
	}
	for _, lookup := range absent {
		if err := why[lookup.ID]; suspect.MayBeThere(lookup.Node, err) {
			l.getRefused(lookup, err, found)
		} else {
			found.put(lookup, nil, err)
		}
	}
	return found.complete(g)
}

// getMap returns nodes by their ids.
func (l *Lookups) getMap(ids []string, n *expansion.Expansion) (map[string]entity.Found, error) {
	done, err := l.Turn()
	if err != nil {
		return nil, err
	}
	defer done()
	return answer.To(l.Reader, lookup.IDsCall(n, ids), func(m entity.Models, body []byte) (map[string]entity.Found, error) { return m.DecodeIDs(body, ids, n) })
}

// refusesIDs reports whether an error says that the server has no ?ids= any more.
func refusesIDs(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.IDsRetired()
}

// notThere reports whether an error says that there is no node of one of the ids, or
// none of that type.
func notThere(n *expansion.Expansion, err error) bool {
	return graphapi.KindOf(err) == graphapi.NotFound || suspect.WrongType(n, err)
}

// withoutUnknown looks up a group again without the id that the error names. That
// takes a call for each id that is unknown, and so never more than single look-ups.
func (l *Lookups) withoutUnknown(g lookup.Group, err error, found Results) {
	id := unknownID(err)
	i := slices.IndexFunc(g, func(lookup lookup.Lookup) bool { return lookup.ID == id })
	if i < 0 {
		l.split(g, err, found)
		return
	}
	rest := slices.Delete(slices.Clone(g), i, i+1)
	if suspect.MayBeThere(g[i].Node, err) {
		l.getRefused(g[i], err, found)
		for k := range rest {
			rest[k].Node = l.Taught(rest[k].Node, err)
		}
	} else {
		found.put(g[i], nil, err)
	}
	l.RepairAnyway()
	if l.Batches() && len(rest) > 1 {
		l.postBatch(rest, found)
	} else {
		l.getByIDs(rest, found)
	}
}

// unknownID returns the id that an error says there is no node of; empty when it
// names none.
func unknownID(err error) string {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok {
		return ""
	}
	id, _ := refusal.Unknown()
	return id
}

// split looks up a group's nodes apart from each other, where one of them made the
// call fail and nothing says which: in one batch, where each node gets an error of
// its own, or half by half. When the first half is answered in full, the culprit is
// in the second, which then need not be tried as a whole.
func (l *Lookups) split(g lookup.Group, err error, found Results) {
	l.GoOnFrom(err)
	switch {
	case !l.Repair():
		l.giveUp(g, err, found)
		return
	case len(g) == 1:
		l.getOne(g[0], found)
		return
	case l.Batches():
		l.postBatch(g, found)
		return
	}
	first, second := g[:len(g)/2], g[len(g)/2:]
	switch {
	case l.getByIDs(first, found):
		l.split(second, err, found)
	case l.Repair():
		l.getByIDs(second, found)
	default:
		l.giveUp(second, err, found)
	}
}

// giveUp ends the search for a culprit when no repairs are left. An error that says
// only that some node is not there is no answer for the others: those are looked up
// one by one.
func (l *Lookups) giveUp(g lookup.Group, err error, found Results) {
	if !notThere(g[0].Node, err) {
		found.Fail(g, blamed(g[0].Node, err))
		return
	}
	l.Unforeseen(len(g))
	l.getEach(g, found)
}
