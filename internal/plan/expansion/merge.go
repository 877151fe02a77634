package expansion

import (
	"cmp"
	"slices"
)

// Merge returns an expansion that asks for everything that either of two expansions of
// nodes of one type asks for. Neither is changed.
func Merge(a, b *Expansion) *Expansion {
	if a == b {
		return a
	}
	merged := &Expansion{Type: a.Type, View: a.View, Through: a.Through, PerNode: a.PerNode || b.PerNode, ByPath: a.ByPath}
	merged.include(a)
	merged.include(b)
	merged.Arrange()
	return merged
}

// include adds everything that another expansion asks for.
func (n *Expansion) include(other *Expansion) {
	n.WantsID, n.ShowsID = n.WantsID || other.WantsID, n.ShowsID || other.ShowsID
	n.Telltale, n.SpareTelltale = cmp.Or(n.Telltale, other.Telltale), cmp.Or(n.SpareTelltale, other.SpareTelltale)
	for key, err := range other.Refused {
		if n.Refused == nil {
			n.Refused = map[string]error{}
		}
		n.Refused[key] = err
	}
	for _, name := range other.order {
		n.mention(name)
	}
	for _, name := range other.Names {
		n.Add(name)
	}
	for _, o := range other.Objects {
		inner := n.object(o.Name, o.Node.Type)
		inner.Through = o.Node.Through
		inner.include(o.Node)
	}
	for _, o := range other.References {
		n.Refer(o.Name, o.Node.Type).include(o.Node)
	}
	for _, e := range other.Edges {
		same := n.AddPage(e.Key, e.Edge, e.Node.Type, e.Params)
		if e.Finder {
			same.Finder, same.Node.Through, same.Node.PerNode, same.Node.found = true, true, n.PerNode, true
		}
		if e.Pinned {
			same.Pinned, same.Node.PerNode = true, n.PerNode
		}
		same.Include(e)
	}
}

// Include adds all that is wanted of another page with the same key.
func (e *Edge) Include(other *Edge) {
	e.Params = larger(e.Edge, e.Params, other.Params)
	e.Owner = other.Owner
	if other.RefusedWith != nil {
		e.RefusedWith = other.RefusedWith
	}
	e.Again = e.Again || other.Again
	e.Read(other.MaxPages, other.MaxItems)
	e.Beyond = e.Beyond || other.Beyond
	e.Cursors = e.Cursors || other.Cursors
	e.Ends = e.Ends || other.Ends
	e.want(other.fields...)
	e.Node.include(other.Node)
	e.TellMetricsApart(nil)
}

// CompatibleWith reports whether one field expansion can ask for all that two ask for: their
// nodes are of one type, and no edge, at any depth, is in both with different pages.
func (n *Expansion) CompatibleWith(other *Expansion) bool {
	if n.Type != other.Type || !Mergeable(n, other) {
		return false
	}
	for _, a := range n.Edges {
		for _, b := range other.Edges {
			if a.Name == b.Name && (a.Key != b.Key || !slices.Equal(a.metrics(), b.metrics()) || !a.Node.CompatibleWith(b.Node)) {
				return false
			}
		}
	}
	for _, o := range n.Objects {
		if same := other.Object(o.Name); same != nil && !o.Node.CompatibleWith(same) {
			return false
		}
	}
	return true
}

// Owned reports whether a call for the node asks for a page that no other node has.
func (n *Expansion) Owned() bool {
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked == Here && (e.Owner != 0 || e.Pinned || e.Finder && e.Node.Owned()) }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.Owned() })
}
