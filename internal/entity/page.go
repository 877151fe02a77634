package entity

import (
	"slices"

	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/plan/refused"
)

// Page is one page of an edge, or the node that a finder found.
type Page struct {
	// Items are pointers to models: entities, or values without an id. In the place of
	// an item that could not be read is a *ValueError, so that the others keep theirs.
	Items []any
	// Paging is what the answer says of the pages before and behind this one.
	reader.Paging
	// Broken is the error that the Graph API gave beside the items: more may belong there.
	// Nil for none.
	Broken error
	// Refused are the metrics that the Graph API refused among those asked for.
	Refused []*refused.MetricError
}

// Entities returns the nodes on the page.
func (p *Page) Entities() []Entity {
	var found []Entity
	for _, item := range p.Items {
		if e, ok := item.(Entity); ok {
			found = append(found, e)
		}
	}
	return found
}

// First returns the first item, or the error in its place; nil for none.
func (p *Page) First() any {
	if len(p.Items) == 0 {
		return nil
	}
	return p.Items[0]
}

// Lost returns the errors of the items that could not be read.
func (p *Page) Lost() []error {
	var lost []error
	for i, item := range p.Items {
		if err, ok := item.(*ValueError); ok {
			if i > 0 {
				err = err.Behind(p.Items[i-1])
			}
			lost = append(lost, err)
		}
	}
	return lost
}

// IndexOf returns the index of the item with a Graph API id; -1 for none.
func (p *Page) IndexOf(id string) int {
	return slices.IndexFunc(p.Items, func(item any) bool { return id != "" && IDOf(item) == id })
}

// Find returns the node with a Graph API id; nil for none, and for a page that is nil.
func (p *Page) Find(id string) Entity {
	if p == nil {
		return nil
	}
	if i := p.IndexOf(id); i >= 0 {
		found, _ := p.Items[i].(Entity)
		return found
	}
	return nil
}
