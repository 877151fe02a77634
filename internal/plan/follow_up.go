package plan

import (
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// What a call leaves out is called for as soon as its answer is there: for all nodes that
// the answer brought together, and so, where there are batches, by few calls. Further pages
// are called for one by one, when a connection needs them.

// reached is how many nodes of one kind there can be, and by how many answers they come.
type reached struct{ nodes, answers int }

// together returns the most calls for so many look-ups that follow up on the nodes.
func (r reached) together(lookups int, mode dialect.LookupMode) int {
	if mode != dialect.Batch {
		return lookups
	}
	return min(lookups, (lookups+r.answers*(graphapi.MaxBatch-1))/graphapi.MaxBatch)
}

// along returns how many nodes an edge of the nodes leads to, and by how many answers
// these come.
func (r reached) along(n *expansion.Expansion, e *expansion.Edge) reached {
	having := r.having(e)
	_, later := further(n, e)
	return reached{times(having, itemsOf(n, e)), add(r.answers, times(having, later))}
}

// having returns how many of the nodes have a page of an edge.
func (r reached) having(e *expansion.Edge) int {
	if e.Owner != 0 {
		return 1
	}
	return r.nodes
}

// calls returns the most calls that a page of an edge of the nodes can cost beyond those
// that brought the nodes.
func (r reached) calls(n *expansion.Expansion, e *expansion.Edge, mode dialect.LookupMode) int {
	first, later := further(n, e)
	return add(r.together(times(r.having(e), first), mode), times(r.having(e), later))
}

// referring returns the most calls that look up the nodes whose ids the nodes hold.
func (r reached) referring(to *expansion.Expansion, mode dialect.LookupMode) int {
	if to.IDOnly() {
		return 0
	}
	return r.together(times(r.nodes, len(to.Expansions())), mode)
}

// followUps returns the most calls that nodes can cost beyond those that brought them.
func followUps(n *expansion.Expansion, r reached, mode dialect.LookupMode) int {
	calls := 0
	for _, o := range n.Objects {
		calls = add(calls, followUps(o.Node, r, mode))
	}
	for _, o := range n.References {
		calls = add(calls, add(r.referring(o.Node, mode), followUps(o.Node, r, mode)))
	}
	for _, e := range n.Edges {
		calls = add(calls, add(r.calls(n, e, mode), followUps(e.Node, r.along(n, e), mode)))
	}
	return calls
}

// further returns the most calls that an edge of one node can cost, beyond the call that
// brought the node: for its first page, and for the later ones. Where no page says that it
// is the last, one more finds out.
func further(n *expansion.Expansion, e *expansion.Edge) (first, later int) {
	later = times(e.MaxPages-1, len(e.Node.Expansions()))
	if e.Asked == expansion.Alone { // else it came with the node
		first = len(e.Node.Expansions())
	}
	if n.Unsaid(e.Edge) {
		later++
	}
	if n.Strewn && e.Paging != mapping.Unpaged && (first+later > 0 || e.Owner != 0) { // one finds the node's place
		later++
	}
	return first, later
}
