package expansion

import (
	"slices"
	"time"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
)

// Lifetime returns how long the answer to a call for the node is fresh: as long as what
// is fresh for the shortest time in it. With 0 it must serve no other call.
func (n *Expansion) Lifetime() time.Duration {
	if n.MovesCursor() {
		return 0
	}
	lifetime := mapping.MaxFresh
	if n.says() {
		lifetime = n.Type.Fresh
	}
	return min(lifetime, n.lifetimeBehind())
}

// says reports whether the answer says more of the node itself than its id.
func (n *Expansion) says() bool {
	return n.ByPath || len(n.Names) > 0 || len(n.Objects) > 0 ||
		slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked == Here && e.Fresh == nil })
}

// lifetimeBehind returns how long everything behind the node's edges is fresh.
func (n *Expansion) lifetimeBehind() time.Duration {
	lifetime := mapping.MaxFresh
	for _, o := range n.Objects {
		lifetime = min(lifetime, o.Node.lifetimeBehind())
	}
	for _, e := range n.Edges {
		if e.Asked != Here && !n.ByPath {
			continue
		}
		if e.Fresh != nil {
			lifetime = min(lifetime, *e.Fresh)
		}
		lifetime = min(lifetime, e.Node.lifetimeBehind())
	}
	return lifetime
}

// MovesCursor reports whether each call for the node moves a cursor that the Graph
// API keeps, so that a repeated call would skip a page.
func (n *Expansion) MovesCursor() bool {
	return slices.ContainsFunc(n.Edges, (*Edge).MovesCursor)
}

// MovesCursor reports whether each call for the page moves such a cursor.
func (e *Edge) MovesCursor() bool {
	return e.Paging == mapping.SameCursor && slices.ContainsFunc(e.Params, func(p fields.Param) bool { return p.Name == "after" })
}
