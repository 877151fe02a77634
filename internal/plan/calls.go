package plan

import (
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
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
		calls = append(calls, p.opening(p.Accounts, mode, func(n *Expansion) graphapi.Call { return n.AccountsCall(FacebookPagesPerCall, "") })...)
	}
	if p.FacebookPages != nil {
		calls = append(calls, p.opening(p.FacebookPages, mode, func(n *Expansion) graphapi.Call { return n.FacebookPagesCall(FacebookPagesPerCall, "") })...)
	}
	for _, g := range lookUp(p.Lookups(), mode) {
		calls = append(calls, g.Call(mode))
	}
	for _, root := range p.order {
		if root.Search != nil {
			calls = append(calls, root.Search.calls(mode)...)
		}
		if root.Call != nil {
			calls = append(calls, *root.Call)
		}
	}
	for _, g := range Groups(Unite(p.alone()), mode) {
		calls = append(calls, g.Call(mode))
	}
	return calls
}

// opening returns the first calls for a node's field expansions, which are made
// together: by batch POSTs, where one may carry them.
func (p *Plan) opening(n *Expansion, mode dialect.LookupMode, call func(*Expansion) graphapi.Call) []graphapi.Call {
	var calls []graphapi.Call
	for _, expansion := range n.Expansions() {
		calls = append(calls, call(expansion))
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
func (p *Plan) openings(n *Expansion, mode dialect.LookupMode) int {
	expansions := n.expansions()
	if !p.Dialect.Batches(mode) {
		return expansions
	}
	return (expansions + graphapi.MaxBatch - 1) / graphapi.MaxBatch
}

// alone returns the look-ups of edges that no field expansion has where they are wanted.
// Of nodes whose ids are not known yet, one stands for all.
func (p *Plan) alone() []Lookup {
	var all []Lookup
	for _, top := range p.tops() {
		all = append(all, top.node.alone(top.id)...)
	}
	return all
}

// alone returns the look-ups of such edges of the node, and of those that it leads to;
// an empty id is unknown.
func (n *Expansion) alone(id string) []Lookup {
	if id == "" {
		id = "{" + strings.ToLower(n.Type.Name) + "}"
	}
	var all []Lookup
	for _, e := range n.Edges {
		if e.Alone || e.Actor != "" && e.Asked == Alone {
			all = append(all, Lookup{ID: id, Node: EdgeOnly(n.Type, e)})
		}
		all = append(all, e.Node.alone("")...)
	}
	for _, o := range slices.Concat(n.Objects, n.References) {
		all = append(all, o.Node.alone("")...)
	}
	return all
}

// lookUp returns the look-ups that share each call, when the plan starts with them.
func lookUp(lookups []Lookup, mode dialect.LookupMode) []Group {
	return Groups(Expansions(Unite(lookups)), mode)
}

// calls returns the search and, if more than an id is asked for, the look-up of
// what it finds. Braces mark ids that are not known yet.
func (s *Search) calls(mode dialect.LookupMode) []graphapi.Call {
	calls := []graphapi.Call{s.Call(Actor)}
	if s.Node.IDOnly() {
		return calls
	}
	for _, g := range lookUp([]Lookup{{ID: "{hashtag}", Node: s.Node}}, mode) {
		calls = append(calls, g.Call(mode))
	}
	return calls
}
