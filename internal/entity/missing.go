package entity

import "github.com/gramql/gramql/internal/plan/expansion"

// Missing is something that is wanted of a node and was left out of the call that
// brought the node: an edge, or another node of which it holds the id.
type Missing struct {
	Node *Base
	// Edge is what was left out; nil for a reference.
	Edge *expansion.Edge
	// Reference is the node that was left out, and ID its Graph API id; nil for an
	// edge.
	Reference *expansion.Object
	ID        string
	// Page is the page that the node is on, On the page's edge, and From the node
	// that this is an edge of; nil for a node that is on none.
	Page *Page
	On   *expansion.Edge
	From *Base
}

// Key returns the key under which Put gives the node what was left out.
func (m Missing) Key() string {
	if m.Edge == nil {
		return m.Reference.Name
	}
	return m.Edge.Key
}

// Missing returns what was left out of the call that brought a node, for all the
// nodes that came with it: from the top down, in the order of the answer.
func (m Models) Missing(e Entity) []Missing { return m.missing(e, Missing{}) }

func (m Models) missing(e Entity, place Missing) []Missing {
	base := e.EntityBase()
	if base.Plan == nil || base.Plan.Complete() {
		return nil
	}
	place.Node = base
	all := m.missingReferences(e, place)
	for _, edge := range base.Plan.Edges {
		page, err := base.Page(edge.Key)
		switch {
		case err != nil, !edge.Concerns(base):
		case page == nil:
			place.Edge = edge
			all = append(all, place)
		default:
			for _, item := range page.Items {
				if inner, ok := item.(Entity); ok {
					all = append(all, m.missing(inner, Missing{Page: page, On: edge, From: base})...)
				}
			}
		}
	}
	for _, o := range base.Plan.Objects {
		if inner := m.Object(e, o.Name); inner != nil {
			all = append(all, m.missing(inner, Missing{})...)
		}
	}
	return all
}

// missingReferences returns the nodes of which an entity holds the id, and of which
// more than that is wanted.
func (m Models) missingReferences(e Entity, place Missing) []Missing {
	var all []Missing
	for _, o := range place.Node.Plan.References {
		if id := m.ID(e, o.Name); id != "" && !o.Node.IDOnly() && !place.Node.Has(o.Name) {
			place.Reference, place.ID = o, id
			all = append(all, place)
		}
	}
	return all
}

// LostEdges returns the edges that the Graph API refused of a node, and of the nodes that came
// with the node, unless they are edges of many nodes.
func (m Models) LostEdges(e Entity) []Missing {
	base := e.EntityBase()
	if base.Plan == nil {
		return nil
	}
	var all []Missing
	if lost := base.Plan.Lost; lost != nil && !base.Plan.PerNode {
		for _, edge := range lost.Edges {
			all = append(all, Missing{Node: base, Edge: edge})
		}
	}
	for _, edge := range base.Plan.Edges {
		if page, err := base.Page(edge.Key); page != nil && err == nil {
			for _, inner := range page.Entities() {
				all = append(all, m.LostEdges(inner)...)
			}
		}
	}
	for _, o := range base.Plan.Objects {
		if inner := m.Object(e, o.Name); inner != nil {
			all = append(all, m.LostEdges(inner)...)
		}
	}
	return all
}

// Lacking returns the nodes on pages that came with a node, at any depth, of which the
// Graph API refused something: each with its page and the edge of that.
func (m Models) Lacking(e Entity) []Missing {
	base := e.EntityBase()
	if base.Plan == nil {
		return nil
	}
	var all []Missing
	for _, edge := range base.Plan.Edges {
		page, err := base.Page(edge.Key)
		if page == nil || err != nil {
			continue
		}
		for _, item := range page.Items {
			if inner, ok := item.(Entity); ok {
				if node := inner.EntityBase(); node.Plan != nil && node.Plan.Lost != nil {
					all = append(all, Missing{Node: node, Page: page, On: edge, From: base})
				}
				all = append(all, m.Lacking(inner)...)
			}
		}
	}
	for _, o := range base.Plan.Objects {
		if inner := m.Object(e, o.Name); inner != nil {
			all = append(all, m.Lacking(inner)...)
		}
	}
	return all
}
