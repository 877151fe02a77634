// Package entity turns Graph API answers into the typed values that resolvers
// return. The plan says what to read, and the models' struct tags where it goes; an
// answer is read once, from front to back.
//
//	entity.go      a node, and the pages of its edges
//	model.go       the Go structs that answers are read into
//	decode.go      reads nodes and values
//	edge.go        reads answers that are one edge
//	page.go        reads pages
//	scalar.go      reads values of one field
//	reader.go      reads JSON
//	beside.go      errors inside answers
//	fault.go       values that do not have the documented form
//	error.go       answers that do not have it
//	missing.go     what a call left out of its nodes
//	supplement.go  what another call for the same nodes adds
package entity

import (
	"slices"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Entity is a Graph API node as a Go value: a pointer to a model.
type Entity interface {
	// EntityBase returns what the entity has in common with all others.
	EntityBase() *Base
}

// Base is embedded in every model of a Graph API node: its id, and the pages of its
// edges that came with it.
type Base struct {
	// GraphID is the Graph API's own id.
	GraphID string
	// Plan is what was wanted of the node, and so what it holds; nil for a node of
	// which nothing was wanted.
	Plan *expansion.Expansion
	// FoundThrough is set for a node that cannot be read by its own id, or that shows less where
	// it was found.
	FoundThrough *FoundThrough
	pages        []keyedPage
}

type keyedPage struct {
	key  string
	page *Page
	err  error
}

// IDOf returns the Graph API id of an item; empty for a value without one.
func IDOf(item any) string {
	if e, ok := item.(Entity); ok {
		return e.EntityBase().GraphID
	}
	return ""
}

// EntityBase returns what all entities have in common.
func (n *Base) EntityBase() *Base { return n }

// ID returns the global id.
func (n *Base) ID() string {
	return globalid.ID{Type: n.Plan.Type.Name, GraphID: n.GraphID, Way: n.way()}.String()
}

// Page returns the page with that edge key, or the error in its place. The page is
// empty, not nil, when the call wanted it and the Graph API left it out; page and
// error are nil when no call wanted it.
func (n *Base) Page(key string) (*Page, error) {
	for _, p := range n.pages {
		if p.key == key {
			return p.page, p.err
		}
	}
	return nil, nil
}

// Put gives the node a page, or the error in its place.
func (n *Base) Put(key string, page *Page, err error) {
	for i := range n.pages {
		if n.pages[i].key == key {
			n.pages[i] = keyedPage{key, page, err}
			return
		}
	}
	n.pages = append(n.pages, keyedPage{key, page, err})
}

// Has reports whether the node has a page with that edge key, or an error in its
// place.
func (n *Base) Has(key string) bool {
	return slices.ContainsFunc(n.pages, func(p keyedPage) bool { return p.key == key })
}

// fill gives the node an empty page for every edge of its call that the answer left
// out: this is how the Graph API says that an edge is empty.
func (n *Base) fill() {
	for _, e := range n.Plan.Edges {
		if e.Asked == expansion.Here && !n.Has(e.Key) {
			n.Put(e.Key, &Page{Refused: e.Refused}, nil)
		}
	}
}
