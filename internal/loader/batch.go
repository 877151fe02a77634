package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// post looks all nodes of a group up by one batch POST. What the server did not
// finish in time is asked for once more.
func (l *Loader) post(g plan.Group, found results) {
	answers, err := l.posted(g)
	if err != nil {
		found.fail(g, err)
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
		l.unforeseen.Add(int32(len(g)) - 1) //nolint:gosec // at most graphapi.MaxBatch
		lookUp(g, found)
	default:
		found.fail(g, graphapi.ErrUnfinished)
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
		calls[i] = graphapi.Call{Path: "/" + g[i].ID, Fields: g[i].Node.String(), Node: g[i].Node.Type.Name, Once: g[i].Node.MovesCursor()}
	}
	return l.Client.Batch(l.ctx, calls)
}
