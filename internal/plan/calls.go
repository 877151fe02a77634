package plan

import (
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Calls returns the calls that the plan starts with, and those for edges that no field
// expansion has: the same calls that the loader makes, as long as nothing is refused.
// Other follow-up calls, whose pages cannot be known in advance, are in Bound only.
func (p *Plan) Calls(mode dialect.LookupMode) []graphapi.Call {
	calls := []graphapi.Call{}
	if p.Me != nil && p.Me != p.Accounts && !p.Me.Empty() {
		calls = append(calls, p.opening(p.Me, mode, p.meCall)...)
	}
	if p.Accounts != nil {
		calls = append(calls, p.opening(p.Accounts, mode, func(n *expansion.Expansion) graphapi.Call {
			return lookup.AccountsCall(p.Pages(), n, lookup.FacebookPagesPerCall, "")
		})...)
	}
	if p.FacebookPages != nil {
		calls = append(calls, p.opening(p.FacebookPages, mode, func(n *expansion.Expansion) graphapi.Call {
			return lookup.FacebookPagesCall(p.Pages(), n, lookup.FacebookPagesPerCall, "")
		})...)
	}
	for _, g := range lookup.Opening(p.Lookups(), mode) {
		calls = append(calls, g.Call(mode))
	}
	for _, root := range p.order {
		if root.Search != nil {
			calls = append(calls, root.Search.Calls(mode)...)
		}
		if root.Call != nil {
			calls = append(calls, *root.Call)
		}
		if root.Write != nil {
			calls = append(calls, root.Write.calls(p.Dialect, mode)...)
		}
	}
	for _, g := range lookup.Groups(lookup.Unite(p.alone()), mode) {
		calls = append(calls, g.Call(mode))
	}
	return calls
}

// opening returns the first calls for a node's field expansions, which are made
// together: by batch POSTs, where one may carry them.
func (p *Plan) opening(n *expansion.Expansion, mode dialect.LookupMode, call func(*expansion.Expansion) graphapi.Call) []graphapi.Call {
	var calls []graphapi.Call
	for _, part := range n.Expansions() {
		calls = append(calls, call(part))
	}
	if !p.Dialect.Batches(mode) {
		return calls
	}
	var posts []graphapi.Call
	for some := range slices.Chunk(calls, graphapi.MaxBatch) {
		posts = append(posts, graphapi.Together(some))
	}
	return posts
}

// openings returns how many calls the opening of a node takes.
func (p *Plan) openings(n *expansion.Expansion, mode dialect.LookupMode) int {
	asked := len(n.Expansions())
	if !p.Dialect.Batches(mode) {
		return asked
	}
	return (asked + graphapi.MaxBatch - 1) / graphapi.MaxBatch
}

// meCall returns the first call for the token's own account: the one of its first
// Facebook Page, where the account belongs to a Page.
func (p *Plan) meCall(n *expansion.Expansion) graphapi.Call {
	if p.Dialect.MeIsPage {
		return lookup.AccountsCall(p.Pages(), n, 1, "")
	}
	return lookup.MeCall(n)
}

// alone returns the look-ups of edges that no field expansion has where they are wanted.
// Of nodes whose ids are not known yet, one stands for all.
func (p *Plan) alone() []lookup.Lookup {
	var all []lookup.Lookup
	for _, top := range p.tops() {
		all = append(all, alone(top.node, top.id)...)
	}
	return all
}

// alone returns the look-ups of such edges of the node, and of those that it leads to;
// an empty id is unknown.
func alone(n *expansion.Expansion, id string) []lookup.Lookup {
	if id == "" {
		id = "{" + strings.ToLower(n.Type.Name) + "}"
	}
	var all []lookup.Lookup
	for _, e := range n.Edges {
		if e.Alone || e.Actor != "" && e.Asked == expansion.Alone {
			all = append(all, lookup.Lookup{ID: id, Node: expansion.EdgeOnly(n.Type, e)})
		}
		all = append(all, alone(e.Node, "")...)
	}
	for _, o := range slices.Concat(n.Objects, n.References) {
		all = append(all, alone(o.Node, "")...)
	}
	return all
}
