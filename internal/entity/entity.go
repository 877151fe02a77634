// Package entity turns Graph API answers into the typed things that resolvers
// hand out. What to read, and into what, the plan and the models' struct tags
// say; an answer is read once, from front to back.
package entity

import (
	"reflect"
	"slices"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/plan"
)

// Entity is a Graph API node as a Go value: a pointer to a model.
type Entity interface {
	// Base returns what the entity has in common with all others.
	Base() *Node
}

// Node is what every model of a Graph API node embeds: its id, and the pages of
// its edges that came with it.
type Node struct {
	// GraphID is the Graph API's own id.
	GraphID string
	// Plan is what was wanted of the node, and so what it holds. Nil for a node
	// that nothing was wanted of.
	Plan *plan.Node
	// Via is set for a node that can't be read by its own id, only through the
	// look-up by which it was found, or through the field of such a node.
	Via   *Via
	pages []keyedPage
}

// Via is a look-up that a node was found by, or the field that it was found in.
type Via struct {
	From *Node
	// Edge is the look-up; nil where Object names the field.
	Edge   *plan.Edge
	Object string
}

type keyedPage struct {
	key  string
	page *Page
	err  error
}

// Page is one page of an edge, or what a look-up found.
type Page struct {
	// Items are pointers to models: entities, or values without an id.
	Items []any
	// Before and After are the Graph API's cursors of the first and the last
	// item; empty when it gave none.
	Before, After string
	// Previous and Next report that the Graph API gave a link to a further page.
	Previous, Next bool
}

// IDOf returns the Graph API id of an item; empty for a value without one.
func IDOf(item any) string {
	if e, ok := item.(Entity); ok {
		return e.Base().GraphID
	}
	return ""
}

// Base returns the node itself.
func (n *Node) Base() *Node { return n }

// ID returns the global id.
func (n *Node) ID() string { return globalid.New(n.Plan.Type.Name, n.GraphID) }

// Page returns the page with that edge key, or the error that came in its place.
// It is empty, not nil, when it was asked for and the Graph API left it out;
// without an error it is nil when it was not asked for.
func (n *Node) Page(key string) (*Page, error) {
	for _, p := range n.pages {
		if p.key == key {
			return p.page, p.err
		}
	}
	return nil, nil
}

// Put gives the node a page that it did not come with, or the error that came in
// its place.
func (n *Node) Put(key string, page *Page, err error) {
	n.pages = append(n.pages, keyedPage{key, page, err})
}

// Has reports whether the node holds a page with that edge key, or an error in its
// place.
func (n *Node) Has(key string) bool {
	return slices.ContainsFunc(n.pages, func(p keyedPage) bool { return p.key == key })
}

// fill gives the node an empty page for every edge that was asked for and left
// out: so the Graph API says that an edge has nothing.
func (n *Node) fill() {
	for _, e := range n.Plan.Edges {
		if e.As != "" && !n.Has(e.Key) {
			n.Put(e.Key, &Page{}, nil)
		}
	}
}

// New returns an entity of which only the type is known, for a node that nothing
// was wanted of.
func (m Models) New(wanted *plan.Node) Entity {
	e := reflect.New(m.types[wanted.Type.Name].goType).Interface().(Entity)
	e.Base().Plan = wanted
	return e
}
