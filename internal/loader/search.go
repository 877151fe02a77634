package loader

import (
	"github.com/gramql/gramql/internal/connection"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/problem"
)

// A node that cannot be read by its own id is found again as its id says: from the
// node at the start of the way, which a look-up found, step by step. An edge on the
// way is searched for the node, over a few pages.

// searches are the edges that one operation searches. Many nodes can be on one edge,
// and each of its pages is called for once.
type searches map[searched]*connection.Search

// searched is an edge of a node.
type searched struct {
	of  *entity.Base
	key string
}

// arrive goes the ways of look-ups, and puts the nodes at their ends in place of those
// at their starts.
func (l *Loader) arrive(lookups lookup.Group, found nodes.Results) {
	s := searches{}
	for i, lookup := range lookups {
		switch start := entity.IDOf(found[i].Entity); {
		case len(lookup.Way) == 0:
		case start != "" && start != lookup.ID && lookup.ID != expansion.Actor:
			found[i].Entity, found[i].Err = nil, errAnother
		default:
			found[i].Entity, found[i].Err = l.follow(s, lookup.Way, found[i])
		}
	}
}

// errAnother says that a way begins at a node which now has another id, so that the node
// at its end would have another, too. An account has one id for each login type, and a
// token of either type finds it by both.
var errAnother = problem.New(problem.NotFound, "this id was found through an account whose id is another for this access token",
	"Ask with a token of the login type that the id was found with, or find the node anew.")

// errNoStart says that a way cannot even be begun.
var errNoStart = problem.New(problem.NotFound, "the Graph API does not show this access token the node through which the one with this id was found",
	"Use a token of the account that found the node.")

// follow goes a way from the node at its start.
func (l *Loader) follow(s searches, way []lookup.Step, start nodes.Result) (entity.Entity, error) {
	at, err := start.Entity, start.Err
	switch first := way[0]; {
	case at != nil || err != nil:
	case first.Edge.Finder: // nothing else was asked for, so the look-up may be what failed
		return nil, first.Gone()
	default:
		return nil, errNoStart
	}
	for _, step := range way {
		if err == nil {
			at, err = l.step(s, at, step)
		}
		if err == nil && at == nil || graphapi.KindOf(err) == graphapi.NotFound {
			return nil, step.Gone()
		}
	}
	return at, err
}

// step goes one step of a way; nil where the step leads nowhere.
func (l *Loader) step(s searches, at entity.Entity, step lookup.Step) (entity.Entity, error) {
	page, err := pageOf(l.models, at, step)
	switch {
	case err != nil:
		return nil, err
	case step.Search != nil:
		return l.search(s, at.EntityBase(), step).Find(step.ID)
	}
	if step.ID == "" && page != nil && len(page.Items) > 0 {
		first, _ := page.Items[0].(entity.Entity)
		return first, nil
	}
	return page.Find(step.ID), nil
}

// search returns the search of an edge of a node.
func (l *Loader) search(s searches, of *entity.Base, step lookup.Step) *connection.Search {
	key := searched{of, step.Edge.Key}
	if s[key] == nil {
		edge := of.Plan.Edge(step.Edge.Key)
		if edge == nil {
			edge = step.Edge
		}
		s[key] = l.reading().edges.Search(of, edge, step.Search)
	}
	return s[key]
}
