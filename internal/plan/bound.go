package plan

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
)

// Bound returns the most calls that the plan can cost, follow-up calls included.
func (p *Plan) Bound(mode dialect.LookupMode) int {
	bound := 0
	if p.Accounts != nil {
		bound = add(p.pageCalls(p.Accounts, mode), p.Accounts.followUps(maxFacebookPages))
	}
	if p.Me != nil && p.Me != p.Accounts && !p.Me.Empty() {
		bound = add(bound, add(p.openings(p.Me, mode), p.Me.followUps(1)))
		if p.Dialect.MeIsPage { // the first Page may have no account
			bound = add(bound, p.Me.expansions())
		}
	}
	if p.FacebookPages != nil {
		bound = add(bound, add(p.pageCalls(p.FacebookPages, mode), p.FacebookPages.followUps(maxFacebookPages)))
	}
	bound = add(bound, boundOf(p.Lookups(), mode))
	if p.needsActor() { // the actor may have to be found first
		bound = add(bound, 2)
	}
	for _, root := range p.order {
		if root.Search != nil {
			bound = add(bound, 1)
			if !root.Search.Node.IDOnly() {
				bound = add(bound, boundOf([]Lookup{{Node: root.Search.Node}}, mode))
			}
		}
		if root.Call != nil {
			bound = add(bound, 1)
		}
		if root.Node != nil {
			bound = add(bound, root.Node.followUps(root.Most))
		}
	}
	return bound
}

// maxFacebookPages is the most Pages of one person that are read.
const maxFacebookPages = FacebookPagesPerCall * MaxFacebookPagesCalls

// pageCalls returns the most calls that bring all Pages, or the account behind each.
func (p *Plan) pageCalls(n *Expansion, mode dialect.LookupMode) int {
	return add(p.openings(n, mode), times(MaxFacebookPagesCalls-1, n.expansions()))
}

// boundOf returns the most calls that look-ups can cost.
func boundOf(lookups []Lookup, mode dialect.LookupMode) int {
	united := Unite(lookups)
	bound := len(Groups(Expansions(united), mode))
	for _, l := range united {
		bound = add(bound, l.Node.followUps(1))
	}
	return bound
}

// expansions returns how many field expansions ask for the node.
func (n *Expansion) expansions() int { return 1 + len(n.Supplements()) }

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
	return p.Me != nil && p.Me.acts() || p.Accounts != nil && p.Accounts.acts() || p.FacebookPages != nil && p.FacebookPages.acts() ||
		slices.ContainsFunc(p.order, func(r *Root) bool { return r.Search != nil }) ||
		slices.ContainsFunc(p.Lookups(), func(l Lookup) bool { return l.ID == Actor || l.Node.acts() })
}

// followUps returns the most calls that n nodes can cost beyond the one that they
// came with.
func (n *Expansion) followUps(nodes int) int {
	calls := 0
	for _, o := range n.Objects {
		calls = add(calls, o.Node.followUps(nodes))
	}
	for _, o := range n.References {
		if !o.Node.IDOnly() {
			calls = add(calls, add(times(nodes, o.Node.expansions()), o.Node.followUps(nodes)))
		}
	}
	for _, e := range n.Edges {
		having := nodes
		if e.Owner != 0 {
			having = 1
		}
		calls = add(calls, times(having, n.further(e)))
		calls = add(calls, e.Node.followUps(times(having, n.items(e))))
	}
	return calls
}

// further returns the most calls that an edge of the node can cost, beyond the call
// that brought the node. Where no page says that it is the last, one more finds out.
func (n *Expansion) further(e *Edge) int {
	pages := e.MaxPages
	if e.Asked != Alone { // the first came with the node
		pages--
	}
	calls := times(pages, e.Node.expansions())
	if n.unsaid(e.Edge) {
		calls++
	}
	if n.strewn && e.Paging != mapping.Unpaged && (calls > 0 || e.Owner != 0) { // one finds the node's place
		calls++
	}
	return calls
}
