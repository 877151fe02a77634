package cache

import (
	"io"
	"net/http"

	"github.com/gramql/gramql/internal/viewer"
)

// Key is what something is kept under: the viewer, and a keyed hash of all that the
// viewer asked for.
type Key struct {
	Viewer viewer.ID
	Hash   [16]byte
}

// CallKey returns the key of a viewer's call: its method, path with the version,
// fields, ids and parameters.
func CallKey(h *viewer.Hasher, id viewer.ID, request *http.Request) Key {
	var body []byte
	if request.GetBody != nil {
		text, _ := request.GetBody() // in memory: it can neither fail
		body, _ = io.ReadAll(text)   // nor be cut
	}
	return Key{id, h.Sum("call", string(id[:]), request.Method, request.URL.Path, request.URL.RawQuery, string(body))}
}

// OperationKey returns the key of a viewer's operation: its document, name and
// variables.
func OperationKey(h *viewer.Hasher, id viewer.ID, document, name, variables string) Key {
	return Key{id, h.Sum("operation", string(id[:]), document, name, variables)}
}
