package globalid

import (
	"fmt"
	"hash/crc32"
	"strings"
)

// Way is how a node is reached that cannot be read by its own id, or that shows less
// where it is reached than when it is read by its id.
type Way struct {
	// Type and GraphID are of the node that the way begins with; both are empty for
	// the viewer's own account.
	Type, GraphID string
	Steps         []Step
}

// Step is an edge, a field that finds a node, or a field that holds one.
type Step struct {
	// Name is the Graph API's.
	Name string
	// Value is what the node is found by: the field's parameter, or the Graph API id
	// of the node on the edge. It is empty for a field that holds a node, and for a
	// last step along an edge, which leads to the id's own node.
	Value string
}

// wayMark is before a node to which there is a way, and between the two.
const wayMark = "@"

// maxSteps is the maximum number of steps of a way. Each step takes a level of an
// operation at least, and operations have few.
const maxSteps = 16

// appendTo appends the way, and a checksum of the whole id: an altered way would
// seem to lead somewhere else.
func (w Way) appendTo(text []byte) []byte {
	text = append(append(text, wayMark...), w.String()...)
	return fmt.Appendf(text, "#%08x", crc32.Checksum(text, castagnoli))
}

// String returns the way as an id holds it: the same for all nodes of one edge.
func (w Way) String() string {
	text := make([]byte, 0, 128)
	if w.GraphID != "" {
		text = appendNode(text, w.Type, w.GraphID)
	}
	for _, s := range w.Steps {
		text = append(text, '/')
		text = append(text, s.Name...)
		if s.Value != "" {
			text = append(text, '=')
			text = append(text, s.Value...)
		}
	}
	return string(text)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// parseWay reads a way. Parse compares the checksum, by writing the id again.
func parseWay(text string) (w Way, ok bool) {
	text, _, _ = strings.Cut(text, "#")
	start, rest, ok := strings.Cut(text, "/")
	if start != "" && ok {
		w.Type, w.GraphID, ok = parseNode(start)
	}
	steps := strings.Split(rest, "/")
	if !ok || len(steps) > maxSteps {
		return w, false
	}
	for _, step := range steps {
		s := Step{}
		s.Name, s.Value, _ = strings.Cut(step, "=")
		if s.Name == "" || !isPlain(s.Name) || len(s.Value) > maxLength || !isPlain(s.Value) {
			return w, false
		}
		w.Steps = append(w.Steps, s)
	}
	return w, true
}

// isPlain reports whether a text is made of what the Graph API's names, its ids and
// the names of accounts are made of: nothing that a field expansion gives a meaning.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '.' {
			return false
		}
	}
	return true
}
