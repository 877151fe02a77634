package expansion

import "slices"

// Supplements returns what else to ask of the same node, because its field expansion
// has room for only one page of an edge: each is an expansion of its own, with a
// further page and with the edges that lead there. No call needs another's answer;
// what a supplement leads to is in the expansions before it.
func (n *Expansion) Supplements() []*Expansion {
	if !n.Crowded() {
		return nil
	}
	var all []*Expansion
	at := func(i int) *Expansion {
		for len(all) <= i {
			all = append(all, &Expansion{Type: n.Type, View: n.View, Through: n.Through, Absent: n.Absent, ShowsID: n.ShowsID, PerNode: n.PerNode, found: n.found})
		}
		return all[i]
	}
	pages := map[string]int{} // by the edge's name
	for _, e := range n.Edges {
		if e.Asked == Alone {
			continue
		}
		behind := e.Node.Supplements()
		if e.Asked == Beside {
			behind = slices.Insert(behind, 0, e.Node)
		}
		for _, inner := range behind {
			supplement := at(pages[e.Name])
			supplement.Edges = append(supplement.Edges, e.leadingTo(inner))
			pages[e.Name]++
		}
	}
	for _, o := range n.Objects {
		for i, inner := range o.Node.Supplements() {
			supplement := at(i)
			supplement.Objects = append(supplement.Objects, &Object{Name: o.Name, Node: inner})
		}
	}
	return all
}

// Expansions returns the expansion and its supplements: all that is asked of the node at once.
func (n *Expansion) Expansions() []*Expansion { return append([]*Expansion{n}, n.Supplements()...) }

// Crowded reports whether the node's field expansion has no room for all that its
// call could ask for.
func (n *Expansion) Crowded() bool {
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked == Beside || e.Asked == Here && e.Node.Crowded() }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.Crowded() })
}

// leadingTo returns the edge, in a call for its node, with another node behind it.
func (e *Edge) leadingTo(n *Expansion) *Edge {
	lead := *e
	lead.Asked, lead.Node = Here, n
	return &lead
}
