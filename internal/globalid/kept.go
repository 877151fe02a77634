package globalid

import (
	"encoding/base64"
	"strings"
)

// NewKept returns the global id of a node that this server keeps, and that the Graph API knows
// nothing of, by its type and its name here. Publications have ids as nodes of the Graph API do.
func NewKept(typeName, name string) string {
	return base64.RawURLEncoding.EncodeToString(appendNode(nil, typeName, name))
}

// ParseKept returns what NewKept was given, with the name as the GraphID, or ErrMalformed. The
// name is none to put into a call.
func ParseKept(text string) (ID, error) {
	if len(text) > maxEncoding {
		return ID{}, ErrMalformed
	}
	decoded, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return ID{}, ErrMalformed
	}
	typeName, name, _ := strings.Cut(string(decoded), ":")
	if !isTypeName(typeName) || !isName(name) || NewKept(typeName, name) != text {
		return ID{}, ErrMalformed
	}
	return ID{Type: typeName, GraphID: name}, nil
}

// isName reports whether a text has the form of the names that this server gives.
func isName(name string) bool {
	for i := range len(name) {
		c := name[i]
		if (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return name != "" && len(name) <= maxLength
}
