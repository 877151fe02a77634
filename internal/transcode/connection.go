package transcode

import (
	"strconv"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
)

// page is what an answer says of one page of an edge.
type page struct {
	paging.Page
	// shown is how many of the items are.
	shown int
	next  bool
	// parent is the mark of the node that the edge belongs to.
	parent uint32
	// hasNext reports whether the edge goes on behind what is shown.
	hasNext bool
	// first and last are the ids of the first and the last item that is shown.
	first, last []byte
}

// hole is a place that waits for the cursor of an item.
type hole struct {
	at, item int
	id       []byte
}

// connection writes a connection. Its page is the next value; where it is not there, the
// page is empty.
func (r *run) connection(n node, c *connection, there bool) bool {
	begin, holes := len(r.out), len(r.holes)
	p := page{}
	if w := c.window; w.Cursor != nil {
		p.Start = w.Cursor.Start
	}
	id, ok := r.idOf(n)
	if !ok {
		return false
	}
	p.parent = paging.Mark(id)
	if c.window.Cursor != nil && c.window.Cursor.Parent != p.parent {
		return false
	}
	if there && !r.page(c, &p) {
		return false
	}
	if !c.goesOn(&p) {
		return false
	}
	r.fill(c, &p, begin, holes)
	return r.around(n, c, &p, begin)
}

// page reads an edge, and writes the items that are shown.
func (r *run) page(c *connection, p *page) bool {
	if !r.take('{') {
		return false
	}
	data, cursors := false, false
	for i := 0; ; i++ {
		more, ok := r.more(i, '}')
		if !more || !ok {
			return ok && data
		}
		name, ok := r.name()
		switch {
		case !ok:
			return false
		case string(name) == "data":
			ok, data = !data && r.items(c, p), true
		case string(name) == "paging":
			ok, cursors = !cursors && r.paging(p), true
		default:
			ok = string(name) != errorMember && r.skip(maxDepth)
		}
		if !ok {
			return false
		}
	}
}

// items reads the items of a page, and writes those that are shown.
func (r *run) items(c *connection, p *page) bool {
	if !r.take('[') {
		return false
	}
	before := r.beginPart()
	all := c.window.Edge.Paging == mapping.Unpaged && c.window.Want == 0
	for ; ; p.Items++ {
		more, ok := r.more(p.Items, ']')
		if !ok {
			return false
		}
		if !more {
			r.told = r.told || p.Items == 0
			return r.endPart(before, c.item.named)
		}
		begin, holes := len(r.out), len(r.holes)
		id, ok := r.item(c, p.Items)
		if !ok {
			return false
		}
		if c.items == absent || !all && p.Items >= c.window.Wanted() {
			r.out, r.holes = r.out[:begin], r.holes[:holes]
		}
		if all || p.Items < c.window.Wanted() {
			if p.shown++; p.Items == 0 {
				p.first = id
			}
			p.last = id
		}
	}
}

// item reads and writes one item, and returns its id where that is part of a cursor.
func (r *run) item(c *connection, index int) (id []byte, ok bool) {
	if index > 0 {
		r.out = append(r.out, ',')
	}
	if c.edge == nil {
		return r.identified(c)
	}
	r.out = append(r.out, '{')
	holes, read := len(r.holes), false
	for i, p := range c.edge {
		r.key(i, p.key)
		switch p.kind {
		case kindNode:
			if id, ok = r.identified(c); !ok {
				return nil, false
			}
			read = true
		case kindCursor:
			r.holes = append(r.holes, hole{at: len(r.out), item: index})
		default:
			r.out = append(r.out, p.text...)
		}
	}
	if begin := len(r.out); !read {
		if id, ok = r.identified(c); !ok {
			return nil, false
		}
		r.out = r.out[:begin]
	}
	for i := range r.holes[holes:] {
		r.holes[holes+i].id = id
	}
	r.out = append(r.out, '}')
	return id, true
}

// identified writes the node of an item.
func (r *run) identified(c *connection) (id []byte, ok bool) {
	at, ok := r.object(c.item)
	if !ok || !c.cursors {
		return nil, ok
	}
	on := r.at
	r.at = at
	id, ok = r.id()
	r.at = on
	return id, ok
}

// goesOn finds out whether the edge goes on behind what is shown. It is false where the
// next page would have to be read.
func (c *connection) goesOn(p *page) bool {
	w := c.window
	switch {
	case p.Items > p.shown:
		p.hasNext = true
	case !p.next:
	case w.Edge.Paging != mapping.Unpaged && p.shown > 0 && p.shown >= w.Want && p.After.IsCursor() && p.After != p.Start:
		p.hasNext = true
	default:
		return false
	}
	return true
}

// fill puts the cursors of the items into the holes that wait for them.
func (r *run) fill(c *connection, p *page, begin, holes int) {
	if len(r.holes) == holes {
		return
	}
	r.spare = append(r.spare[:0], r.out[begin:]...)
	from := 0
	r.out = r.out[:begin]
	for _, h := range r.holes[holes:] {
		r.out = append(r.out, r.spare[from:h.at-begin]...)
		from = h.at - begin
		r.cursor(c, p, h.item, h.id)
	}
	r.out = append(r.out, r.spare[from:]...)
	r.holes = r.holes[:holes]
}

// cursor writes the cursor of an item.
func (r *run) cursor(c *connection, p *page, index int, id []byte) {
	cursor := p.CursorOf(c.window.Edge, index, string(id), p.parent)
	r.out = append(cursor.Append(append(r.out, '"'), c.scope), '"')
}

// around writes what is beside the items, which stand at the end of what is written, from
// an offset on.
func (r *run) around(n node, c *connection, p *page, begin int) bool {
	items := len(r.out)
	r.out = append(r.out, '{')
	for i := range c.fields {
		r.key(i, c.fields[i].key)
		if c.fields[i].kind != kindItems {
			if !r.beside(n, c, p, &c.fields[i]) {
				return false
			}
			continue
		}
		r.out = append(r.out, '[') // all before the items goes to their front
		r.spare = append(r.spare[:0], r.out[items:]...)
		copy(r.out[begin+len(r.spare):], r.out[begin:items])
		copy(r.out[begin:], r.spare)
		r.out = append(r.out, ']')
	}
	r.out = append(r.out, '}')
	return true
}

// beside writes what is not the items.
func (r *run) beside(n node, c *connection, p *page, f *part) bool {
	switch f.kind {
	case kindTotal:
		return r.total(n, c, p)
	case kindPageInfo:
		r.pageInfo(c, p, f.parts)
	default:
		r.out = append(r.out, f.text...)
	}
	return true
}

// total writes how many items the edge has: what the parent says, or, of an edge that comes
// whole, how many there are.
func (r *run) total(n node, c *connection, p *page) bool {
	if c.window.Edge.Paging == mapping.Unpaged && c.item != nil {
		r.out = strconv.AppendInt(r.out, int64(p.Items), 10)
		return true
	}
	if c.count == absent || r.slots[n.slots+c.count] < 0 {
		r.out = append(r.out, "null"...)
		return true
	}
	on := r.at
	r.at = r.slots[n.slots+c.count]
	ok := r.scalar(n.object, &field{form: formInt})
	r.at = on
	return ok
}

// pageInfo writes what is beside a page.
func (r *run) pageInfo(c *connection, p *page, parts []part) {
	r.out = append(r.out, '{')
	for i, f := range parts {
		r.key(i, f.key)
		switch f.kind {
		case kindHasNext:
			r.out = strconv.AppendBool(r.out, p.hasNext)
		case kindHasPrevious:
			r.out = strconv.AppendBool(r.out, c.window.Cursor != nil)
		case kindStart, kindEnd:
			switch {
			case p.shown == 0:
				r.out = append(r.out, "null"...)
			case f.kind == kindStart:
				r.cursor(c, p, 0, p.first)
			default:
				r.cursor(c, p, p.shown-1, p.last)
			}
		default:
			r.out = append(r.out, f.text...)
		}
	}
	r.out = append(r.out, '}')
}
