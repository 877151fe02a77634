package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// connect resolves a connection of a node. Its page is found by the edge and its
// arguments, never by the client's alias, and asked for when the node did not
// come with it: so a right answer never depends on the plan.
//
// Relay: Cursor Connections Specification.
func connect[T any](ctx context.Context, m *mapping.Mapping, parent entity.Entity, args paging.Args) (*model.Connection[T], error) {
	base, selected := parent.Base(), graphql.GetFieldContext(ctx).Field
	edge := base.Plan.Type.Fields[selected.Name].Edge
	window, err := paging.NewWindow(edge, args)
	if err != nil {
		return nil, err
	}
	c := &model.Connection[T]{Edges: []*model.Edge[T]{}, Nodes: []*T{}, PageInfo: &model.PageInfo{}}
	if edge.Count != "" && !window.Filtered() {
		c.TotalCount = model.Entities.Count(parent, edge.Count)
	}
	wanted := base.Plan.Edge(plan.Key(edge, window.Params()))
	if wanted == nil {
		wanted = plan.CompileEdge(m, plan.FromContext(ctx).Dialect, graphql.GetOperationContext(ctx), base.Plan.Type, selected)
	}
	if wanted == nil {
		return c, nil
	}
	slice, err := loader.FromContext(ctx).Connection(base, wanted, window)
	if err != nil {
		return nil, err
	}
	fill(c, slice, wanted)
	return c, nil
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
		c.Nodes[i] = any(s.Item(i)).(*T)
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
