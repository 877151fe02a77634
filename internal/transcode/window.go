package transcode

import (
	"math"
	"strings"

	"github.com/gramql/gramql/internal/conversion"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/transcode/program"
	"github.com/gramql/gramql/internal/transcode/scan"
)

// bounds finds out which items of a page, the next value, a window shows: those from
// p.from up to an index. Where that depends on the item of a cursor, or on the end of the
// page, it looks through the items before they are read.
func (r *run) bounds(w *paging.Window, p *page) (to int, ok bool) {
	wanted := w.Wanted()
	if w.Edge.Paging == mapping.Unpaged && w.Want == 0 && !w.Backward {
		wanted = math.MaxInt32 // all
	}
	if !w.Backward && (w.Cursor == nil || w.Cursor.Skip == 0) {
		return wanted, true
	}
	found, ok := r.look(w.Cursor)
	switch c := w.Cursor; {
	case !w.Backward:
		p.from = found.upTo(c)
		return p.from + wanted, ok
	case found.first > 0:
		to = found.first - 1
	case c == nil:
		to = found.items
	case p.End != "":
		to = found.items - c.BackSkip
	default: // where the item was
		p.gone = true
		to = c.Skip - 1
	}
	to = min(max(to, 0), found.items)
	p.from = max(0, to-wanted)
	return to, ok
}

// look is what is known of the items of a page before they are read.
type look struct {
	items int
	// first is how many items lead up to the first with the id of a cursor, itself included;
	// 0 for none. Exact reports whether an item has the id where the cursor says.
	first int
	exact bool
}

// upTo returns how many items lead up to that of a cursor, itself included. The item's id
// finds it where others came or went before it.
func (l look) upTo(c *paging.Cursor) int {
	if l.exact || l.first == 0 {
		return c.Skip
	}
	return l.first
}

// look looks through the items of a page, the next value, for that of a cursor.
func (r *run) look(c *paging.Cursor) (l look, ok bool) {
	begin := r.At
	defer func() { r.At = begin }()
	if !r.Take('[') {
		return l, false
	}
	for ; ; l.items++ {
		more, ok := r.More(l.items, ']')
		if !more || !ok {
			return l, ok
		}
		id, ok := r.peekID()
		if !ok {
			return l, false
		}
		if c == nil || c.ID == "" || string(id) != c.ID {
			continue
		}
		if l.first == 0 {
			l.first = l.items + 1
		}
		l.exact = l.exact || l.items+1 == c.Skip
	}
}

// peekID passes an item, and returns its id; nil for none.
func (r *run) peekID() (id []byte, ok bool) {
	ok = r.Members(func(name []byte) (ok bool) {
		if string(name) == "id" && id == nil {
			id, ok = r.ID()
			return ok
		}
		return r.Skip(scan.MaxDepth)
	})
	return id, ok
}

// count returns how many items the edge of a node has, according to the node; nil where
// that is unknown, as behind a cursor. It is false for what is no number.
func (r *run) count(n node, c *program.Connection) (count *int32, ok bool) {
	if c.Count == program.Absent || c.Window.Cursor != nil || r.slots[n.slots+c.Count] < 0 {
		return nil, true
	}
	on := r.At
	defer func() { r.At = on }()
	r.At = r.slots[n.slots+c.Count]
	begin := r.At
	if !r.Skip(0) {
		return nil, false
	}
	number, ok := conversion.Int32(strings.Trim(string(r.In[begin:r.At]), `"`))
	return &number, ok
}

// goesOn finds out whether the edge goes on on either side of what is shown. It is false
// where another page would have to be read.
func (r *run) goesOn(n node, c *program.Connection, p *page) bool {
	w := c.Window
	count, ok := r.count(n, c)
	ahead := p.Behind(w.Edge, c.Unsaid, p.Items, count)
	switch {
	case w.Edge.Paging == mapping.Unpaged && p.Next || !ok:
		return false
	case w.Backward:
		p.hasNext = w.Cursor != nil
		return c.ShownBy() == nil || goesBack(c, p, ahead)
	case p.Items > p.from+p.shown:
		p.hasNext = true
	case ahead != paging.Ended:
		enough := p.shown > 0 && p.shown >= w.Want && p.After.IsCursor() && p.After != p.Start
		if !enough || ahead == paging.Maybe && c.Peeks {
			return false
		}
		p.hasNext = true
	}
	p.hasNext, p.hasPrevious = p.hasNext || w.Empty && p.shown > 0, w.Cursor != nil
	return true
}

// goesBack finds out whether there is more before what is shown of a page, of which it is
// known whether the edge goes on behind.
func goesBack(c *program.Connection, p *page, ahead paging.Ahead) bool {
	w := c.Window
	if p.End != "" {
		before := p.InFront(c.Unsaid)
		switch {
		case before == paging.Ended, p.from > 0:
			p.hasPrevious = p.from > 0
		case p.shown < w.Wanted(), before == paging.Maybe && c.Peeks:
			return false
		default:
			p.hasPrevious = true
		}
	} else {
		if p.gone && (w.Cursor.Skip == 0 || ahead != paging.Ended) { // the item may be further on
			return false
		}
		p.hasPrevious = p.from > 0 || p.Start != ""
	}
	if w.Empty {
		p.hasPrevious = p.hasPrevious || p.shown > 0
		return true
	}
	return p.shown > 0 || !p.hasPrevious // else the start needs a cursor of its own
}
