package entity

import (
	"slices"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// FoundThrough is how a node was found: behind an edge or a look-up of another node, or in a
// field of it.
type FoundThrough struct {
	From *Base
	// Edge is the edge or look-up; nil where Object names the field.
	Edge   *expansion.Edge
	Object string
}

// Found reports whether a look-up, or an edge without links such as tags, led to the
// node, maybe through a field of what it found.
func (n *Base) Found() bool {
	switch {
	case n.FoundThrough == nil:
		return false
	case n.FoundThrough.Edge == nil:
		return n.FoundThrough.From.Found()
	}
	return n.FoundThrough.Edge.Unlinked()
}

// Mark returns the mark of the node that cursors of its edges have.
func (n *Base) Mark() uint32 {
	switch {
	case n.FoundThrough != nil && n.FoundThrough.Edge != nil && (n.FoundThrough.Edge.Finder || n.FoundThrough.Edge.FoundBy != ""):
		found := n.step(false)
		return paging.MarkFound(found.Name, found.Value)
	case n.GraphID == "": // no call was made for it
		return n.Plan.Mark
	}
	return paging.Mark(n.GraphID)
}

// way returns how the node is found again. Two nodes that were found by the same
// edges, look-ups and fields have the same way, wherever they are in an answer.
func (n *Base) way() (w globalid.Way) {
	for n.FoundThrough != nil {
		w.Steps = append(w.Steps, n.step(len(w.Steps) == 0))
		if e := n.FoundThrough.Edge; e != nil && e.Anyone {
			slices.Reverse(w.Steps)
			return w
		}
		n = n.FoundThrough.From
	}
	if len(w.Steps) > 0 {
		slices.Reverse(w.Steps)
		w.Type, w.GraphID = n.Plan.Type.Name, n.GraphID
	}
	return w
}

// step returns the step that leads to the node. The last step of a way leads to the
// node whose id holds the way.
func (n *Base) step(last bool) globalid.Step {
	switch e := n.FoundThrough.Edge; {
	case e == nil:
		return globalid.Step{Name: n.FoundThrough.Object}
	case e.Finder:
		return globalid.Step{Name: e.Name, Value: e.Sought()}
	case e.FoundBy != "":
		return globalid.Step{Name: e.FoundBy, Value: n.GraphID}
	case last:
		return globalid.Step{Name: e.Name}
	default:
		return globalid.Step{Name: e.Name, Value: n.GraphID}
	}
}
