package transcode

import (
	"strconv"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
)

// page is what an answer says of one page of an edge, and which of its items are shown.
type page struct {
	paging.Page
	// data is where in the answer the items begin; 0 where there are none.
	data int
	// from is the index of the first item that is shown, and shown how many are.
	from, shown int
	// gone reports whether the item of a cursor is not on the page.
	gone bool
	// next and previous report that the answer has a link to a further page.
	next, previous bool
	// parent is the mark of the node that the edge belongs to.
	parent uint32
	// hasNext and hasPrevious report whether the edge goes on on either side of what is shown.
	hasNext, hasPrevious bool
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
	mark, ok := r.markOf(n)
	if !ok {
		return false
	}
	p := page{parent: mark, gone: !there && c.window.Cursor != nil}
	if w := c.window; w.Cursor != nil {
		if w.Cursor.Parent != p.parent {
			return false
		}
		p.Start = w.Cursor.Start
		if w.Backward && w.Cursor.Back != "" && w.Edge.Paging != mapping.Unpaged {
			p.Start, p.End = "", w.Cursor.Back
		}
	}
	if there && !r.page(c, &p) || !r.goesOn(n, c, &p) {
		return false
	}
	if c.window.Empty {
		p.shown = 0
	}
	r.fill(c, &p, begin, holes)
	return r.around(n, c, &p, begin)
}

// page reads an edge, and writes the items that are shown.
func (r *run) page(c *connection, p *page) bool {
	data, cursors := false, false
	ok := r.members(func(name []byte) (ok bool) {
		switch string(name) {
		case "data":
			ok, data = !data && r.data(c, p), true
		case "paging":
			ok, cursors = !cursors && r.paging(p), true
		default:
			ok = string(name) != errorMember && r.skip(maxDepth)
		}
		return ok
	})
	return ok && data
}

// data finds out which of the items are shown, and writes them.
func (r *run) data(c *connection, p *page) bool {
	r.peek()
	p.data = r.at
	to, ok := r.bounds(c.window, p)
	before := r.beginPart()
	return ok && r.items(c, c.shownBy(), p, to) && r.endPart(before, c.shownBy().item().named)
}

// items reads the items of a page, and writes those that are shown: up to an index.
func (r *run) items(c *connection, as *items, p *page, to int) bool {
	if !r.take('[') {
		return false
	}
	for p.Items = 0; ; p.Items++ {
		more, ok := r.more(p.Items, ']')
		if !ok {
			return false
		}
		if !more {
			r.told = r.told || p.Items == 0 || !as.item().identified
			p.shown = max(0, min(to, p.Items)-p.from)
			return true
		}
		begin, holes := len(r.out), len(r.holes)
		if p.Items > p.from {
			r.out = append(r.out, ',')
		}
		id, ok := r.item(c, as, p.Items)
		if !ok {
			return false
		}
		if w := c.window; w.Cursor != nil && len(id) > 0 && string(id) == w.Cursor.ID && !w.Backward && w.Cursor.Skip == 0 {
			return false // the item itself, where only those behind should be
		}
		shown := p.Items >= p.from && p.Items < to
		if !shown || c.first == absent {
			r.out, r.holes = r.out[:begin], r.holes[:holes]
		}
		if shown {
			if p.Items == p.from {
				p.first = id
			}
			p.last = id
		}
	}
}

// item reads and writes one item, and returns its id where that is part of a cursor.
func (r *run) item(c *connection, as *items, index int) (id []byte, ok bool) {
	if as.node != nil {
		begin := len(r.out)
		if id, ok = r.identified(c, as.node); !ok || as.edge == nil {
			return id, ok
		}
		r.out = r.out[:begin]
	}
	r.out = append(r.out, '{')
	holes, at := len(r.holes), r.at
	for i, p := range as.edge {
		r.key(i, p.key)
		switch p.kind {
		case kindNode:
			r.at = at
			if id, ok = r.identified(c, p.node); !ok {
				return nil, false
			}
		case kindCursor:
			r.holes = append(r.holes, hole{at: len(r.out), item: index})
		default:
			r.out = append(r.out, p.text...)
		}
	}
	for i := range r.holes[holes:] {
		r.holes[holes+i].id = id
	}
	r.out = append(r.out, '}')
	return id, true
}

// identified writes the node, or value, of an item.
func (r *run) identified(c *connection, o *object) (id []byte, ok bool) {
	at, ok := r.object(o)
	if !ok || !c.cursors || !o.identified {
		return nil, ok
	}
	on := r.at
	r.at = at
	id, ok = r.id()
	r.at = on
	return id, ok
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
	cursor := p.CursorOf(c.window.Edge, index, index+1, string(id), p.parent)
	r.out = append(cursor.Append(append(r.out, '"'), c.scope), '"')
}

// around writes what is beside the items, which stand at the end of what is written, from
// an offset on.
func (r *run) around(n node, c *connection, p *page, begin int) bool {
	items := len(r.out)
	r.out = append(r.out, '{')
	for i := range c.fields {
		r.key(i, c.fields[i].key)
		if i != c.first {
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
	case kindItems:
		return r.again(c, p, f.items)
	default:
		r.out = append(r.out, f.text...)
	}
	return true
}

// again writes the items of a page once more, as another field shows them.
func (r *run) again(c *connection, p *page, as *items) bool {
	r.out = append(r.out, '[')
	begin, holes, on := len(r.out), len(r.holes), r.at
	if p.data > 0 {
		r.at = p.data
		if !r.items(c, as, p, p.from+p.shown) {
			return false
		}
		r.at = on
		r.fill(c, p, begin, holes)
	}
	r.out = append(r.out, ']')
	return true
}

// total writes how many items the edge has: what the parent says, or, of an edge that comes
// whole, how many there are.
func (r *run) total(n node, c *connection, p *page) bool {
	if c.window.Edge.Paging == mapping.Unpaged && c.shownBy() != nil {
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
			r.out = strconv.AppendBool(r.out, p.hasPrevious)
		case kindStart, kindEnd:
			switch {
			case p.shown == 0:
				r.out = append(r.out, "null"...)
			case f.kind == kindStart:
				r.cursor(c, p, p.from, p.first)
			default:
				r.cursor(c, p, p.from+p.shown-1, p.last)
			}
		default:
			r.out = append(r.out, f.text...)
		}
	}
	r.out = append(r.out, '}')
}
