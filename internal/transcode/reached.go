package transcode

import (
	"slices"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/transcode/program"
)

// globalID writes the global id of a node.
func (r *run) globalID(o *program.Object, id []byte) bool {
	r.out = append(r.out, '"')
	defer func() { r.out = append(r.out, '"') }()
	if o.Reached == nil {
		r.out = globalid.Append(r.out, o.TypeName, id)
		return true
	}
	way, ok := r.way(o.Reached, string(id))
	r.out = append(r.out, globalid.ID{Type: o.TypeName, GraphID: string(id), Way: way}.String()...)
	return ok
}

// way returns how a node with an id is found again. The nodes on the way are those that are
// being written.
func (r *run) way(h *program.Reached, id string) (w globalid.Way, ok bool) {
	defer func() { slices.Reverse(w.Steps) }()
	for i := len(r.trail) - 1; h != nil; i-- {
		w.Steps = append(w.Steps, h.Step(id, len(w.Steps) == 0))
		if h.By != nil && h.By.Anyone {
			return w, true
		}
		from, ok := r.idOf(r.trail[i])
		if !ok {
			return w, false
		}
		if h, id = h.From, string(from); h == nil {
			w.Type, w.GraphID = r.trail[i].TypeName, id
		}
	}
	return w, true
}

// markOf returns the mark of a node that cursors of its edges have.
func (r *run) markOf(n node) (mark uint32, ok bool) {
	id, ok := r.idOf(n)
	if h := n.Reached; h != nil && h.By != nil && (h.By.Finder || h.By.FoundBy != "") {
		found := h.Step(string(id), false)
		return paging.MarkFound(found.Name, found.Value), ok
	}
	return paging.Mark(id), ok
}
