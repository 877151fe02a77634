package entity

import (
	"reflect"

	"github.com/gramql/gramql/internal/plan"
)

// Unasked is an edge that is wanted of a node, or another node of which it holds
// the id, that was left out of the call which the node came with.
type Unasked struct {
	Node *Node
	// Edge is what was left out; nil for a reference.
	Edge *plan.Edge
	// Reference is the node that was left out, and ID its Graph API id; nil for an
	// edge.
	Reference *plan.Object
	ID        string
	// Page is the page that the node is on, On the page's edge, and From the node
	// that this is an edge of; nil for a node that is on none.
	Page *Page
	On   *plan.Edge
	From *Node
}

// Key returns under which key the node is to be given what was left out.
func (u Unasked) Key() string {
	if u.Edge == nil {
		return u.Reference.Name
	}
	return u.Edge.Key
}

// Unasked returns what was left out of the call that brought a node, of all the
// nodes that came with it, from the top down and in the order of the answer.
func (m Models) Unasked(e Entity) []Unasked { return m.unasked(e, Unasked{}) }

func (m Models) unasked(e Entity, place Unasked) []Unasked {
	base := e.Base()
	if base.Plan == nil || base.Plan.Complete() {
		return nil
	}
	place.Node = base
	all := m.references(e, place)
	for _, edge := range base.Plan.Edges {
		page, err := base.Page(edge.Key)
		switch {
		case err != nil:
		case page == nil:
			place.Edge = edge
			all = append(all, place)
		default:
			for _, item := range page.Items {
				if inner, ok := item.(Entity); ok {
					all = append(all, m.unasked(inner, Unasked{Page: page, On: edge, From: base})...)
				}
			}
		}
	}
	for _, o := range base.Plan.Objects {
		if inner := m.Object(e, o.Name); inner != nil {
			all = append(all, m.unasked(inner, Unasked{})...)
		}
	}
	return all
}

// references returns the nodes of which an entity holds the id and more is
// wanted.
func (m Models) references(e Entity, place Unasked) []Unasked {
	var all []Unasked
	for _, o := range place.Node.Plan.References {
		if id := m.ID(e, o.Name); id != "" && !o.Node.IDOnly() && !place.Node.Has(o.Name) {
			place.Reference, place.ID = o, id
			all = append(all, place)
		}
	}
	return all
}

// Object returns the node that an entity holds in a field; nil for none.
func (m Models) Object(e Entity, name string) Entity {
	f := m.types[e.Base().Plan.Type.Name].fields[name]
	if f == nil || f.object == nil {
		return nil
	}
	value := reflect.ValueOf(e).Elem().Field(f.index)
	if value.IsNil() {
		return nil
	}
	return value.Interface().(Entity)
}
