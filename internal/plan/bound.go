package plan

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
)

// Bound returns the most calls that the plan can cost, follow-up calls included.
func (p *Plan) Bound(mode dialect.LookupMode) int {
	bound := 0
	if p.Me != nil && !p.Me.Empty() {
		accounts := 1
		bound++
		switch {
		case p.Accounts:
			accounts = FacebookPagesPerCall * MaxFacebookPagesCalls
			bound += MaxFacebookPagesCalls - 1
		case p.Dialect.MeIsPage: // the first Page may have no account
			bound++
		}
		bound = add(bound, p.Me.followUps(accounts, false))
	}
	if p.FacebookPages != nil {
		bound = add(bound, MaxFacebookPagesCalls)
		bound = add(bound, p.FacebookPages.followUps(FacebookPagesPerCall*MaxFacebookPagesCalls, false))
	}
	for _, g := range Groups(p.Lookups(), mode, p.Dialect.Aliases) {
		bound = add(bound, 1)
		for _, l := range g {
			bound = add(bound, l.Node.followUps(1, false))
		}
	}
	if p.needsActor() { // the actor may have to be found first
		bound = add(bound, 2)
	}
	for _, root := range p.order {
		if root.Search != nil {
			bound = add(bound, len(root.Search.calls()))
			bound = add(bound, root.Search.Node.followUps(1, false))
		}
		if root.Call != nil {
			bound = add(bound, 1)
		}
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
	return p.Me != nil && p.Me.NeedsActor() || p.FacebookPages != nil && p.FacebookPages.NeedsActor() ||
		slices.ContainsFunc(p.order, func(r *Root) bool { return r.Search != nil }) ||
		slices.ContainsFunc(p.Lookups(), func(l Lookup) bool { return l.Node.NeedsActor() })
}

// followUps returns the most calls that n nodes can cost beyond the one that they
// came with. Behind a finder no page says that it is the last.
func (n *Node) followUps(nodes int, found bool) int {
	calls := 0
	for _, o := range n.Objects {
		calls = add(calls, o.Node.followUps(nodes, found))
	}
	for _, o := range n.References {
		if !o.Node.IDOnly() {
			calls = add(calls, add(nodes, o.Node.followUps(nodes, false)))
		}
	}
	for _, e := range n.Edges {
		perNode := e.MaxPages - 1
		if e.As == "" {
			perNode++
		}
		if e.HasNext && (e.Paging == mapping.Cursors || found && e.Paging != mapping.Unpaged) {
			perNode++
		}
		having := nodes
		if e.Owner != 0 {
			having = 1
		}
		calls = add(calls, times(having, perNode))
		calls = add(calls, e.Node.followUps(times(having, e.items()), e.Finder))
	}
	return calls
}

// items returns the most items that the connections on the edge return together.
func (e *Edge) items() int {
	if n, ok := fields.Limit(e.Params); ok && e.MaxPages == 1 {
		return n
	}
	return e.MaxPages * e.PageSize
}
