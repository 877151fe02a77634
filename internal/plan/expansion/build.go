package expansion

import (
	"slices"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
)

// Add adds a plain field, if it is shown.
func (n *Expansion) Add(name string) {
	if name == "id" && n.Type.Identified() {
		n.WantsID, n.ShowsID = true, true
		return
	}
	if !n.View.Has(name) {
		return
	}
	if n.Names == nil {
		n.Names = make([]string, 0, 8)
	}
	if !slices.Contains(n.Names, name) {
		n.Names = append(n.Names, name)
		n.mention(name)
	}
}

// Need adds the edges that a computed field needs.
func (n *Expansion) Need(list fields.List) {
	for _, needed := range list {
		f := n.Type.EdgeNamed(needed.Name)
		if f == nil || !n.View.Has(needed.Name) || n.Lacks(needed.Name) {
			continue
		}
		edge := n.AddEdge(f.Edge, f.Target, needed.Params)
		edge.Read(1, edge.PageSize)
		for _, inner := range needed.Fields {
			edge.Node.Add(inner.Name)
		}
	}
}

// object adds the node in a field, and returns it to be filled.
func (n *Expansion) object(name string, t *mapping.Type) *Expansion {
	for _, o := range n.Objects {
		if o.Name == name {
			return o.Node
		}
	}
	o := &Object{Name: name, Node: &Expansion{Type: t, View: n.View.Behind(name), WantsID: true, PerNode: n.PerNode, found: n.found}}
	n.Objects = append(n.Objects, o)
	n.mention(name)
	return o.Node
}

// Behind adds the node in the field that holds it, and returns it to be filled.
func (n *Expansion) Behind(f *mapping.Field) *Expansion {
	inner := n.object(f.Names[0], f.Target)
	inner.Through = (n.Through || f.Target.Through) && !f.Own
	return inner
}

// Refer adds the node whose id is in a plain field, and returns it to be
// filled.
func (n *Expansion) Refer(name string, t *mapping.Type) *Expansion {
	n.Add(name)
	if same := n.Reference(name); same != nil {
		return same
	}
	o := &Object{Name: name, Node: &Expansion{Type: t, WantsID: true, PerNode: n.PerNode}}
	n.References = append(n.References, o)
	return o.Node
}

// EdgeOnly returns an expansion that asks for one page of an edge and nothing else: a
// follow-up call.
func EdgeOnly(parent *mapping.Type, e *Edge) *Expansion {
	alone := *e
	alone.Asked, alone.RefusedWith, alone.Again = Here, nil, e.RefusedWith != nil
	return &Expansion{Type: parent, Edges: []*Edge{&alone}, ByPath: e.Alone}
}

// FieldOnly returns an expansion that asks for another node in one of its fields and
// nothing else.
func FieldOnly(parent *mapping.Type, name string, n *Expansion) *Expansion {
	return &Expansion{Type: parent, Objects: []*Object{{Name: name, Node: n}}}
}
