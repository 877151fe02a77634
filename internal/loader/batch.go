package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// postBatch looks up the nodes of a group by one batch POST. Those that the server
// did not finish in time are looked up again: in a smaller batch, or one by one.
func (l *Loader) postBatch(g plan.Group, found results) {
	answers, readings, err := l.post(g)
	if err != nil {
		found.fail(g, err)
		return
	}
	var refused, late plan.Group
	for i, lookup := range g {
		switch answer := answers[i]; {
		case answer.Err == nil:
			e, err := readings[i].take(l, answer.Body)
			found.put(lookup, e, err)
		case errors.Is(answer.Err, graphapi.ErrUnfinished):
			late = append(late, lookup)
		case l.concernsPart(lookup.Node, answer.Err):
			refused = append(refused, lookup)
		default:
			found.put(lookup, nil, answer.Err)
		}
	}
	if len(refused) > 0 { // what the first one shows is known for the others
		l.again(dialect.Single, refused[:1], found)
		l.again(dialect.Batch, refused[1:], found)
	}
	if len(late) < len(g) {
		l.again(dialect.Batch, late, found)
	} else {
		l.again(dialect.Single, late, found)
	}
}

// post makes the batch POST for a group when a slot is free. It leaves each node
// of the group in the form that it had in the batch, and returns how to read what
// the answers hold.
func (l *Loader) post(g plan.Group) ([]graphapi.BatchAnswer, []*reading[entity.Entity], error) {
	done, err := l.turn()
	if err != nil {
		return nil, nil, err
	}
	defer done()
	calls, readings := make([]graphapi.Call, len(g)), make([]*reading[entity.Entity], len(g))
	for i := range g {
		g[i].Node = l.adapt(g[i].Node)
		readings[i] = &reading[entity.Entity]{models: l.shared.Models, decode: one(g[i].Node)}
		calls[i] = graphapi.Call{
			Path: "/" + g[i].ID, Fields: g[i].Node.String(), Node: g[i].Node.Type.Name, Once: g[i].Node.MovesCursor(),
			Whole: readings[i].whole,
		}
	}
	answers, err := l.shared.Client.Batch(l.ctx, calls)
	return answers, readings, err
}

// again looks up what a batch did not answer, as far as repairs are left.
func (l *Loader) again(mode dialect.LookupMode, g plan.Group, found results) {
	l.answerWithRepairs(mode, g, found)
	for _, lookup := range g {
		if errors.Is(found[lookup.Indexes[0]].err, errSpent) {
			found.put(lookup, nil, graphapi.ErrUnfinished)
		}
	}
}
