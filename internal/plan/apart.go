package plan

import (
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Connections that differ only in their size are one page, as large as the largest: what
// is wanted of few items is then read of many. Where that costs much more than a call,
// the pages are kept apart. Each then has a key of its own.

// muchMore is how many times as much one page may cost as two and the call between them.
const muchMore = 2

// together reports whether two pages of the node are to be one. Each later page behind a
// cursor that stays the same moves what the others read.
func together(n *expansion.Expansion, a, b *expansion.Edge) bool {
	switch {
	case a.Paging == mapping.SameCursor || a.Paging == mapping.Unpaged:
		return true
	case !expansion.Mergeable(a.Node, b.Node):
		return false
	}
	both := *a
	both.Node = expansion.Merge(a.Node, &expansion.Expansion{Type: a.Node.Type})
	both.Include(b)
	return pageCost(n, &both) <= muchMore*add(add(pageCost(n, a), pageCost(n, b)), CallCost)
}

// pageCost returns what a page of the node costs by itself, where there are no batches.
func pageCost(n *expansion.Expansion, page *expansion.Edge) int {
	only := n.Only(page)
	var b bill
	b.node(only, reached{1, 1}, "")
	return add(b.nodes, times(CallCost, followUps(only, reached{1, 1}, dialect.Single)))
}
