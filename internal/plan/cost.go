package plan

import "github.com/gramql/gramql/internal/dialect"

// CallCost is the cost of one Graph API call; a node costs 1. Calls are what Meta
// counts, nodes are the work on both sides.
const CallCost = 10

// Cost returns the most that the plan can cost: the nodes that it can read, with
// nested page sizes multiplied, and the calls of its bound.
func (p *Plan) Cost(mode dialect.LookupMode) int {
	return add(p.nodes(), times(p.Bound(mode), CallCost))
}

// nodes returns the most nodes that the plan can read.
func (p *Plan) nodes() int {
	nodes := 0
	if p.Me != nil {
		accounts := 1
		if p.Accounts {
			accounts = FacebookPagesPerCall * MaxFacebookPagesCalls
		}
		nodes = times(accounts, p.Me.nodes())
	}
	if p.FacebookPages != nil {
		nodes = add(nodes, times(FacebookPagesPerCall*MaxFacebookPagesCalls, p.FacebookPages.nodes()))
	}
	for _, root := range p.order {
		for _, l := range root.Lookups {
			if l.Err == nil {
				nodes = add(nodes, l.Node.nodes())
			}
		}
		if root.Search != nil {
			nodes = add(nodes, root.Search.Node.nodes())
		}
	}
	return nodes
}

// nodes returns the most nodes that one node can bring by all its field expansions,
// itself included.
func (n *Node) nodes() int {
	nodes := n.expanded()
	for _, supplement := range n.Supplements() {
		nodes = add(nodes, supplement.expanded())
	}
	return nodes
}

// expanded returns the most nodes that one node can bring by one field expansion, and
// by what follows up on that. Values without an id are part of their node and cost
// nothing.
func (n *Node) expanded() int {
	nodes := 0
	if n.Type.Identified() {
		nodes = 1
	}
	for _, o := range n.Objects {
		nodes = add(nodes, o.Node.expanded())
	}
	for _, o := range n.References {
		nodes = add(nodes, o.Node.nodes())
	}
	for _, e := range n.Edges {
		switch e.Asked {
		case Here:
			nodes = add(nodes, times(e.items(), e.Node.expanded()))
		case Alone:
			nodes = add(nodes, times(e.items(), e.Node.nodes()))
		}
	}
	return nodes
}
