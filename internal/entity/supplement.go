package entity

import (
	"reflect"

	"github.com/gramql/gramql/internal/plan/expansion"
)

// Supplement gives a node, and the nodes that came with it, the pages that a
// supplement of its plan asked for: those of from, or the error in their place. A node
// that is not among those behind from stays without them.
func (m Models) Supplement(e, from Entity, supplement *expansion.Expansion, err error) {
	base := e.EntityBase()
	for _, edge := range supplement.Edges {
		if own := base.Plan.Edge(edge.Key); own == nil || own.RefusedWith != nil || edge.Asked != expansion.Here {
			continue
		} else if own.Asked == expansion.Here {
			m.supplementItems(base, from, edge, err)
		} else if page, err := broughtBy(from, edge, err); page != nil || err != nil {
			base.Put(edge.Key, page, err)
		}
	}
	for _, o := range supplement.Objects {
		if inner := m.Object(e, o.Name); inner != nil {
			m.Supplement(inner, m.objectOf(from, o.Name), o.Node, err)
		}
	}
}

// supplementItems supplements the nodes on a page that both calls asked for.
func (m Models) supplementItems(base *Base, from Entity, edge *expansion.Edge, err error) {
	own, refused := base.Page(edge.Key)
	if own == nil || refused != nil {
		return
	}
	page, err := broughtBy(from, edge, err)
	for _, item := range own.Items {
		if e, ok := item.(Entity); ok {
			if same := page.node(e.EntityBase().GraphID); same != nil || err != nil {
				m.Supplement(e, same, edge.Node, err)
			}
		}
	}
}

// broughtBy returns the page of an edge that a supplement brought, or the error in its
// place; neither when it is left to another call.
func broughtBy(from Entity, edge *expansion.Edge, err error) (*Page, error) {
	if from == nil || err != nil {
		return nil, err
	}
	if err := from.EntityBase().Plan.Refused[edge.Key]; err != nil {
		return nil, err
	}
	return from.EntityBase().Page(edge.Key)
}

func (m Models) objectOf(e Entity, name string) Entity {
	if e == nil {
		return nil
	}
	return m.Object(e, name)
}

// node returns the node with an id, or nil.
func (p *Page) node(id string) Entity {
	if p != nil {
		for _, item := range p.Items {
			if IDOf(item) == id {
				return item.(Entity)
			}
		}
	}
	return nil
}

// Fill gives a node what another answer about the same node holds in a field.
func (m Models) Fill(e, from Entity, name string) {
	to, other := reflect.ValueOf(e).Elem(), reflect.ValueOf(from).Elem()
	if f := m.of(e.EntityBase().Plan).Field(name); f != nil && to.Type() == other.Type() {
		f.Copy(to, other)
	}
}
