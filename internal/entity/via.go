package entity

import (
	"slices"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// Via is how a node was found: behind an edge or a look-up of another node, or in a
// field of it.
type Via struct {
	From *Node
	// Edge is the edge or look-up; nil where Object names the field.
	Edge   *plan.Edge
	Object string
}

// Found reports whether a look-up, or an edge without links such as tags, led to the
// node, maybe through a field of what it found.
func (n *Node) Found() bool {
	switch {
	case n.Via == nil:
		return false
	case n.Via.Edge == nil:
		return n.Via.From.Found()
	}
	return n.Via.Edge.Unlinked()
}

// Mark returns the mark of the node that cursors of its edges have.
func (n *Node) Mark() uint32 {
	switch {
	case n.Via != nil && n.Via.Edge != nil && (n.Via.Edge.Finder || n.Via.Edge.FoundBy != ""):
		found := n.step(false)
		return paging.MarkFound(found.Name, found.Value)
	case n.GraphID == "": // no call was made for it
		return n.Plan.Mark
	}
	return paging.Mark(n.GraphID)
}

// way returns how the node is found again. Two nodes that were found by the same
// edges, look-ups and fields have the same way, wherever they are in an answer.
func (n *Node) way() (w globalid.Way) {
	for n.Via != nil {
		w.Steps = append(w.Steps, n.step(len(w.Steps) == 0))
		if e := n.Via.Edge; e != nil && e.Anyone {
			slices.Reverse(w.Steps)
			return w
		}
		n = n.Via.From
	}
	if len(w.Steps) > 0 {
		slices.Reverse(w.Steps)
		w.Type, w.GraphID = n.Plan.Type.Name, n.GraphID
	}
	return w
}

// step returns the step that leads to the node. The last step of a way leads to the
// node whose id holds the way.
func (n *Node) step(last bool) globalid.Step {
	switch e := n.Via.Edge; {
	case e == nil:
		return globalid.Step{Name: n.Via.Object}
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
