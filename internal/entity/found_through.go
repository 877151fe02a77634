package entity

import (
	"slices"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// FoundThrough is how a node was found: behind an edge or a finder of another node, or
// in a field of the other node.
type FoundThrough struct {
	// From is the other node.
	From *Base
	// Edge is the edge or finder; nil where Object names the field.
	Edge   *expansion.Edge
	Object string
}

// Found reports whether a finder, or an edge without links such as tags, led to the
// node, maybe through a field of what it found.
func (b *Base) Found() bool {
	switch {
	case b.FoundThrough == nil:
		return false
	case b.FoundThrough.Edge == nil:
		return b.FoundThrough.From.Found()
	}
	return b.FoundThrough.Edge.Unlinked()
}

// Mark returns the mark of the node that cursors of its edges have.
func (b *Base) Mark() uint32 {
	switch {
	case b.FoundThrough != nil && b.FoundThrough.Edge != nil && (b.FoundThrough.Edge.Finder || b.FoundThrough.Edge.FoundBy != ""):
		found := b.step(false)
		return paging.MarkFound(found.Name, found.Value)
	case b.GraphID == "": // no call was made for it
		return b.Plan.Mark
	}
	return paging.Mark(b.GraphID)
}

// way returns how the node is found again. Two nodes that were found by the same
// edges, finders and fields have the same way, wherever they are in an answer.
func (b *Base) way() (w globalid.Way) {
	for b.FoundThrough != nil {
		w.Steps = append(w.Steps, b.step(len(w.Steps) == 0))
		if e := b.FoundThrough.Edge; e != nil && e.Anyone {
			slices.Reverse(w.Steps)
			return w
		}
		b = b.FoundThrough.From
	}
	if len(w.Steps) > 0 {
		slices.Reverse(w.Steps)
		w.Type, w.GraphID = b.Plan.Type.Name, b.GraphID
	}
	return w
}

// step returns the step that leads to the node. The last step of a way leads to the
// node whose id holds the way.
func (b *Base) step(last bool) globalid.Step {
	switch e := b.FoundThrough.Edge; {
	case e == nil:
		return globalid.Step{Name: b.FoundThrough.Object}
	case e.Finder:
		return globalid.Step{Name: e.Name, Value: e.Sought()}
	case e.FoundBy != "":
		return globalid.Step{Name: e.FoundBy, Value: b.GraphID}
	case last:
		return globalid.Step{Name: e.Name}
	default:
		return globalid.Step{Name: e.Name, Value: b.GraphID}
	}
}
