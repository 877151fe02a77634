package program

import (
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Reached is how a node is found that cannot be read by its own id, or that shows less
// where it was found: behind an edge or finder of another node, or in a field of the other.
type Reached struct {
	// From is how the other was found.
	From *Reached
	// By is the edge or finder; nil where field names the field.
	By    *expansion.Edge
	Field string
}

// Step returns the step that leads to a node with an id. The last step of a way leads to
// the node whose id holds the way.
func (h *Reached) Step(id string, last bool) globalid.Step {
	switch e := h.By; {
	case e == nil:
		return globalid.Step{Name: h.Field}
	case e.Finder:
		return globalid.Step{Name: e.Name, Value: e.Sought()}
	case e.FoundBy != "":
		return globalid.Step{Name: e.FoundBy, Value: id}
	case last:
		return globalid.Step{Name: e.Name}
	default:
		return globalid.Step{Name: e.Name, Value: id}
	}
}
