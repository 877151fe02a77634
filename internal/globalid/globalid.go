// Package globalid turns a node type, a Graph API id and the way to the node into
// Relay's opaque id, and back.
//
//	globalid.go   ids
//	kept.go       ids of what this server keeps
//	way.go        how nodes are reached that cannot be read by their own ids
package globalid

import (
	"encoding/base64"
	"errors"
	"strings"
)

// ErrMalformed says that a text is not a global id.
var ErrMalformed = errors.New("not a global id of this API")

// The maximum lengths of a Graph API id, of which Meta's longest have 32 digits, and
// of a global id.
const (
	maxLength   = 64
	maxEncoding = 1024
)

// ID is what a global id says.
type ID struct {
	// Type is the node's type, whether or not there is such a type.
	Type string
	// GraphID is the Graph API's own id.
	GraphID string
	// Way is how the node is reached; it has no steps for a node that is read by its
	// own id.
	Way Way
}

// New returns the global id of a node that is read by its own id: stable, and safe in
// a URL.
func New(typeName, graphID string) string { return ID{Type: typeName, GraphID: graphID}.String() }

// Append appends the global id of a node that is read by its own id.
func Append(b []byte, typeName string, graphID []byte) []byte {
	var text [128]byte
	return base64.RawURLEncoding.AppendEncode(b, append(append(append(text[:0], typeName...), ':'), graphID...))
}

// String returns the global id: stable, and safe in a URL.
func (id ID) String() string {
	text := make([]byte, 0, 128)
	if len(id.Way.Steps) > 0 {
		text = append(text, wayMark...)
	}
	text = appendNode(text, id.Type, id.GraphID)
	if len(id.Way.Steps) > 0 {
		text = id.Way.appendTo(text)
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// Parse returns what a global id says, or ErrMalformed. It takes exactly what String
// returns: of a way, every part is safe in a field expansion.
func Parse(text string) (ID, error) {
	if len(text) > maxEncoding {
		return ID{}, ErrMalformed
	}
	decoded, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return ID{}, ErrMalformed
	}
	node, reached := strings.CutPrefix(string(decoded), wayMark)
	node, way, ok := strings.Cut(node, wayMark)
	if ok != reached {
		return ID{}, ErrMalformed
	}
	id := ID{}
	if id.Type, id.GraphID, ok = parseNode(node); ok && reached {
		id.Way, ok = parseWay(way)
	}
	if !ok || id.String() != text {
		return ID{}, ErrMalformed
	}
	return id, nil
}

func appendNode(text []byte, typeName, graphID string) []byte {
	text = append(text, typeName...)
	text = append(text, ':')
	return append(text, graphID...)
}

// parseNode reads a node's type and Graph API id.
func parseNode(text string) (typeName, graphID string, ok bool) {
	typeName, graphID, ok = strings.Cut(text, ":")
	return typeName, graphID, ok && isTypeName(typeName) && IsGraphID(graphID)
}

// IsGraphID reports whether a text has the form of the Graph API's own ids:
// digits, in a few node types with underscores between them. The first is not 0: the
// Graph API may read such an id as a number, and so as the id of another node. Nothing
// else is put into the path of a call.
func IsGraphID[T string | []byte](id T) bool {
	if len(id) == 0 || len(id) > maxLength || id[0] == '0' {
		return false
	}
	digit := false
	for i := range len(id) {
		if before := digit; !before && id[i] == '_' {
			return false
		}
		if digit = id[i] >= '0' && id[i] <= '9'; !digit && id[i] != '_' {
			return false
		}
	}
	return digit
}

func isTypeName(name string) bool {
	for i := range len(name) {
		c := name[i]
		letter := c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}
