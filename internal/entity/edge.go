package entity

import (
	"reflect"

	"github.com/gramql/gramql/internal/plan/expansion"
)

// DecodeEdge reads an answer that is the edge in the path of a call, and returns the
// node with the id, which has nothing but that edge. The error is a *DecodeError.
func (m Models) DecodeEdge(body []byte, id string, wanted *expansion.Expansion) (Entity, error) {
	e := m.New(wanted)
	base := e.EntityBase()
	base.GraphID = id
	err := m.read(body, func(d decoder) error {
		d.row = base
		return d.edge(base, wanted.Edges[0])
	})
	if err != nil {
		return nil, err
	}
	return e, nil
}

// single reads the one value of an edge: on a page, as edges are, or without a page
// around it.
func (d decoder) single(page *Page, edge *expansion.Edge) error {
	model := d.models.of(edge.Node)
	item := func() (any, *misfit, error) { return d.item(model, edge.Node) }
	if d.json.PeekKind() != '{' || d.blank() {
		return d.page(page, edge.Name, item)
	}
	value, begin := reflect.New(model.goType), d.begin()
	var beside error
	onPage, known := false, false
	err := d.object(func(name string) error {
		if name == errorMember && model.fields[name] == nil {
			return d.inside(&beside)
		}
		if name == "data" {
			onPage = true
			return d.data(page, edge.Name, item)
		}
		known = known || d.known(model, name)
		return d.field(model, value, name, nil)
	})
	switch {
	case err != nil:
		return err
	case onPage && len(page.Items) == 0 && beside != nil:
		return refusedOr(noData, beside)
	case onPage:
		page.Broken = beside
		return nil
	case !known:
		return refusedOr(noForm, beside)
	case beside != nil:
		d.lose(model, value.Interface(), d.came(begin), beside)
	}
	page.Items = append(page.Items, value.Interface())
	return nil
}
