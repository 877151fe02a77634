package transcode

import (
	"strconv"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/transcode/program"
	"github.com/gramql/gramql/internal/transcode/scan"
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
func (r *run) connection(n node, c *program.Connection, there bool) bool {
	begin, holes := len(r.out), len(r.holes)
	mark, ok := r.markOf(n)
	if !ok {
		return false
	}
	p := page{parent: mark, gone: !there && c.Window.Cursor != nil}
	if w := c.Window; w.Cursor != nil {
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
	if c.Window.Empty {
		p.shown = 0
	}
	r.fill(c, &p, begin, holes)
	return r.around(n, c, &p, begin)
}

// page reads an edge, and writes the items that are shown.
func (r *run) page(c *program.Connection, p *page) bool {
	data, cursors := false, false
	ok := r.Members(func(name []byte) (ok bool) {
		switch string(name) {
		case "data":
			ok, data = !data && r.data(c, p), true
		case "paging":
			ok, cursors = !cursors && r.paging(p), true
		default:
			ok = string(name) != errorMember && r.Skip(scan.MaxDepth)
		}
		return ok
	})
	return ok && data
}

// data finds out which of the items are shown, and writes them.
func (r *run) data(c *program.Connection, p *page) bool {
	r.Peek()
	p.data = r.At
	to, ok := r.bounds(c.Window, p)
	before := r.beginPart()
	return ok && r.items(c, c.ShownBy(), p, to) && r.endPart(before, c.ShownBy().Item().Named)
}

// items reads the items of a page, and writes those that are shown: up to an index.
func (r *run) items(c *program.Connection, as *program.Items, p *page, to int) bool {
	if !r.Take('[') {
		return false
	}
	for p.Items = 0; ; p.Items++ {
		more, ok := r.More(p.Items, ']')
		if !ok {
			return false
		}
		if !more {
			r.told = r.told || p.Items == 0 || !as.Item().Identified
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
		if w := c.Window; w.Cursor != nil && len(id) > 0 && string(id) == w.Cursor.ID && !w.Backward && w.Cursor.Skip == 0 {
			return false // the item itself, where only those behind should be
		}
		shown := p.Items >= p.from && p.Items < to
		if !shown || c.First == program.Absent {
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
func (r *run) item(c *program.Connection, as *program.Items, index int) (id []byte, ok bool) {
	if as.Node != nil {
		begin := len(r.out)
		if id, ok = r.identified(c, as.Node); !ok || as.Edge == nil {
			return id, ok
		}
		r.out = r.out[:begin]
	}
	r.out = append(r.out, '{')
	holes, at := len(r.holes), r.At
	for i, p := range as.Edge {
		r.key(i, p.Key)
		switch p.Kind {
		case program.KindNode:
			r.At = at
			if id, ok = r.identified(c, p.Node); !ok {
				return nil, false
			}
		case program.KindCursor:
			r.holes = append(r.holes, hole{at: len(r.out), item: index})
		default:
			r.out = append(r.out, p.Text...)
		}
	}
	for i := range r.holes[holes:] {
		r.holes[holes+i].id = id
	}
	r.out = append(r.out, '}')
	return id, true
}

// identified writes the node, or value, of an item.
func (r *run) identified(c *program.Connection, o *program.Object) (id []byte, ok bool) {
	at, ok := r.object(o)
	if !ok || !c.Cursors || !o.Identified {
		return nil, ok
	}
	on := r.At
	r.At = at
	id, ok = r.ID()
	r.At = on
	return id, ok
}

// fill puts the cursors of the items into the holes that wait for them.
func (r *run) fill(c *program.Connection, p *page, begin, holes int) {
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
func (r *run) cursor(c *program.Connection, p *page, index int, id []byte) {
	cursor := p.CursorOf(c.Window.Edge, index, index+1, string(id), p.parent)
	r.out = append(cursor.Append(append(r.out, '"'), c.Scope), '"')
}

// around writes what is beside the items, which stand at the end of what is written, from
// an offset on.
func (r *run) around(n node, c *program.Connection, p *page, begin int) bool {
	items := len(r.out)
	r.out = append(r.out, '{')
	for i := range c.Fields {
		r.key(i, c.Fields[i].Key)
		if i != c.First {
			if !r.beside(n, c, p, &c.Fields[i]) {
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
func (r *run) beside(n node, c *program.Connection, p *page, f *program.Part) bool {
	switch f.Kind {
	case program.KindTotal:
		return r.total(n, c, p)
	case program.KindPageInfo:
		r.pageInfo(c, p, f.Parts)
	case program.KindItems:
		return r.again(c, p, f.Items)
	default:
		r.out = append(r.out, f.Text...)
	}
	return true
}

// again writes the items of a page once more, as another field shows them.
func (r *run) again(c *program.Connection, p *page, as *program.Items) bool {
	r.out = append(r.out, '[')
	begin, holes, on := len(r.out), len(r.holes), r.At
	if p.data > 0 {
		r.At = p.data
		if !r.items(c, as, p, p.from+p.shown) {
			return false
		}
		r.At = on
		r.fill(c, p, begin, holes)
	}
	r.out = append(r.out, ']')
	return true
}

// total writes how many items the edge has: what the parent says, or, of an edge that comes
// whole, how many there are.
func (r *run) total(n node, c *program.Connection, p *page) bool {
	if c.Window.Edge.Paging == mapping.Unpaged && c.ShownBy() != nil {
		r.out = strconv.AppendInt(r.out, int64(p.Items), 10)
		return true
	}
	if c.Count == program.Absent || r.slots[n.slots+c.Count] < 0 {
		r.out = append(r.out, "null"...)
		return true
	}
	on := r.At
	r.At = r.slots[n.slots+c.Count]
	ok := r.scalar(n.Object, &program.Field{Form: program.FormInt})
	r.At = on
	return ok
}

// pageInfo writes what is beside a page.
func (r *run) pageInfo(c *program.Connection, p *page, parts []program.Part) {
	r.out = append(r.out, '{')
	for i, f := range parts {
		r.key(i, f.Key)
		switch f.Kind {
		case program.KindHasNext:
			r.out = strconv.AppendBool(r.out, p.hasNext)
		case program.KindHasPrevious:
			r.out = strconv.AppendBool(r.out, p.hasPrevious)
		case program.KindStart, program.KindEnd:
			switch {
			case p.shown == 0:
				r.out = append(r.out, "null"...)
			case f.Kind == program.KindStart:
				r.cursor(c, p, p.from, p.first)
			default:
				r.cursor(c, p, p.from+p.shown-1, p.last)
			}
		default:
			r.out = append(r.out, f.Text...)
		}
	}
	r.out = append(r.out, '}')
}
