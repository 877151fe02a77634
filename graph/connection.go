package graph

import (
	"context"
	"errors"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/connection"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/refused"
)

// field is a selected field of a node that has an edge behind it, and what its
// arguments ask for: one request, or several for metrics that cannot be asked for
// together.
type field struct {
	*mapping.Field
	parent   *entity.Base
	requests []request
	// unfit says of metrics why they cannot be asked for.
	unfit []error
}

// request is a page of an edge, or a finder, that a field needs.
type request struct {
	arguments.Arguments
	// wanted is the edge as it was planned; nil when nothing of it is wanted.
	wanted *expansion.Edge
	// refused is the error with which the Graph API refused it.
	refused error
}

// edge returns what the field that is being resolved asks of its node. It is
// found by the edge and its arguments, never by the client's alias. What the
// node did not come with is planned now, so that a right answer never depends on
// the plan.
func (r *Resolver) edge(ctx context.Context, parent entity.Entity) (*field, error) {
	selected, operation, d := graphql.GetFieldContext(ctx).Field, graphql.GetOperationContext(ctx), runningFrom(ctx).plan.Dialect
	f := &field{parent: parent.EntityBase()}
	f.Field = f.parent.Plan.Type.Fields[selected.Name]
	asked, unfit, err := arguments.Read(f.parent.Plan, f.Field, d, operation, selected)
	if err != nil {
		return nil, err
	}
	f.unfit = unfit
	f.requests = make([]request, len(asked))
	for i, a := range asked {
		key := f.parent.Plan.KeyOf(selected.Field, a.Key(f.Edge))
		p := request{a, f.parent.Plan.Edge(key), f.parent.Plan.Refused[key]}
		if f.Kind == mapping.Connection && !p.wanted.WantedBy(selected.Field) || p.wanted == nil && p.refused == nil {
			switch edges := plan.CompileEdge(r.Mapping, d, operation, f.parent.Plan, f.Field, selected); {
			case i >= len(edges): // the page is another's
				p.wanted, p.refused = nil, nil
			case p.wanted == nil && p.refused == nil:
				p.wanted = edges[i]
			}
		}
		f.requests[i] = p
	}
	return f, nil
}

// connect resolves a connection of a node. Where its edge could be read in part only,
// that part is answered, with an error at the connection's path.
//
// Relay: Cursor Connections Specification.
func connect[T any](ctx context.Context, r *Resolver, parent entity.Entity) (*model.Connection[T], error) {
	f, err := r.edge(ctx, parent)
	if err != nil {
		return nil, err
	}
	p := f.requests[0]
	if p.Window.Cursor != nil {
		if err := p.Window.CheckParent(f.parent.Mark()); err != nil {
			return nil, err
		}
	}
	if p.refused != nil {
		return nil, p.refused
	}
	c := &model.Connection[T]{Edges: []*model.Edge[T]{}, Nodes: []*T{}, PageInfo: &model.PageInfo{}}
	l := runningFrom(ctx).loader
	if f.Edge.Count != "" && !p.Window.Filtered() {
		c.TotalCount = model.Entities.Count(parent, f.Edge.Count)
		if refused := f.parent.Plan.Refused[f.Edge.Count]; refused != nil {
			l.Miss(c, "totalCount", &entity.Fault{Whole: refused})
		} else if fault := l.Fault(parent, f.Edge.Count); fault != nil {
			l.Miss(c, "totalCount", fault)
		}
	}
	if p.wanted == nil {
		known := p.Window.Cursor != nil
		c.PageInfo.HasPreviousPage, c.PageInfo.HasNextPage = known && !p.Window.Backward, known && p.Window.Backward
		return c, nil
	}
	slice, err := l.Connection(f.parent, p.wanted, p.Window, c.TotalCount)
	if err != nil {
		return nil, err
	}
	if slice.Broken != nil {
		graphql.AddError(ctx, slice.Broken)
	}
	if lost := fillConnection(c, slice, f.parent, p.wanted); lost != nil {
		l.Miss(c, "nodes", &entity.Fault{Items: lost})
		l.Miss(c, "edges", &entity.Fault{Items: lost})
	}
	return c, nil
}

// wholeEdge resolves an edge that comes whole. What one of its requests cannot have
// leaves the others, and is an error beside them.
func wholeEdge[T any](ctx context.Context, r *Resolver, parent entity.Entity) ([]*T, error) {
	f, err := r.edge(ctx, parent)
	if err != nil {
		return nil, err
	}
	items, missing, answered := []*T{}, 0, false
	errs, named := slices.Clone(f.unfit), slices.Clone(f.unfit) // with the metrics' names: for beside an answer
	for _, p := range f.requests {
		page, err := p.page(ctx, f.parent)
		if err == nil {
			page, err = p.own(page)
		}
		if err != nil {
			err = p.OwnError(err)
			refusals := each(err)
			answered = answered || slices.ContainsFunc(refusals, p.isEmpty)
			errs, named = append(errs, slices.DeleteFunc(refusals, p.isEmpty)...), append(named, slices.DeleteFunc(each(refused.OfMetrics(p.Metrics, err)), p.isEmpty)...)
			continue
		}
		answered = true
		for _, refused := range page.Refused {
			if !p.isEmpty(refused) {
				named = append(named, refused)
			}
		}
		if page.Broken != nil {
			named = append(named, page.Broken)
		}
		for _, item := range page.Items {
			if lost, ok := item.(*entity.ValueError); ok {
				addLost(ctx, lost.At(f.parent, f.Edge.Name, len(items)+missing))
				missing++
			} else {
				items = append(items, item.(*T))
			}
		}
	}
	if len(f.requests) > 0 {
		arrange(items, f.requests[0].Order)
	}
	beside := distinct(named)
	if errs = distinct(errs); !answered && len(errs) > 0 {
		items, err, beside = nil, errs[0], errs[1:]
	}
	for _, beside := range beside {
		graphql.AddError(ctx, beside)
	}
	return items, err
}

// page returns the page that a request asks for.
func (p request) page(ctx context.Context, parent *entity.Base) (*entity.Page, error) {
	if p.refused != nil {
		return nil, p.refused
	}
	if p.wanted == nil { // the node never has it
		return &entity.Page{}, nil
	}
	return runningFrom(ctx).loader.Page(parent, p.wanted)
}

// referenced resolves a field of which the node holds the id only.
func referenced[T any](ctx context.Context, _ *Resolver, parent entity.Entity) (*T, error) {
	f := parent.EntityBase().Plan.Type.Fields[graphql.GetFieldContext(ctx).Field.Name]
	return modelOf[T](runningFrom(ctx).loader.Reference(parent, f.Names[0]))
}

// oneOf resolves a finder, or an edge with one item at most; nil for none, and for a
// finder of what the Graph API does not show.
func oneOf[T any](ctx context.Context, r *Resolver, parent entity.Entity) (*T, error) {
	items, err := wholeEdge[T](ctx, r, parent)
	if refusal, refused := errors.AsType[*graphapi.Error](err); refused {
		f, unread := r.edge(ctx, parent)
		if unread == nil && f.Kind == mapping.Finder && f.findsNothing(refusal) {
			return nil, nil
		}
	}
	if len(items) == 0 {
		return nil, err
	}
	return items[0], nil
}

// findsNothing reports whether a finder says by an error that there is no such node: by the
// code that the finder has for this, or by the id that was looked for. Any other error that
// says that something is not there is about something else.
func (f *field) findsNothing(refusal *graphapi.Error) bool {
	if id, unknown := refusal.Unknown(); unknown {
		return f.Edge.ByID && id == f.requests[0].Params[0].Value
	}
	return refusal.Kind() == graphapi.NotFound && slices.Contains(f.Refused.Codes, refusal.Code)
}

// fillConnection puts a slice into a connection, and returns the errors of the items that could
// not be read, each with its place in the slice. Cursors are written only when they are asked
// for.
func fillConnection[T any](c *model.Connection[T], s *connection.Slice, of *entity.Base, wanted *expansion.Edge) []*entity.ValueError {
	c.PageInfo.HasNextPage, c.PageInfo.HasPreviousPage = s.HasNext, s.HasPrevious
	if s.Total >= 0 {
		total := int32(s.Total) //nolint:gosec // an edge that comes whole has at most a page
		c.TotalCount = &total
	}
	n := s.Len()
	c.Nodes, c.Edges = make([]*T, 0, n), make([]*model.Edge[T], 0, n)
	edges := make([]model.Edge[T], n)
	var lost []*entity.ValueError
	for i := range n {
		if err, ok := s.Item(i).(*entity.ValueError); ok {
			err = err.At(of, wanted.Name, i)
			if i > 0 {
				err = err.Behind(s.Item(i - 1))
			}
			lost = append(lost, err)
			continue
		}
		edges[i].Node = s.Item(i).(*T)
		if wanted.Cursors {
			edges[i].Cursor = s.Cursor(i)
		}
		c.Nodes, c.Edges = append(c.Nodes, edges[i].Node), append(c.Edges, &edges[i])
	}
	if !wanted.Ends {
		return lost
	}
	if start := s.Start(); start != "" {
		c.PageInfo.StartCursor = &start
	}
	if end := s.End(); end != "" {
		c.PageInfo.EndCursor = &end
	}
	return lost
}
