package transcode

import (
	"slices"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// reached is how a node is found that cannot be read by its own id, or that shows less
// where it was found: behind an edge or finder of another node, or in a field of the other.
type reached struct {
	// from is how the other was found.
	from *reached
	// by is the edge or finder; nil where field names the field.
	by    *expansion.Edge
	field string
}

// step returns the step that leads to a node with an id. The last step of a way leads to
// the node whose id holds the way.
func (h *reached) step(id string, last bool) globalid.Step {
	switch e := h.by; {
	case e == nil:
		return globalid.Step{Name: h.field}
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

// globalID writes the global id of a node.
func (r *run) globalID(o *object, id []byte) bool {
	r.out = append(r.out, '"')
	defer func() { r.out = append(r.out, '"') }()
	if o.reached == nil {
		r.out = globalid.Append(r.out, o.typeName, id)
		return true
	}
	way, ok := r.way(o.reached, string(id))
	r.out = append(r.out, globalid.ID{Type: o.typeName, GraphID: string(id), Way: way}.String()...)
	return ok
}

// way returns how a node with an id is found again. The nodes on the way are those that are
// being written.
func (r *run) way(h *reached, id string) (w globalid.Way, ok bool) {
	defer func() { slices.Reverse(w.Steps) }()
	for i := len(r.trail) - 1; h != nil; i-- {
		w.Steps = append(w.Steps, h.step(id, len(w.Steps) == 0))
		if h.by != nil && h.by.Anyone {
			return w, true
		}
		from, ok := r.idOf(r.trail[i])
		if !ok {
			return w, false
		}
		if h, id = h.from, string(from); h == nil {
			w.Type, w.GraphID = r.trail[i].typeName, id
		}
	}
	return w, true
}

// markOf returns the mark of a node that cursors of its edges have.
func (r *run) markOf(n node) (mark uint32, ok bool) {
	id, ok := r.idOf(n)
	if h := n.reached; h != nil && h.by != nil && (h.by.Finder || h.by.FoundBy != "") {
		found := h.step(string(id), false)
		return paging.MarkFound(found.Name, found.Value), ok
	}
	return paging.Mark(id), ok
}
