package plan

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Bound returns the most calls that the plan can cost, follow-up calls included.
func (p *Plan) Bound(mode dialect.LookupMode) int {
	bound := 0
	if p.Accounts != nil {
		bound = add(p.pageCalls(p.Accounts, mode), followUps(p.Accounts, maxFacebookPages))
	}
	if p.Me != nil && p.Me != p.Accounts && !p.Me.Empty() {
		bound = add(bound, add(p.openings(p.Me, mode), followUps(p.Me, 1)))
		if p.Dialect.MeIsPage { // the first Page may have no account
			bound = add(bound, len(p.Me.Expansions()))
		}
	}
	if p.FacebookPages != nil {
		bound = add(bound, add(p.pageCalls(p.FacebookPages, mode), followUps(p.FacebookPages, maxFacebookPages)))
	}
	bound = add(bound, boundOf(p.Lookups(), mode))
	if p.needsActor() { // the actor may have to be found first
		bound = add(bound, 2)
	}
	for _, root := range p.order {
		if root.Search != nil {
			bound = add(bound, 1)
			if !root.Search.Node.IDOnly() {
				bound = add(bound, boundOf([]lookup.Lookup{{Node: root.Search.Node}}, mode))
			}
		}
		if root.Call != nil {
			bound = add(bound, 1)
		}
		if root.Node != nil {
			bound = add(bound, followUps(root.Node, root.Most))
		}
	}
	return bound
}

// maxFacebookPages is the most Pages of one person that are read.
const maxFacebookPages = lookup.FacebookPagesPerCall * lookup.MaxFacebookPagesCalls

// pageCalls returns the most calls that bring all Pages, or the account behind each.
func (p *Plan) pageCalls(n *expansion.Expansion, mode dialect.LookupMode) int {
	return add(p.openings(n, mode), times(lookup.MaxFacebookPagesCalls-1, len(n.Expansions())))
}

// boundOf returns the most calls that look-ups can cost.
func boundOf(lookups []lookup.Lookup, mode dialect.LookupMode) int {
	united := lookup.Unite(lookups)
	bound := len(lookup.Groups(lookup.Expansions(united), mode))
	for _, l := range united {
		bound = add(bound, followUps(l.Node, 1))
	}
	return bound
}

// maxBound keeps the sums below from overflowing; no operation near it is executed.
const maxBound = 1 << 30

func add(a, b int) int { return min(a+b, maxBound) }

func times(a, b int) int {
	if a != 0 && b > maxBound/a {
		return maxBound
	}
	return a * b
}

// needsActor reports whether any call acts as the token's own account.
func (p *Plan) needsActor() bool {
	return p.Me != nil && p.Me.Acts() || p.Accounts != nil && p.Accounts.Acts() || p.FacebookPages != nil && p.FacebookPages.Acts() ||
		slices.ContainsFunc(p.order, func(r *Root) bool { return r.Search != nil }) ||
		slices.ContainsFunc(p.Lookups(), func(l lookup.Lookup) bool { return l.ID == expansion.Actor || l.Node.Acts() })
}

// followUps returns the most calls that n nodes can cost beyond the one that they
// came with.
func followUps(n *expansion.Expansion, nodes int) int {
	calls := 0
	for _, o := range n.Objects {
		calls = add(calls, followUps(o.Node, nodes))
	}
	for _, o := range n.References {
		if !o.Node.IDOnly() {
			calls = add(calls, add(times(nodes, len(o.Node.Expansions())), followUps(o.Node, nodes)))
		}
	}
	for _, e := range n.Edges {
		having := nodes
		if e.Owner != 0 {
			having = 1
		}
		calls = add(calls, times(having, further(n, e)))
		calls = add(calls, followUps(e.Node, times(having, itemsOf(n, e))))
	}
	return calls
}

// further returns the most calls that an edge of the node can cost, beyond the call
// that brought the node. Where no page says that it is the last, one more finds out.
func further(n *expansion.Expansion, e *expansion.Edge) int {
	pages := e.MaxPages
	if e.Asked != expansion.Alone { // the first came with the node
		pages--
	}
	calls := times(pages, len(e.Node.Expansions()))
	if n.Unsaid(e.Edge) {
		calls++
	}
	if n.Strewn && e.Paging != mapping.Unpaged && (calls > 0 || e.Owner != 0) { // one finds the node's place
		calls++
	}
	return calls
}
