package expansion

import "github.com/gramql/gramql/internal/fields"

// Path returns the path of the call for the node with that Graph API id.
func (n *Expansion) Path(id string) string {
	if n.ByPath {
		return "/" + id + "/" + n.Edges[0].Name
	}
	return "/" + id
}

// String returns the text that goes into fields=; empty for an edge in the path, which
// shows all that it has.
func (n *Expansion) String() string {
	if n.ByPath {
		return ""
	}
	var w fields.Writer
	w.Grow(256) // most expansions are shorter
	n.write(&w)
	return w.String()
}

// write writes the field expansion that asks for the node.
func (n *Expansion) write(w *fields.Writer) {
	if n.Type.Identified() {
		w.Field("id")
	}
	for m := range n.Members() {
		w.Field(m.Name)
		if m.Edge != nil {
			for _, p := range m.Edge.Params {
				w.Param(p.Name, p.Value)
			}
		}
		if m.Node != nil {
			m.Node.writeBraces(w)
		}
	}
}

// writeBraces writes the field expansion of a node behind a field.
func (n *Expansion) writeBraces(w *fields.Writer) {
	w.Open()
	n.write(w)
	w.Close()
}
