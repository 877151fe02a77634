package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// post looks all nodes of a group up by one batch POST. What the server did not
// finish in time is asked for again: in a batch that is smaller, or one by one.
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
		if l.group(unaliased, dialect.Batch, found); !found.ok(unaliased) {
			l.clearAliases()
		}
	}
	if len(cut) > 0 { // what one shows is known for the others
		l.again(dialect.Single, cut[:1], found)
		l.again(dialect.Batch, cut[1:], found)
	}
	if len(late) < len(g) {
		l.again(dialect.Batch, late, found)
	} else {
		l.again(dialect.Single, late, found)
	}
}

// again looks up once more what a batch did not answer, as far as repairs are left.
func (l *Loader) again(way dialect.Lookups, g plan.Group, found results) {
	l.extra(way, g, found)
	for _, lookup := range g {
		if errors.Is(found[lookup.For[0]].err, errSpent) {
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
		calls[i] = graphapi.Call{Path: "/" + g[i].ID, Fields: g[i].Node.String(), Node: g[i].Node.Type.Name, Once: g[i].Node.LeadsOn()}
	}
	return l.Client.Batch(l.ctx, calls)
}
