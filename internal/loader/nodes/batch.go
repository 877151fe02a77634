package nodes

import (
	"errors"
	"maps"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// postBatch looks up the nodes of a group by one batch POST. Those that the server
// did not finish in time are looked up again: in a smaller batch, or one by one.
func (l *Lookups) postBatch(g lookup.Group, found Results) {
	answers, readings, err := answer.ToBatch(l.Reader, len(g), func(i int) (graphapi.Call, answer.Decoding[entity.Entity]) {
		g[i].Node = l.Adapt(g[i].ID, g[i].Node)
		return g[i].Call(), about(g[i].ID, g[i].Node)
	})
	var refused, late, partly lookup.Group
	why := map[int]error{} // by the first index of a look-up
	if err != nil {
		found.Fail(g, err)
		if unreadable := graphapi.Unreadable(err, false); unreadable != err { //nolint:errorlint // the same, or another
			for _, lookup := range g {
				why[lookup.Indexes[0]] = unreadable
			}
			l.again(dialect.Single, g, why, found)
		}
		return
	}
	for i, lookup := range g {
		answer := answers[i]
		e, err := readings[i].Answer(l.Reader, answer)
		_, separable := suspect.Separable(lookup.Node, err)
		if err == nil || answer.Err == nil && !separable {
			found.put(lookup, e, err)
			if graphapi.RetryableNow(answer.Err) {
				partly = append(partly, lookup)
			}
			continue
		}
		found.put(lookup, nil, err) // unless another call answers
		why[lookup.Indexes[0]] = err
		if errors.Is(err, graphapi.ErrUnfinished) {
			late = append(late, lookup)
		} else if separable {
			refused = append(refused, lookup)
		}
	}
	if len(refused) > mostTogether && !suspect.MayBeThere(refused[0].Node, why[refused[0].Indexes[0]]) {
		refused = l.learn(refused, why, found)
	}
	l.isolate(refused, why, found)
	if len(partly) > 0 {
		l.betterThan(found, partly)
	}
	if len(late) < len(g) {
		l.again(dialect.Batch, late, why, found)
	} else {
		l.again(dialect.Single, late, why, found)
	}
}

// mostTogether is how many look-ups that were refused are isolated together at once. Of
// more, one is isolated before the others, for Meta counts each item of a batch.
const mostTogether = 8

// learn isolates the first of the look-ups of a batch that were refused, and looks up again those
// that may be refused for the same. It returns the others.
func (l *Lookups) learn(refused lookup.Group, why map[int]error, found Results) (others lookup.Group) {
	l.getRefused(refused[0], why[refused[0].Indexes[0]], found)
	var again lookup.Group
	asked := map[int]*expansion.Expansion{} // by the first index of a look-up
	for _, lookup := range refused[1:] {
		taught := l.Taught(lookup.Node, why[lookup.Indexes[0]])
		if taught == lookup.Node {
			others = append(others, lookup)
			continue
		}
		asked[lookup.Indexes[0]], lookup.Node = lookup.Node, taught
		again = append(again, lookup)
	}
	l.again(dialect.Batch, again, why, found)
	for _, lookup := range again {
		if first := lookup.Indexes[0]; found[first].Err == nil {
			l.RememberTaught(lookup.ID, asked[first], why[first])
		}
	}
	return others
}

// isolate answers look-ups that a batch was refused, each without the parts that its error is
// about. The calls that find these parts are made together, by batches.
func (l *Lookups) isolate(g lookup.Group, why map[int]error, found Results) {
	refused := make([]repair.Refused, len(g))
	for i, lookup := range g {
		refused[i] = repair.Refused{Of: lookup.ID, Node: lookup.Node, Err: why[lookup.Indexes[0]]}
	}
	answered := repair.IsolateTogether(l.Session, refused, func(wanted map[int]*expansion.Expansion) map[int]repair.Answered[entity.Entity] {
		at := slices.Sorted(maps.Keys(wanted))
		asked := make(lookup.Group, len(at))
		for k, i := range at {
			asked[k] = lookup.Lookup{ID: g[i].ID, Node: wanted[i]}
		}
		answers := map[int]repair.Answered[entity.Entity]{}
		for k, a := range l.once(asked) {
			answers[at[k]] = a
		}
		return answers
	})
	for i, a := range answered {
		found.put(g[i], a.Answer, a.Err)
	}
}

// once looks nodes up by one call, and leaves what that is refused.
func (l *Lookups) once(g lookup.Group) []repair.Answered[entity.Entity] {
	found := make([]repair.Answered[entity.Entity], len(g))
	note := func(i int, read func() (entity.Entity, error)) {
		before := l.Nodes()
		found[i].Answer, found[i].Err = read()
		found[i].Nodes = l.Nodes() - before
	}
	if len(g) == 1 {
		done, err := l.Turn()
		if err != nil {
			found[0].Err = err
			return found
		}
		defer done()
		note(0, func() (entity.Entity, error) { return l.Get(g[0].ID, g[0].Node) })
		return found
	}
	answers, readings, err := answer.ToBatch(l.Reader, len(g), func(i int) (graphapi.Call, answer.Decoding[entity.Entity]) {
		return g[i].Call(), about(g[i].ID, g[i].Node)
	})
	for i := range found {
		if found[i].Err = err; err == nil {
			note(i, func() (entity.Entity, error) { return readings[i].Answer(l.Reader, answers[i]) })
		}
	}
	return found
}

// again looks up the nodes of a group that a batch did not answer, as far as repairs are
// left. Why holds the error of each in the batch, by the first index of its look-up.
func (l *Lookups) again(mode dialect.LookupMode, g lookup.Group, why map[int]error, found Results) {
	l.AnswerWithRepairs(mode, g, found)
	for _, lookup := range g {
		if errors.Is(found[lookup.Indexes[0]].Err, repair.ErrSpent) {
			found.put(lookup, nil, blamed(lookup.Node, why[lookup.Indexes[0]]))
		}
	}
}

// blamed returns the error of a node that no repair is left for: an error that may be about
// one part of the node is not told of the whole node.
func blamed(n *expansion.Expansion, err error) error {
	if refusal, ok := suspect.Separable(n, err); ok && !refusal.Retryable() && len(n.Parts()) > 1 {
		return repair.ErrLeftOut
	}
	return err
}

// betterThan looks up again the nodes that came with an error beside them that may pass, as
// far as repairs are left. Where the second look-up fails, the first one's node stays.
func (l *Lookups) betterThan(found Results, partly lookup.Group) {
	again := slices.Clone(found)
	l.AnswerWithRepairs(dialect.Single, partly, again)
	for _, lookup := range partly {
		if first := again[lookup.Indexes[0]]; first.Err == nil && first.Entity != nil {
			found.put(lookup, first.Entity, nil)
		}
	}
}
