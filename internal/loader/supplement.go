package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/parallel"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// A field expansion has room for one page of an edge. Further pages come by
// supplements: calls for the same nodes that are made at the same time, and whose
// pages are then given to the nodes that the first call brought.

// supplement gives the nodes that look-ups found what the supplements behind each of
// them brought.
func (l *Loader) supplement(expansions []lookup.Lookup, found nodes.Results) {
	var of nodes.Result
	for _, lookup := range expansions {
		r := found[lookup.Indexes[0]]
		if !lookup.Supplement {
			of = r
		} else if of.Entity != nil {
			l.followRefused(r.Entity)
			l.models.Supplement(of.Entity, r.Entity, lookup.Node, r.Err)
		}
	}
}

// supplemented makes a call for each of a node's field expansions, side by side, and
// returns what the first of them found, with the pages that the others brought.
func (l *Loader) supplemented(expansions []*expansion.Expansion, call func(*expansion.Expansion) ([]entity.Entity, error)) ([]entity.Entity, error) {
	n, supplements := expansions[0], expansions[1:]
	if len(supplements) == 0 {
		return call(n)
	}
	type supplied struct {
		found []entity.Entity
		err   error
	}
	answers := make([]supplied, len(supplements))
	var calls parallel.Calls
	for i, supplement := range supplements {
		calls.Start(func() { answers[i].found, answers[i].err = call(supplement) })
	}
	found, err := call(n)
	calls.Wait()
	for i, supplement := range supplements {
		l.followRefused(answers[i].found...)
		if answer.Lost(answers[i].err) != nil {
			answers[i].err = nil // of a node that is found without what was lost
		}
		for _, e := range found {
			if same := sameNode(answers[i].found, e); same != nil || answers[i].err != nil {
				l.models.Supplement(e, same, supplement, answers[i].err)
			}
		}
	}
	return found, err
}

// sameNode returns the one of several entities that is the same node as another; nil
// for none.
func sameNode(found []entity.Entity, e entity.Entity) entity.Entity {
	for _, same := range found {
		if entity.IDOf(same) == entity.IDOf(e) {
			return same
		}
	}
	return nil
}
