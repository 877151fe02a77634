package entity

import (
	"github.com/gramql/gramql/internal/entity/reader"
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

// edge reads what is behind an edge: a page, or the one node of a finder. What is
// neither is an error in the edge's place.
func (d decoder) edge(parent *Base, edge *expansion.Edge) error {
	page, model, kind := &Page{Refused: edge.Refused}, d.models.of(edge.Node), d.Kind()
	before := d.beginPart()
	var err error
	switch {
	case edge.Finder:
		err = d.found(page, edge)
	case edge.Alone:
		err = d.single(page, edge)
	default:
		d.Odd = d.Odd || kind == '['
		err = d.page(page, edge.Name, func() (any, *reader.Misfit, error) { return d.item(model, edge.Node) })
	}
	d.endPart(before, model.Node && len(page.Items) > 0 && len(edge.Node.Names) > 0)
	if kind != 'n' && (len(page.Items) == 0 || !model.Node) { // the nodes on a page speak for themselves
		d.told = true
	}
	if edge.Node.Through {
		through := &FoundThrough{From: parent, Edge: edge}
		for _, item := range page.Items {
			if found, ok := item.(Entity); ok {
				found.EntityBase().FoundThrough = through
			}
		}
	}
	odd, err := reader.Split(err, kind)
	if odd != nil {
		parent.Put(edge.Key, nil, edge.Refusal(d.loss(edge.Name, odd)))
	} else {
		parent.Put(edge.Key, page, nil)
	}
	return err
}

// found reads the node that a finder found.
func (d decoder) found(page *Page, edge *expansion.Edge) error {
	if d.Blank() {
		return d.SkipOdd()
	}
	id := ""
	if edge.ByID {
		id = edge.Params[0].Value
	}
	e, err := d.sought(id, edge.Node)
	if err != nil {
		return err
	}
	page.Items = append(page.Items, e)
	return nil
}

// single reads the one value of an edge: on a page, as edges are, or without a page
// around it.
func (d decoder) single(page *Page, edge *expansion.Edge) error {
	model := d.models.of(edge.Node)
	item := func() (any, *reader.Misfit, error) { return d.item(model, edge.Node) }
	if d.Kind() != '{' || d.Blank() {
		return d.page(page, edge.Name, item)
	}
	value, begin, before := model.New(), d.Offset(), d.beginPart()
	var beside error
	onPage, known := false, false
	err := d.Object(func(name string) error {
		if name == errorMember && model.Field(name) == nil {
			return d.inside(&beside)
		}
		if name == "data" {
			onPage = true
			return d.data(page, edge.Name, item)
		}
		known = known || d.known(model, name)
		return d.field(model, value, name, edge.Node)
	})
	d.endPart(before, !onPage && !edge.Node.IDOnly())
	switch {
	case err != nil:
		return err
	case onPage && len(page.Items) == 0 && beside != nil:
		return reader.NoData.Refused(beside)
	case onPage:
		page.Broken = beside
		return nil
	case !known:
		return reader.NoForm.Refused(beside)
	case beside != nil:
		d.lose(model, value.Interface(), d.membersSince(begin), beside)
	}
	page.Items = append(page.Items, value.Interface())
	return nil
}
