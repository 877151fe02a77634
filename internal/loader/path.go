package loader

import (
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// path is the way to an edge of a node: a look-up of the node by its id, or, for a
// node that cannot be read by its id, of the one through which it was found.
type path struct {
	lookup lookup.Lookup
	// steps lead from the node that is looked up to the edge's node.
	steps []lookup.Step
	// edge is nil where the node itself is wanted.
	edge *expansion.Edge
}

func (l *Loader) pathTo(parent *entity.Base, edge *expansion.Edge) (path, error) {
	t := path{edge: edge}
	single := edge.Owner != 0 || paging.HasPosition(edge.Params)
	n := expansion.EdgeOnly(edge.Parent, edge)
	for ; parent.FoundThrough != nil; parent = parent.FoundThrough.From {
		v := parent.FoundThrough
		n.Through = true
		by := v.Edge
		if single && by != nil && by.Pinnable() {
			var err error
			if by, err = l.pin(v, parent.GraphID); err != nil {
				return t, err
			}
		}
		t.steps = append(t.steps, lookup.Step{Field: fieldOf(v), Edge: by, Object: v.Object, ID: parent.GraphID})
		if by == nil {
			n = expansion.FieldOnly(v.From.Plan.Type, v.Object, n)
			continue
		}
		found := *by
		found.Node = n
		n = expansion.EdgeOnly(by.Parent, &found)
	}
	slices.Reverse(t.steps)
	// Not found, of an edge in the path of a call, is the edge, and not the node.
	t.lookup = lookup.Lookup{ID: parent.GraphID, Node: n, Known: !n.ByPath}
	return t, nil
}

// shared reports whether the look-up is about other nodes as well: those on a page that
// the path leads along.
func (t path) shared() bool {
	return slices.ContainsFunc(t.steps, func(s lookup.Step) bool { return s.Edge != nil && !s.Edge.Finder && !s.Edge.Pinned })
}

// fieldOf returns the field through which a node was found.
func fieldOf(v *entity.FoundThrough) *mapping.Field {
	if v.Edge == nil {
		return v.From.Plan.Type.Leading(v.Object)
	}
	return v.Edge.Parent.EdgeNamed(v.Edge.Name)
}

// page finds the page in what the path's look-up found: the node itself when the
// path leads to no edge. Where a node on the way is gone, the error says so.
func (t path) page(models entity.Models, at entity.Entity, err error) (*entity.Page, error) {
	for _, step := range t.steps {
		if at == nil || err != nil {
			break
		}
		var page *entity.Page
		if page, err = pageOf(models, at, step); err == nil {
			at = page.Find(step.ID)
		}
		if at == nil && err == nil {
			err = step.Gone()
		}
	}
	switch {
	case err != nil:
		return nil, err
	case at == nil:
		return &entity.Page{}, nil
	case t.edge == nil:
		return &entity.Page{Items: []any{at}}, nil
	}
	return pageOf(models, at, lookup.Step{Edge: t.edge})
}

// pageOf returns the page of an edge or finder that came with a node, or the node in
// one of its fields, or the error in their place.
func pageOf(models entity.Models, at entity.Entity, step lookup.Step) (*entity.Page, error) {
	if step.Edge == nil {
		if inner := models.Object(at, step.Object); inner != nil {
			return &entity.Page{Items: []any{inner}}, nil
		}
		return nil, at.EntityBase().Plan.Refused[step.Object]
	}
	if err := at.EntityBase().Plan.Refused[step.Edge.Key]; err != nil {
		return nil, err
	}
	return at.EntityBase().Page(step.Edge.Key)
}
