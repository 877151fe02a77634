package cache

import (
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

// Key is what something is kept under: the viewer, and a keyed hash of all that the
// viewer asked for.
type Key struct {
	Viewer viewer.ID
	Hash   [16]byte
}

// CallKey returns the key of a viewer's call: its method, the root that stands before
// every path, its path, fields, ids and parameters.
func CallKey(h *viewer.Hasher, id viewer.ID, root string, call *graphapi.Call) Key {
	return Key{id, h.Sum("call", string(id[:]), call.Verb(), root, call.Path, call.Query())}
}
