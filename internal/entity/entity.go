// Package entity turns Graph API answers into the typed values that resolvers
// return. The plan says what to read, and the models' struct tags where it goes (package
// shape); an answer is read once, from front to back (package reader).
//
//	entity.go         a node, and the pages of its edges
//	found_through.go  how a node was found, where no id tells
//	page.go           a page of nodes or values
//	model.go          the Go structs that answers are read into
//
//	decode.go         reads answers that are nodes or values
//	list.go           reads pages, and answers that are pages
//	edge.go           reads edges, and answers that are one edge
//	accounts.go       reads the accounts of Facebook Pages
//	node.go           reads a node, field by field
//	value.go          reads values without ids
//	beside.go         reads errors inside answers
//	answer.go         the answer that is being read
//
//	reading.go        what comes of reading, beside the models
//	fault.go          values that do not have the documented form
//	error.go          answers that do not have it
//
//	missing.go        what a call left out of its nodes
//	supplement.go     what another call for the same nodes adds
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
	// FoundThrough is set for a node that cannot be read by its own id, or that shows less
	// where it was found.
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
func (b *Base) EntityBase() *Base { return b }

// label names the node by its type and its Graph API id; empty for no node, and for one
// without an id.
func (b *Base) label() string {
	if b == nil || b.GraphID == "" || b.Plan == nil {
		return ""
	}
	return b.Plan.Type.Name + " " + b.GraphID
}

// ID returns the global id.
func (b *Base) ID() string {
	return globalid.ID{Type: b.Plan.Type.Name, GraphID: b.GraphID, Way: b.way()}.String()
}

// Page returns the page with that edge key, or the error in its place. The page is
// empty, not nil, when the call wanted it and the Graph API left it out; page and
// error are nil when no call wanted it.
func (b *Base) Page(key string) (*Page, error) {
	for _, p := range b.pages {
		if p.key == key {
			return p.page, p.err
		}
	}
	return nil, nil
}

// Put gives the node a page, or the error in its place.
func (b *Base) Put(key string, page *Page, err error) {
	for i := range b.pages {
		if b.pages[i].key == key {
			b.pages[i] = keyedPage{key, page, err}
			return
		}
	}
	b.pages = append(b.pages, keyedPage{key, page, err})
}

// Has reports whether the node has a page with that edge key, or an error in its
// place.
func (b *Base) Has(key string) bool {
	return slices.ContainsFunc(b.pages, func(p keyedPage) bool { return p.key == key })
}

// fill gives the node an empty page for every edge of its call that the answer left
// out: this is how the Graph API says that an edge is empty.
func (b *Base) fill() {
	for _, e := range b.Plan.Edges {
		if e.Asked == expansion.Here && !b.Has(e.Key) {
			b.Put(e.Key, &Page{Refused: e.Refused}, nil)
		}
	}
}
