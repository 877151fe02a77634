package loader

import (
	"context"

	"github.com/graph-gophers/dataloader/v7"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// lookUpTogether answers the look-ups that waited for each other. It runs under
// the operation's context, not under that of the field that came first.
func (l *Loader) lookUpTogether(_ context.Context, keys []lookupKey) []*dataloader.Result[entity.Entity] {
	lookups := make([]lookup.Lookup, len(keys))
	for i, k := range keys {
		lookups[i] = lookup.Lookup{ID: k.id, Node: k.node, Known: k.known}
	}
	out := make([]*dataloader.Result[entity.Entity], len(keys))
	for i, r := range l.lookUp(lookups) {
		out[i] = &dataloader.Result[entity.Entity]{Data: r.Entity, Error: r.Err}
	}
	return out
}

// lookUp looks nodes up in as few calls as the server allows, and follows up on
// what they lack.
func (l *Loader) lookUp(lookups lookup.Group) nodes.Results {
	return l.lookUpBy(l.Answer, lookups)
}

func (l *Loader) lookUpBy(answer func(lookup.Group, nodes.Results), lookups lookup.Group) nodes.Results {
	for i := range lookups {
		lookups[i].Indexes = []int{i}
	}
	expansions := lookup.Expansions(lookup.Unite(lookups))
	found := make(nodes.Results, len(lookups), len(lookups)+len(expansions))
	for i := range expansions {
		if expansions[i].Supplement {
			expansions[i].Indexes = []int{len(found)}
			found = append(found, nodes.Result{})
		}
	}
	answer(expansions, found)
	l.supplement(expansions, found)
	found = found[:len(lookups)]
	entities := make([]entity.Entity, len(found))
	for i, r := range found {
		entities[i] = r.Entity
	}
	l.followUps(entities)
	return found
}
