// Package globalid turns a node type and a Graph API id into Relay's opaque id,
// and back.
package globalid

import (
	"encoding/base64"
	"errors"
	"strings"
)

// ErrMalformed says that a text is not a global id.
var ErrMalformed = errors.New("not a global id of this API")

// maxLength is the maximum length of a Graph API id: Meta's longest have 32 digits.
const maxLength = 64

// New returns the global id of a node: stable, and safe in a URL.
func New(typeName, graphID string) string {
	text := make([]byte, 0, len(typeName)+1+len(graphID))
	text = append(text, typeName...)
	text = append(text, ':')
	text = append(text, graphID...)
	return base64.RawURLEncoding.EncodeToString(text)
}

// Parse returns the type and the Graph API id behind a global id, or
// ErrMalformed. It takes exactly what New returns, whether or not there is such a
// type.
func Parse(id string) (typeName, graphID string, err error) {
	if len(id) > 2*maxLength {
		return "", "", ErrMalformed
	}
	text, err := base64.RawURLEncoding.Strict().DecodeString(id)
	if err != nil {
		return "", "", ErrMalformed
	}
	typeName, graphID, ok := strings.Cut(string(text), ":")
	if !ok || !isTypeName(typeName) || !IsGraphID(graphID) || New(typeName, graphID) != id {
		return "", "", ErrMalformed
	}
	return typeName, graphID, nil
}

// IsGraphID reports whether a text has the form of the Graph API's own ids:
// digits, in a few node types with underscores between them. Nothing else is put
// into the path of a call.
func IsGraphID(id string) bool {
	if id == "" || len(id) > maxLength || id[0] == '_' {
		return false
	}
	for i := range len(id) {
		if c := id[i]; c != '_' && (c < '0' || c > '9') {
			return false
		}
	}
	return true
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
