package plan

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// CallCost is the cost of one Graph API call; a node costs 1. A call is one HTTP request,
// here and in bounds, budgets, the explain extension and metrics. A batch is one, though
// Meta's quotas count its items, which are the nodes that are looked up.
const CallCost = 10

// Cost returns the most that the plan can cost: the nodes that it can read, with
// nested page sizes multiplied, the calls of its bound, and the calls to answer the
// rest of what the Graph API refuses.
func (p *Plan) Cost(mode dialect.LookupMode) int {
	b := bill{mode: mode}
	b.tops(p)
	beside := add(p.Repairs(mode), p.Apart(mode))
	calls := add(p.BoundBeside(beside, mode), beside)
	if mode != dialect.Batch { // what one look-up is refused makes each of the others call again
		calls = add(calls, len(lookup.Unite(p.Lookups())))
	}
	if mode == dialect.IDs { // one that is not there is asked for by its id alone
		calls = add(calls, len(lookup.Unite(p.Lookups())))
	}
	return add(b.nodes, times(calls, CallCost))
}

// Apart returns the most calls that tell what is refused from what is not when no repairs are
// left: a few for each node of which several parts can be refused, and any number that is allowed
// where there are pages of several nodes.
func (p *Plan) Apart(mode dialect.LookupMode) int {
	calls := 0
	for _, top := range p.tops() {
		parts := len(top.node.Parts())
		if parts > 0 && (top.nodes > 1 || crowded(top.node)) {
			return MaxApart
		}
		if calls = add(calls, parts); parts > 1 {
			calls = add(calls, min(parts, callsMore))
		}
	}
	return min(max(0, calls-p.Repairs(mode)), MaxApart)
}

// top is a node that root fields start from, and how many such nodes there can be.
type top struct {
	node  *expansion.Expansion
	nodes int
	path  string
	// id is the Graph API id; empty where it is not known yet.
	id string
}

func (p *Plan) tops() []top {
	var tops []top
	if p.Accounts != nil {
		tops = append(tops, top{node: p.Accounts, nodes: maxFacebookPages, path: "accounts"})
	}
	if p.Me != nil && p.Me != p.Accounts {
		tops = append(tops, top{node: p.Me, nodes: 1, path: "me"})
	}
	if p.FacebookPages != nil {
		tops = append(tops, top{node: p.FacebookPages, nodes: maxFacebookPages, path: "pages"})
	}
	tops = append(tops, p.lookedUp()...)
	tops = append(append(tops, p.kept.named...), p.kept.connected...)
	for _, root := range p.order {
		if root.Node != nil {
			tops = append(tops, top{node: root.Node, nodes: root.Most, path: root.Field.Name})
		}
		if root.Search != nil {
			tops = append(tops, top{node: root.Search.Node, nodes: 1, path: root.Field.Name})
		}
		if root.Write != nil {
			for _, n := range root.Write.nodes() {
				tops = append(tops, top{node: n, nodes: 1, path: root.Field.Name})
			}
		}
	}
	return tops
}

// lookedUp returns the nodes that are looked up, each once: nodes that are found the
// same way share what that asks for.
func (p *Plan) lookedUp() []top {
	var lookups []lookup.Lookup
	var paths []string
	for _, root := range p.order {
		for _, l := range root.Lookups {
			if l.Err == nil {
				l.Indexes = []int{len(paths)}
				lookups, paths = append(lookups, l), append(paths, root.Field.Name)
			}
		}
	}
	var tops []top
	for _, l := range lookup.Unite(lookups) {
		tops = append(tops, top{l.Node, 1, paths[l.Indexes[0]], l.ID})
	}
	return tops
}

// itemsOf returns the most items that the connections on a node's edge read together.
func itemsOf(n *expansion.Expansion, e *expansion.Edge) int {
	if n.Lacks(e.Name) {
		return 0
	}
	items := e.MaxItems
	if e.Max > 0 {
		items = min(items, e.Max)
	}
	if n.Unsaid(e.Edge) { // by an item beyond them
		items++
	}
	return items
}

// MaxRepairs is how many calls an operation may take beyond its plan's bound, to
// answer what the Graph API refused or cut short at first: one for each of six parts that
// are refused, and one that keeps what is sure where more are.
const MaxRepairs = 7

// MaxApart is how many calls more an operation may take to tell parts of a node, or nodes on a page,
// that are refused from those that are not. With the repairs these are enough for any three refused
// parts of sixteen, and for two refused nodes on a page of fifty.
const MaxApart = 13

// callsMore is how many more calls than a node has parts it takes at most to find any three that are
// refused: those that show whether the node can be read at all, and whether the rest can.
const callsMore = 7

// Repairs returns the most calls that the plan can take beyond its bound, to answer
// the rest of what the Graph API refuses or cuts short: one for each part to leave out
// and, where there are several, one that shows whether the node can be read at all; any
// number that is allowed where there are pages or batches.
func (p *Plan) Repairs(mode dialect.LookupMode) int {
	repairs := 0
	if mode == dialect.Batch && len(p.Lookups()) > 1 {
		return MaxRepairs
	}
	for _, top := range p.tops() {
		parts := len(top.node.Parts())
		if parts > 0 && (top.nodes > 1 || paged(top.node) || top.node.Crowded() && p.Dialect.Batches(mode)) {
			return MaxRepairs
		}
		repairs += parts
		if parts > 1 {
			repairs++
		}
	}
	return min(repairs, MaxRepairs)
}

// crowded reports whether the node leads to a page of several nodes, at any depth.
func crowded(n *expansion.Expansion) bool {
	behind := func(o *expansion.Object) bool { return crowded(o.Node) }
	return slices.ContainsFunc(n.Edges, func(e *expansion.Edge) bool { return !e.Finder && itemsOf(n, e) > 1 || crowded(e.Node) }) ||
		slices.ContainsFunc(n.Objects, behind) || slices.ContainsFunc(n.References, behind)
}

// paged reports whether the node leads to pages, at any depth.
func paged(n *expansion.Expansion) bool {
	for _, e := range n.Edges {
		if e.Paging != mapping.Unpaged || e.Max != 1 || paged(e.Node) {
			return true
		}
	}
	for _, o := range n.Objects {
		if paged(o.Node) {
			return true
		}
	}
	for _, o := range n.References {
		if paged(o.Node) {
			return true
		}
	}
	return false
}
