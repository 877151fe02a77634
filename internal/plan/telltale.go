package plan

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// tell makes sure that a node of another type is not taken for one of this type.
func tell(n *expansion.Expansion, login dialect.Login) {
	if edges := n.Type.TelltaleEdges(login); len(edges) > 0 {
		tellByEdge(n, edges)
		return
	}
	if n.Telltale, n.SpareTelltale = n.Type.Telltale(login, n.Names); n.Telltale != "" {
		n.Add(n.Telltale)
	}
}

// tellByEdge asks for an item of the first of the edges, unless one of them is wanted
// anyway.
func tellByEdge(n *expansion.Expansion, edges []*mapping.Field) {
	for _, f := range edges {
		if slices.ContainsFunc(n.Edges, func(e *expansion.Edge) bool { return e.Name == f.Edge.Name && e.Owner == 0 }) {
			n.Telltale = f.Edge.Name
			return
		}
	}
	f := edges[0]
	args, err := arguments.ReadOne(n, f, map[string]any{"first": 1})
	if err != nil {
		return
	}
	n.AddEdge(f.Edge, f.Target, args.Params).Read(1, 1)
	n.Telltale = f.Edge.Name
}
