package plan

import (
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Share is what one field of a plan can cost.
type Share struct {
	// Field is the field's schema coordinate, such as Media.children.
	Field string
	// Path is where the field stands in the operation, by the fields' names.
	Path string
	Cost int
}

// Dearest returns the field with the highest cost of its own, without what is selected
// below it; fields with one path count together. It has no cost if none of the fields
// has one: me alone is one node, in a call that nothing can spare.
func (p *Plan) Dearest(mode dialect.LookupMode) Share {
	b := bill{mode: mode, shares: map[string]int{}}
	b.tops(p)
	b.roots(p)
	var most Share
	for _, share := range b.order {
		if share.Cost > most.Cost {
			most = share
		}
	}
	return most
}

// bill adds up what the fields of a plan cost.
type bill struct {
	mode  dialect.LookupMode
	nodes int
	// order are the fields' shares, and shares where they are in it, by path; nil
	// where only the nodes are counted.
	order  []Share
	shares map[string]int
}

// tops adds all nodes of a plan.
func (b *bill) tops(p *Plan) {
	for _, top := range p.tops() {
		if top.path != "me" {
			b.note("Query."+top.path, top.path, top.nodes)
		}
		b.node(top.node, reached{top.nodes, 1}, top.path)
	}
}

// roots notes the calls that root fields cost by themselves.
func (b *bill) roots(p *Plan) {
	calls := func(path string, n int) { b.note("Query."+path, path, times(n, CallCost)) }
	if p.Accounts != nil {
		calls("accounts", p.pageCalls(p.Accounts, b.mode))
	}
	if p.FacebookPages != nil {
		calls("pages", p.pageCalls(p.FacebookPages, b.mode))
	}
	for _, root := range p.order {
		var lookups []lookup.Lookup
		for _, l := range root.Lookups {
			if l.Err == nil {
				lookups = append(lookups, l)
			}
		}
		if root.Search != nil {
			calls(root.Field.Name, 1)
			if !root.Search.Node.IDOnly() {
				lookups = append(lookups, lookup.Lookup{Node: root.Search.Node})
			}
		}
		if root.Call != nil {
			calls(root.Field.Name, 1)
		}
		if root.Write != nil {
			calls(root.Field.Name, root.Write.bound(1, b.mode))
		}
		calls(root.Field.Name, len(lookup.Opening(lookups, b.mode)))
	}
}

// node adds the nodes that stand at a path, and what they bring by all their field
// expansions.
func (b *bill) node(n *expansion.Expansion, r reached, path string) {
	b.expansion(n, r, path)
	for _, supplement := range n.Supplements() {
		b.expansion(supplement, r, path)
	}
}

// expansion adds what nodes bring by one field expansion, and by what follows up on
// that. What has no global id is part of its node and costs nothing.
func (b *bill) expansion(n *expansion.Expansion, r reached, path string) {
	if n.Type.IsNode() && !n.OnTheWay() {
		b.nodes = add(b.nodes, r.nodes)
	}
	for _, o := range n.Objects {
		f := n.Type.Leading(o.Name)
		path := b.below(path, f)
		if o.Node.Type.IsNode() && !o.Node.OnTheWay() {
			b.note(f.Coordinate(), path, r.nodes)
		}
		b.expansion(o.Node, r, path)
	}
	for _, o := range n.References {
		f := n.Type.Referring(o.Name)
		path := b.below(path, f)
		b.reference(o.Node, f.Coordinate(), r, path)
		b.node(o.Node, r, path)
	}
	for _, e := range n.Edges {
		if e.Asked == expansion.Beside { // by a supplement
			continue
		}
		f := n.Type.EdgeNamed(e.Name)
		path := b.below(path, f)
		b.edge(n, e, f.Coordinate(), r, path)
		if e.Asked == expansion.Alone {
			b.node(e.Node, r.along(n, e), path)
		} else {
			b.expansion(e.Node, r.along(n, e), path)
		}
	}
}

// below returns the path of a field; empty where nothing is noted.
func (b *bill) below(path string, f *mapping.Field) string {
	if b.shares == nil {
		return ""
	}
	return path + "." + f.Name
}

// reference notes what it costs by itself to look up the nodes whose ids the nodes have in a
// field.
func (b *bill) reference(n *expansion.Expansion, field string, r reached, path string) {
	own := times(CallCost, r.referring(n, b.mode))
	if n.Type.IsNode() {
		own = add(own, times(r.nodes, len(n.Expansions())))
	}
	b.note(field, path, own)
}

// note adds to what a field costs by itself.
func (b *bill) note(field, path string, own int) {
	if b.shares == nil {
		return
	}
	i, known := b.shares[path]
	if !known {
		i = len(b.order)
		b.shares[path], b.order = i, append(b.order, Share{Field: field, Path: path})
	}
	b.order[i].Cost = add(b.order[i].Cost, own)
}

// edge notes what an edge of the nodes costs by itself.
func (b *bill) edge(n *expansion.Expansion, e *expansion.Edge, field string, r reached, path string) {
	own := times(CallCost, r.calls(n, e, b.mode))
	if e.Node.Type.IsNode() {
		own = add(own, r.along(n, e).nodes)
	}
	b.note(field, path, own)
}
