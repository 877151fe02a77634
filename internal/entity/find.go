package entity

import "slices"

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
