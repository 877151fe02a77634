package lookup

import (
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// IDsCall returns the call for the nodes with several Graph API ids, by ?ids=.
func IDsCall(n *expansion.Expansion, ids []string) graphapi.Call {
	call := callAt(n, "/")
	call.IDs = ids
	return call
}

// callAt returns the call for the node at a path.
func callAt(n *expansion.Expansion, path string) graphapi.Call {
	return graphapi.Call{Path: path, Fields: n.String(), Node: n.Type.Name, Once: n.MovesCursor(), Lifetime: n.Lifetime()}
}
