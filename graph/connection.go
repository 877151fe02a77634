package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
)

// field is a selected field of a node that has an edge behind it, and what its
// arguments ask for.
type field struct {
	*mapping.Field
	parent   *entity.Node
	selected graphql.CollectedField
	asked    plan.Asked
	// wanted is the edge as it was planned; nil when nothing of it is wanted.
	wanted *plan.Edge
}

// edge returns what the field that is being resolved asks of its node. It is
// found by the edge and its arguments, never by the client's alias. What the
// node did not come with is planned now, so that a right answer never depends on
// the plan.
func (r *Resolver) edge(ctx context.Context, parent entity.Entity) (*field, error) {
	f := &field{parent: parent.Base(), selected: graphql.GetFieldContext(ctx).Field}
	f.Field = f.parent.Plan.Type.Fields[f.selected.Name]
	operation := graphql.GetOperationContext(ctx)
	var err error
	if f.asked, err = plan.Ask(f.Field, operation, f.selected); err != nil {
		return nil, err
	}
	if err := f.parent.Plan.Refused[f.asked.Key(f.Edge)]; err != nil {
		return nil, err
	}
	if f.wanted = f.parent.Plan.Edge(f.asked.Key(f.Edge)); f.wanted == nil {
		f.wanted = plan.CompileEdge(r.Mapping, plan.FromContext(ctx).Dialect, operation, f.Field, f.selected)
	}
	return f, nil
}

// connect resolves a connection of a node.
//
// Relay: Cursor Connections Specification.
func connect[T any](ctx context.Context, r *Resolver, parent entity.Entity) (*model.Connection[T], error) {
	f, err := r.edge(ctx, parent)
	if err != nil {
		return nil, err
	}
	c := &model.Connection[T]{Edges: []*model.Edge[T]{}, Nodes: []*T{}, PageInfo: &model.PageInfo{}}
	if f.Edge.Count != "" && !f.asked.Window.Filtered() {
		c.TotalCount = model.Entities.Count(parent, f.Edge.Count)
	}
	if f.wanted == nil {
		return c, nil
	}
	slice, err := loader.FromContext(ctx).Connection(f.parent, f.wanted, f.asked.Window)
	if err != nil {
		return nil, err
	}
	fill(c, slice, f.wanted)
	return c, nil
}

// list resolves an edge that comes whole.
func list[T any](ctx context.Context, r *Resolver, parent entity.Entity) ([]*T, error) {
	f, err := r.edge(ctx, parent)
	if err != nil {
		return nil, err
	}
	page := f.parent.Page(f.wanted.Key)
	if page == nil {
		if page, err = loader.FromContext(ctx).FollowUp(f.parent, f.wanted); err != nil {
			return nil, err
		}
	}
	items := make([]*T, len(page.Items))
	for i, item := range page.Items {
		items[i] = item.(*T)
	}
	return items, nil
}

// single resolves a look-up, or an edge with one item at most; nil for none, and
// for one that the Graph API does not show.
func single[T any](ctx context.Context, r *Resolver, parent entity.Entity) (*T, error) {
	items, err := list[T](ctx, r, parent)
	switch {
	case graphapi.KindOf(err) == graphapi.NotFound:
		return nil, nil
	case len(items) == 0:
		return nil, err
	}
	return items[0], nil
}

// fill puts a slice into a connection. Cursors are written only when they are
// asked for.
func fill[T any](c *model.Connection[T], s *loader.Slice, wanted *plan.Edge) {
	c.PageInfo.HasNextPage, c.PageInfo.HasPreviousPage = s.HasNext, s.HasPrevious
	if s.Total >= 0 {
		total := int32(s.Total) //nolint:gosec // an edge that comes whole has at most a page
		c.TotalCount = &total
	}
	n := s.Len()
	c.Nodes, c.Edges = make([]*T, n), make([]*model.Edge[T], n)
	edges := make([]model.Edge[T], n)
	for i := range n {
		c.Nodes[i] = s.Item(i).(*T)
		edges[i].Node = c.Nodes[i]
		if wanted.Cursors {
			edges[i].Cursor = s.Cursor(i)
		}
		c.Edges[i] = &edges[i]
	}
	if !wanted.Ends {
		return
	}
	if n > 0 {
		start := s.Cursor(0)
		c.PageInfo.StartCursor = &start
	}
	if end := s.End(); end != "" {
		c.PageInfo.EndCursor = &end
	}
}
