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
	if err != nil {
		found.Fail(g, err)
		return
	}
	var refused, separable, doubted, late, partly lookup.Group
	why := map[int]error{}         // by the first index of a look-up
	left := map[int]repair.Trial{} // those to leave out what is suspected, by the same
	for i, lookup := range g {
		answer := answers[i]
		if e, err := readings[i].Answer(l.Reader, answer); err == nil || answer.Err == nil {
			found.put(lookup, e, err)
			if repair.Passes(answer.Err) {
				partly = append(partly, lookup)
			}
			continue
		}
		found.put(lookup, nil, answer.Err) // unless another call answers
		l.NoteRefused(lookup.ID, lookup.Node, answer.Err)
		why[lookup.Indexes[0]] = answer.Err
		switch t := l.WithoutSuspects(lookup.Node, answer.Err); {
		case errors.Is(answer.Err, graphapi.ErrUnfinished):
			late = append(late, lookup)
		case repair.Passes(answer.Err), l.ConcernsAll(lookup.Node, answer.Err):
			refused = append(refused, lookup)
		case suspect.MayBeThere(lookup.Node, answer.Err):
			doubted = append(doubted, lookup)
		case t.Expansion() != nil:
			left[lookup.Indexes[0]] = t
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
			if first := lookup.Indexes[0]; asked[first] != nil && found[first].Err == nil {
				l.RememberTaught(lookup.ID, asked[first], why[first])
			}
		}
	}
	l.tryWithout(separable, left, why, found)
	if len(partly) > 0 {
		l.betterThan(found, partly)
	}
	if len(late) < len(g) {
		l.again(dialect.Batch, late, why, found)
	} else {
		l.again(dialect.Single, late, why, found)
	}
}

// tryWithout looks up again what a batch was refused for, without what the errors are likely to
// be about: all by one batch. What that was not is then isolated for each.
func (l *Lookups) tryWithout(g lookup.Group, left map[int]repair.Trial, why map[int]error, found Results) {
	if len(g) == 0 {
		return
	}
	if !l.Repair() {
		for _, lookup := range g {
			found.put(lookup, nil, blamed(lookup.Node, why[lookup.Indexes[0]]))
		}
		return
	}
	tried := slices.Clone(g)
	for i, lookup := range g {
		tried[i].Node = left[lookup.Indexes[0]].Expansion()
	}
	for i, once := range l.once(tried) {
		lookup, t := tried[i], left[tried[i].Indexes[0]]
		refused := once.Err
		if refused == nil {
			l.Remember(lookup.ID, t)
			found.put(lookup, once.Entity, nil)
			continue
		}
		l.NoteRefused(lookup.ID, lookup.Node, refused)
		if t.Confirms(refused) {
			l.getRefused(lookup, refused, found)
			if found[lookup.Indexes[0]].Err == nil {
				l.Remember(lookup.ID, t)
			}
		} else {
			l.getRefused(g[i], why[lookup.Indexes[0]], found)
		}
	}
}

// once looks nodes up by one call, and leaves what that is refused.
func (l *Lookups) once(g lookup.Group) Results {
	found := make(Results, len(g))
	if len(g) == 1 {
		done, err := l.Turn()
		if err != nil {
			found[0].Err = err
			return found
		}
		defer done()
		found[0].Entity, found[0].Err = l.Get(g[0].ID, g[0].Node)
		return found
	}
	answers, readings, err := answer.ToBatch(l.Reader, len(g), func(i int) (graphapi.Call, answer.Decoding[entity.Entity]) {
		return g[i].Call(), about(g[i].ID, g[i].Node)
	})
	for i := range found {
		if found[i].Err = err; err == nil {
			found[i].Entity, found[i].Err = readings[i].Answer(l.Reader, answers[i])
		}
	}
	return found
}

// there returns those of several look-ups whose nodes are there, though a part of each node
// was not found.
func (l *Lookups) there(doubted lookup.Group, found Results) lookup.Group {
	if len(doubted) == 0 {
		return nil
	}
	l.RepairAnyway()
	probes := slices.Clone(doubted)
	for i := range probes {
		probes[i].Node = suspect.IDAlone(probes[i].Node, repair.ErrLeftOut)
	}
	l.AnswerGroup(probes, dialect.Batch, found)
	return slices.DeleteFunc(doubted, func(lookup lookup.Lookup) bool { return found[lookup.Indexes[0]].Entity == nil })
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
