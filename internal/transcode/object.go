package transcode

// What a slot holds of a member that has no place in the answer.
const (
	unseen = -1
	null   = -2 // as good as absent, but there
)

// node is the object that is being written, and where its slots begin.
type node struct {
	*object
	slots int
}

// object writes the next value, which has to be a node or a value without an id, and returns
// where in the answer the node's id is.
func (r *run) object(o *object) (id int, ok bool) {
	if !r.take('{') {
		return 0, false
	}
	n := node{o, len(r.slots)}
	for range o.members {
		r.slots = append(r.slots, unseen)
	}
	r.out = append(r.out, '{')
	if o.node {
		r.nodes++
	}
	before := r.beginPart()
	r.asked, r.told = r.asked || o.asked, o.identified && !o.asked
	written, next, known := 0, 0, false
	for i := 0; ; i++ {
		more, ok := r.more(i, '}')
		if !ok {
			return 0, false
		}
		if !more {
			break
		}
		name, ok := r.name()
		if !ok {
			return 0, false
		}
		member := o.find(name, next)
		if next = member + 1; member == absent {
			next = i + 1
			if string(name) == errorMember || !r.skip(maxDepth) {
				return 0, false
			}
			continue
		}
		known = true
		if written, ok = r.member(n, member, written); !ok {
			return 0, false
		}
	}
	if id = r.slots[n.slots+ownID]; !known || o.identified && id < 0 {
		return 0, false
	}
	for ; written < len(o.fields); written++ {
		if !r.field(n, written) {
			return 0, false
		}
	}
	r.slots = r.slots[:n.slots]
	r.out = append(r.out, '}')
	return id, r.endPart(before, o.certain)
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
	if r.peek() == 'n' {
		*slot = null
		return written, !n.members[member].branch && r.word("null")
	}
	*slot = r.at
	r.told = r.told || n.members[member].told
	begin := r.at
	if member == ownID {
		if _, ok := r.id(); !ok {
			return 0, false
		}
		r.at = begin
	}
	for written < len(n.fields) && r.ready(n, &n.fields[written]) {
		if !r.field(n, written) {
			return 0, false
		}
		written++
	}
	return written, r.at > begin || r.skip(maxDepth)
}

// ready reports whether all is known that a field is made of.
func (r *run) ready(n node, f *field) bool {
	if f.member == absent {
		return f.connection == nil && f.display == nil
	}
	if r.slots[n.slots+f.member] < 0 {
		return false
	}
	c := f.connection
	if f.leads && r.slots[n.slots+ownID] < 0 {
		return false
	}
	return c == nil || r.slots[n.slots+ownID] >= 0 && (c.count == absent || r.slots[n.slots+c.count] >= 0)
}

// field writes the field of a node with an index. A value that has been passed is read
// again, and the answer then goes on where it was.
func (r *run) field(n node, index int) bool {
	f := &n.fields[index]
	if f.key == "" {
		return r.unshown(n, f)
	}
	r.key(index, f.key)
	switch {
	case f.text != "":
		r.out = append(r.out, f.text...)
		return true
	case f.display != nil:
		return r.display(n, f.display)
	}
	at := r.slotOf(n, f)
	if at < 0 {
		return r.without(n, f)
	}
	if at == r.at {
		return r.value(n, f)
	}
	on := r.at
	r.at = at
	ok := r.value(n, f)
	r.at = on
	return ok
}

// slotOf returns where in the answer the value of a field begins.
func (r *run) slotOf(n node, f *field) int {
	if f.member == absent {
		return unseen
	}
	return r.slots[n.slots+f.member]
}

// unshown reads a field without showing it.
func (r *run) unshown(n node, f *field) bool {
	at := r.slotOf(n, f)
	if at < 0 {
		return true
	}
	on, out, holes := r.at, len(r.out), len(r.holes)
	r.at = at
	ok := r.value(n, f)
	r.out, r.holes = r.out[:out], r.holes[:holes]
	if at != on {
		r.at = on
	}
	return ok
}

// value writes the value of a field, which is the next one.
func (r *run) value(n node, f *field) bool {
	if f.leads {
		r.trail = append(r.trail, n)
		defer func() { r.trail = r.trail[:len(r.trail)-1] }()
	}
	switch {
	case f.connection != nil:
		return r.connection(n, f.connection, true)
	case f.list != nil:
		return r.list(f.list)
	case f.reference != nil:
		return r.reference(f.reference)
	case f.object != nil:
		_, ok := r.object(f.object)
		return ok
	}
	return r.scalar(n.object, f)
}

// reference writes a node of which the next value is the id.
func (r *run) reference(o *object) bool {
	id, ok := r.id()
	r.out = append(r.out, '{')
	for i := range o.fields {
		f := &o.fields[i]
		r.key(i, f.key)
		switch {
		case f.text != "":
			r.out = append(r.out, f.text...)
		case f.form == formGlobalID:
			r.globalID(o, id)
		default:
			r.out = append(append(append(r.out, '"'), id...), '"')
		}
	}
	r.out = append(r.out, '}')
	return ok
}

// without writes a field whose value is not in the answer.
func (r *run) without(n node, f *field) bool {
	switch {
	case f.connection != nil:
		return r.connection(n, f.connection, false)
	case f.list != nil && f.list.edge && !f.list.single, f.caption != nil:
		r.out = append(r.out, "[]"...)
		return true
	case f.member == absent: // an edge that the node never has
		r.out = append(r.out, "null"...)
		return true
	case f.required, n.members[f.member].withheld:
		return false
	}
	r.out = append(r.out, "null"...)
	return true
}

// idOf returns the id of a node, which has been passed.
func (r *run) idOf(n node) (id []byte, ok bool) {
	on := r.at
	r.at = r.slots[n.slots+ownID]
	id, ok = r.id()
	r.at = on
	return id, ok
}
