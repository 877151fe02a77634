package transcode

import (
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/transcode/program"
	"github.com/gramql/gramql/internal/transcode/scan"
)

// What a slot holds of a member that has no place in the answer.
const (
	unseen = -1
	null   = -2 // as good as absent, but there
)

// node is the object that is being written, and where its slots begin.
type node struct {
	*program.Object
	slots int
}

// object writes the next value, which has to be a node or a value without an id, and returns
// where in the answer the node's id is.
func (r *run) object(o *program.Object) (id int, ok bool) {
	if !r.Take('{') {
		return 0, false
	}
	n := node{o, len(r.slots)}
	for range o.Members {
		r.slots = append(r.slots, unseen)
	}
	r.out = append(r.out, '{')
	if o.Node {
		r.nodes++
	}
	before := r.beginPart()
	r.asked, r.told = r.asked || o.Asked, o.Identified && !o.Asked
	written, next, known := 0, 0, false
	for i := 0; ; i++ {
		more, ok := r.More(i, '}')
		if !ok {
			return 0, false
		}
		if !more {
			break
		}
		name, ok := r.Name()
		if !ok {
			return 0, false
		}
		member := o.Find(name, next)
		if next = member + 1; member == program.Absent {
			next = i + 1
			if string(name) == errorMember || !r.Skip(scan.MaxDepth) {
				return 0, false
			}
			continue
		}
		known = known || member != program.OwnID || r.mayBeID()
		if written, ok = r.member(n, member, written); !ok {
			return 0, false
		}
	}
	if id = r.slots[n.slots+program.OwnID]; !known || o.Identified && id < 0 {
		return 0, false
	}
	for ; written < len(o.Fields); written++ {
		if !r.field(n, written) {
			return 0, false
		}
	}
	r.slots = r.slots[:n.slots]
	r.out = append(r.out, '}')
	return id, r.endPart(before, o.Certain)
}

// mayBeID reports whether the next value has a form that ids have: a string or a number.
func (r *run) mayBeID() bool {
	c := r.Peek()
	return c == '"' || c == '-' || c >= '0' && c <= '9'
}

// errorMember is the member that holds an error of a part of an answer.
const errorMember = "error"

// member reads the value of a member, and writes the fields whose turn it is, of which so
// many are written already. The value is read only once where the answer has the order of
// the selection.
func (r *run) member(n node, member, written int) (now int, ok bool) {
	slot := &r.slots[n.slots+member]
	if *slot != unseen { // the ordinary way decides which of the two counts
		return 0, false
	}
	if r.Peek() == 'n' {
		*slot = null
		return written, !n.Members[member].Branch && r.Word("null")
	}
	*slot = r.At
	r.told = r.told || n.Members[member].Told
	begin := r.At
	if member == program.OwnID {
		if n.Identified {
			_, ok = r.nodeID(n.Object)
		} else {
			ok = r.Peek() != '{' && r.Peek() != '[' && r.Skip(0)
		}
		if !ok {
			return 0, false
		}
		r.At = begin
	}
	for written < len(n.Fields) && r.ready(n, &n.Fields[written]) {
		if !r.field(n, written) {
			return 0, false
		}
		written++
	}
	return written, r.At > begin || r.Skip(scan.MaxDepth)
}

// ready reports whether all is known that a field is made of.
func (r *run) ready(n node, f *program.Field) bool {
	if f.Member == program.Absent {
		return f.Connection == nil && f.Display == nil
	}
	if r.slots[n.slots+f.Member] < 0 {
		return false
	}
	c := f.Connection
	if f.Leads && r.slots[n.slots+program.OwnID] < 0 {
		return false
	}
	return c == nil || r.slots[n.slots+program.OwnID] >= 0 && (c.Count == program.Absent || r.slots[n.slots+c.Count] >= 0)
}

// field writes the field of a node with an index. A value that has been passed is read
// again, and the answer then goes on where it was.
func (r *run) field(n node, index int) bool {
	f := &n.Fields[index]
	if f.Key == "" {
		return r.unshown(n, f)
	}
	r.key(index, f.Key)
	switch {
	case f.Text != "":
		r.out = append(r.out, f.Text...)
		return true
	case f.Display != nil:
		return r.display(n, f.Display)
	}
	at := r.slotOf(n, f)
	if at < 0 {
		return r.without(n, f)
	}
	if at == r.At {
		return r.value(n, f)
	}
	on := r.At
	r.At = at
	ok := r.value(n, f)
	r.At = on
	return ok
}

// slotOf returns where in the answer the value of a field begins.
func (r *run) slotOf(n node, f *program.Field) int {
	if f.Member == program.Absent {
		return unseen
	}
	return r.slots[n.slots+f.Member]
}

// unshown reads a field without showing it.
func (r *run) unshown(n node, f *program.Field) bool {
	at := r.slotOf(n, f)
	if at < 0 {
		return true
	}
	on, out, holes := r.At, len(r.out), len(r.holes)
	r.At = at
	ok := r.value(n, f)
	r.out, r.holes = r.out[:out], r.holes[:holes]
	if at != on {
		r.At = on
	}
	return ok
}

// value writes the value of a field, which is the next one.
func (r *run) value(n node, f *program.Field) bool {
	if f.Leads {
		r.trail = append(r.trail, n)
		defer func() { r.trail = r.trail[:len(r.trail)-1] }()
	}
	switch {
	case f.Connection != nil:
		return r.connection(n, f.Connection, true)
	case f.List != nil:
		return r.list(f.List)
	case f.Reference != nil:
		return r.reference(f.Reference)
	case f.Object != nil:
		id, ok := r.object(f.Object)
		return ok && (f.Object.Sought == "" || r.isID(id, f.Object.Sought))
	}
	return r.scalar(n.Object, f)
}

// reference writes a node of which the next value is the id.
func (r *run) reference(o *program.Object) bool {
	id, ok := r.nodeID(o)
	r.out = append(r.out, '{')
	for i := range o.Fields {
		f := &o.Fields[i]
		r.key(i, f.Key)
		switch {
		case f.Text != "":
			r.out = append(r.out, f.Text...)
		case f.Form == program.FormGlobalID:
			r.globalID(o, id)
		default:
			r.out = append(append(append(r.out, '"'), id...), '"')
		}
	}
	r.out = append(r.out, '}')
	return ok
}

// without writes a field whose value is not in the answer.
func (r *run) without(n node, f *program.Field) bool {
	switch {
	case f.Connection != nil:
		return r.connection(n, f.Connection, false)
	case f.List != nil && f.List.Edge && !f.List.Single, f.Caption != nil:
		r.out = append(r.out, "[]"...)
		return true
	case f.Member == program.Absent: // an edge that the node never has
		r.out = append(r.out, "null"...)
		return true
	case f.Required, n.Members[f.Member].Withheld:
		return false
	}
	r.out = append(r.out, "null"...)
	return true
}

// nodeID returns the next value, the id of a node; false for what is none, and for what no
// call and no global id could name.
func (r *run) nodeID(o *program.Object) (id []byte, ok bool) {
	id, ok = r.ID()
	return id, ok && (!o.Global || globalid.IsGraphID(id))
}

// idOf returns the id of a node, which has been passed.
func (r *run) idOf(n node) (id []byte, ok bool) { return r.idAt(r.slots[n.slots+program.OwnID]) }

// isID reports whether an id is at a place in the answer that has been passed.
func (r *run) isID(at int, id string) bool {
	found, ok := r.idAt(at)
	return ok && string(found) == id
}

// idAt returns the id at a place in the answer that has been passed.
func (r *run) idAt(at int) (id []byte, ok bool) {
	on := r.At
	r.At = at
	id, ok = r.ID()
	r.At = on
	return id, ok
}
