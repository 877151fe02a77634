package loader

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// postBatch looks up the nodes of a group by one batch POST. Those that the server
// did not finish in time are looked up again: in a smaller batch, or one by one.
func (l *Loader) postBatch(g lookup.Group, found results) {
	answers, readings, err := post(l, len(g), func(i int) (graphapi.Call, decoding[entity.Entity]) {
		g[i].Node = l.Adapt(g[i].ID, g[i].Node)
		return g[i].Call(), about(g[i].ID, g[i].Node)
	})
	if err != nil {
		found.fail(g, err)
		return
	}
	var refused, separable, doubted, late, partly lookup.Group
	why := map[int]error{}         // by the first index of a look-up
	left := map[int]repair.Trial{} // those to leave out what is suspected, by the same
	for i, lookup := range g {
		answer := answers[i]
		if e, err := readings[i].answer(l, answer); err == nil || answer.Err == nil {
			found.put(lookup, e, err)
			if repair.Passes(answer.Err) {
				partly = append(partly, lookup)
			}
			continue
		}
		found.put(lookup, nil, answer.Err) // unless another call answers
		why[lookup.Indexes[0]] = answer.Err
		switch t := l.WithoutSuspects(lookup.Node, answer.Err); {
		case errors.Is(answer.Err, graphapi.ErrUnfinished):
			late = append(late, lookup)
		case repair.Passes(answer.Err), l.ConcernsAll(lookup.Node, answer.Err):
			refused = append(refused, lookup)
		case repair.MayBeThere(lookup.Node, answer.Err):
			doubted = append(doubted, lookup)
		case t.Expansion() != nil:
			lookup.Node, left[lookup.Indexes[0]] = t.Expansion(), t
			separable = append(separable, lookup)
		}
	}
	refused = append(refused, l.there(doubted, found)...)
	if len(refused) > 0 { // what the first one shows is known for the others
		first := refused[0]
		if cause := why[first.Indexes[0]]; repair.Passes(cause) {
			l.again(dialect.Single, refused[:1], why, found)
		} else {
			l.getRefused(first, cause, found)
		}
		var rest lookup.Group
		asked := map[int]*expansion.Expansion{} // by the first index of a look-up
		for _, lookup := range refused[1:] {
			taught := l.Taught(lookup.Node, why[lookup.Indexes[0]])
			if taught != lookup.Node {
				asked[lookup.Indexes[0]] = lookup.Node
			}
			if _, only := repair.MetricsOnly(lookup.Node); !only || taught != lookup.Node {
				lookup.Node = taught
				rest = append(rest, lookup)
			}
		}
		l.again(dialect.Batch, rest, why, found)
		for _, lookup := range rest {
			if first := lookup.Indexes[0]; asked[first] != nil && found[first].err == nil {
				l.RememberTaught(lookup.ID, asked[first], why[first])
			}
		}
	}
	if len(separable) > 0 && l.Repair() {
		l.answerGroup(separable, dialect.Batch, found)
		for _, lookup := range separable {
			if first := lookup.Indexes[0]; found[first].err == nil {
				l.Remember(lookup.ID, left[first])
			}
		}
	}
	if len(partly) > 0 {
		l.betterThan(found, partly)
	}
	if len(late) < len(g) {
		l.again(dialect.Batch, late, why, found)
	} else {
		l.again(dialect.Single, late, why, found)
	}
}

// there returns those of several look-ups whose nodes are there, though something of them
// was not found.
func (l *Loader) there(doubted lookup.Group, found results) lookup.Group {
	if len(doubted) == 0 {
		return nil
	}
	l.RepairAnyway()
	probes := slices.Clone(doubted)
	for i := range probes {
		probes[i].Node = repair.IDAlone(probes[i].Node)
	}
	l.answerGroup(probes, dialect.Batch, found)
	return slices.DeleteFunc(doubted, func(lookup lookup.Lookup) bool { return found[lookup.Indexes[0]].entity == nil })
}

// post makes a batch POST of so many calls when a slot is free. The calls are written
// only then. It returns their answers, and how to read what is in these.
func post[T any](l *Loader, calls int, ask func(i int) (graphapi.Call, decoding[T])) ([]graphapi.BatchAnswer, []*reading[T], error) {
	done, err := l.turn()
	if err != nil {
		return nil, nil, err
	}
	defer done()
	if err := l.Spend(l.ctx, l.shared.log()); err != nil {
		return nil, nil, err
	}
	items, readings := make([]graphapi.Call, calls), make([]*reading[T], calls)
	for i := range items {
		readings[i] = &reading[T]{models: l.shared.Models}
		items[i], readings[i].decode = ask(i)
		items[i].Whole, items[i].Anew = readings[i].whole, l.Anew
	}
	answers, err := l.shared.Client.Batch(l.ctx, items)
	return answers, readings, err
}

// again looks up what a batch did not answer, and why, as far as repairs are left.
func (l *Loader) again(mode dialect.LookupMode, g lookup.Group, why map[int]error, found results) {
	l.answerWithRepairs(mode, g, found)
	for _, lookup := range g {
		if errors.Is(found[lookup.Indexes[0]].err, repair.ErrSpent) {
			found.put(lookup, nil, blamed(lookup.Node, why[lookup.Indexes[0]]))
		}
	}
}

// blamed returns the error of a node that no repair is left for: what may be about a part of
// the node only is not said of all of it.
func blamed(n *expansion.Expansion, err error) error {
	if refusal, ok := repair.Separable(n, err); ok && !refusal.Retryable() && len(n.Parts()) > 1 {
		return repair.ErrLeftOut
	}
	return err
}

// betterThan looks up again what an error that may pass stood beside, as far as repairs
// are left, and keeps what was found where that fails.
func (l *Loader) betterThan(found results, partly lookup.Group) {
	again := slices.Clone(found)
	l.answerWithRepairs(dialect.Single, partly, again)
	for _, lookup := range partly {
		if first := again[lookup.Indexes[0]]; first.err == nil && first.entity != nil {
			found.put(lookup, first.entity, nil)
		}
	}
}
