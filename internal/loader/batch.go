package loader

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// postBatch looks up the nodes of a group by one batch POST. Those that the server
// did not finish in time are looked up again: in a smaller batch, or one by one.
func (l *Loader) postBatch(g plan.Group, found results) {
	answers, readings, err := post(l, len(g), func(i int) (graphapi.Call, decoding[entity.Entity]) {
		g[i].Node = l.adapt(g[i].ID, g[i].Node)
		return g[i].Call(), about(g[i].ID, g[i].Node)
	})
	if err != nil {
		found.fail(g, err)
		return
	}
	var refused, separable, doubted, late, partly plan.Group
	why := map[int]error{}  // by the first index of a look-up
	left := map[int]trial{} // those to leave out what is suspected, by the same
	for i, lookup := range g {
		answer := answers[i]
		if e, err := readings[i].answer(l, answer.Body, answer.Err); err == nil || answer.Err == nil {
			found.put(lookup, e, err)
			if passes(answer.Err) {
				partly = append(partly, lookup)
			}
			continue
		}
		found.put(lookup, nil, answer.Err) // unless another call answers
		why[lookup.Indexes[0]] = answer.Err
		switch t := l.withoutSuspects(lookup.Node, answer.Err); {
		case errors.Is(answer.Err, graphapi.ErrUnfinished):
			late = append(late, lookup)
		case passes(answer.Err), l.concernsAll(lookup.Node, answer.Err):
			refused = append(refused, lookup)
		case mayBeThere(lookup.Node, answer.Err):
			doubted = append(doubted, lookup)
		case t.node != nil:
			lookup.Node, left[lookup.Indexes[0]] = t.node, t
			separable = append(separable, lookup)
		}
	}
	refused = append(refused, l.there(doubted, found)...)
	if len(refused) > 0 { // what the first one shows is known for the others
		first := refused[0]
		if cause := why[first.Indexes[0]]; passes(cause) {
			l.again(dialect.Single, refused[:1], why, found)
		} else {
			l.getRefused(first, cause, found)
		}
		var rest plan.Group
		for _, lookup := range refused[1:] {
			taught := l.taught(lookup.Node, why[lookup.Indexes[0]])
			if _, only := metricsOnly(lookup.Node); !only || taught != lookup.Node {
				lookup.Node = taught
				rest = append(rest, lookup)
			}
		}
		l.again(dialect.Batch, rest, why, found)
	}
	if len(separable) > 0 && l.repair() {
		l.answerGroup(separable, dialect.Batch, found)
		for _, lookup := range separable {
			if first := lookup.Indexes[0]; found[first].err == nil {
				l.remember(lookup.ID, left[first])
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

// mayBeThere reports whether an error that says that a node is not there can be about a
// part of what was asked of the node.
func mayBeThere(n *plan.Expansion, err error) bool {
	alone := idAlone(n)
	return graphapi.KindOf(err) == graphapi.NotFound && !alone.Empty() && alone.String() != n.String()
}

// idAlone returns the node without all that can be refused of a node that is there. Where
// a look-up is made again, that is the node which it finds.
func idAlone(n *plan.Expansion) *plan.Expansion {
	all := n.Parts()
	again := plan.Kept(all, plan.Part.FindsAgain)
	beside := slices.DeleteFunc(slices.Clone(all), func(p plan.Part) bool {
		return slices.ContainsFunc(again, func(finder plan.Part) bool { return p.Is(finder) || p.LeadsTo(finder.Of) })
	})
	return n.Without(beside, errLeftOut, false)
}

// there returns those of several look-ups whose nodes are there, though something of them
// was not found.
func (l *Loader) there(doubted plan.Group, found results) plan.Group {
	if len(doubted) == 0 {
		return nil
	}
	if !l.repair() {
		l.unforeseen.Add(1)
	}
	probes := slices.Clone(doubted)
	for i := range probes {
		probes[i].Node = idAlone(probes[i].Node)
	}
	l.answerGroup(probes, dialect.Batch, found)
	return slices.DeleteFunc(doubted, func(lookup plan.Lookup) bool { return found[lookup.Indexes[0]].entity == nil })
}

// concernsAll reports whether an error is about a part of all nodes of a type, so that
// what is found out for one of them is remembered for the others.
func (l *Loader) concernsAll(n *plan.Expansion, err error) bool {
	refusal, ok := separable(n, err)
	if ok && refusal.TooMuch() {
		return true
	}
	if !ok {
		return false
	}
	trials := l.trials(n, refusal)
	if len(trials) > 0 && trials[0].wide() {
		return true
	}
	if concernsNode(refusal) {
		return false
	}
	if _, only := metricsOnly(n); only && !refusal.TooOld() {
		return len(trials) == 0
	}
	if mayConcernOneNode(n, err) {
		return false
	}
	if len(trials) > 0 {
		return trials[0].named
	}
	return len(n.Parts()) > 1
}

// passes reports whether an item failed in a way that may pass: batches are not tried
// again for one of their items.
func passes(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.Separable() && graphapi.RetryableNow(refusal)
}

// withoutSuspects returns the trial to leave out what an error is likely to be about,
// without a node when that is the node itself.
func (l *Loader) withoutSuspects(n *plan.Expansion, err error) trial {
	refusal, ok := separable(n, err)
	if !ok {
		return trial{}
	}
	if trials := l.trials(n, refusal); len(trials) > 0 {
		return trials[0]
	}
	t := trial{refused: n, err: err, parts: plan.Outermost(l.doubtful(n, refusal)), deferred: true}
	if without := n.Without(t.parts, err, true); len(t.parts) > 0 && !without.Empty() {
		t.node = without
	}
	return t
}

// post makes a batch POST of so many calls when a slot is free. The calls are written
// only then. It returns their answers, and how to read what is in these.
func post[T any](l *Loader, calls int, ask func(i int) (graphapi.Call, decoding[T])) ([]graphapi.BatchAnswer, []*reading[T], error) {
	done, err := l.turn()
	if err != nil {
		return nil, nil, err
	}
	defer done()
	if err := l.spend(); err != nil {
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
func (l *Loader) again(mode dialect.LookupMode, g plan.Group, why map[int]error, found results) {
	l.answerWithRepairs(mode, g, found)
	for _, lookup := range g {
		if errors.Is(found[lookup.Indexes[0]].err, errSpent) {
			found.put(lookup, nil, why[lookup.Indexes[0]])
		}
	}
}

// betterThan looks up again what an error that may pass stood beside, as far as repairs
// are left, and keeps what was found where that fails.
func (l *Loader) betterThan(found results, partly plan.Group) {
	again := slices.Clone(found)
	l.answerWithRepairs(dialect.Single, partly, again)
	for _, lookup := range partly {
		if first := again[lookup.Indexes[0]]; first.err == nil && first.entity != nil {
			found.put(lookup, first.entity, nil)
		}
	}
}
