package transcode

import (
	"math"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
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
	case c == nil:
		to = found.items
	case c.Back == "" || w.Edge.Paging == mapping.Unpaged:
		to = found.upTo(c) - 1
	case found.first > 0:
		to = found.first - 1
	default:
		to = found.items - c.BackSkip
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
	if l.exact || l.first == 0 || c.Skip == 0 {
		return c.Skip
	}
	return l.first
}

// look looks through the items of a page, the next value, for that of a cursor.
func (r *run) look(c *paging.Cursor) (l look, ok bool) {
	begin := r.at
	defer func() { r.at = begin }()
	if !r.take('[') {
		return l, false
	}
	for ; ; l.items++ {
		more, ok := r.more(l.items, ']')
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
	ok = r.members(func(name []byte) (ok bool) {
		if string(name) == "id" && id == nil {
			id, ok = r.id()
			return ok
		}
		return r.skip(maxDepth)
	})
	return id, ok
}

// goesOn finds out whether the edge goes on on either side of what is shown. It is false
// where another page would have to be read.
func (c *connection) goesOn(p *page) bool {
	w := c.window
	cursor := w.Cursor != nil
	if w.Backward {
		p.hasNext = cursor
		return c.shownBy() == nil || w.Edge.Paging != mapping.Unpaged && c.goesBack(p) || w.Edge.Paging == mapping.Unpaged && c.allBefore(p)
	}
	p.hasPrevious = cursor
	switch {
	case p.next && w.Edge.Paging == mapping.Unpaged:
		return false
	case p.Items > p.from+p.shown:
		p.hasNext = true
	case !p.next && p.After != "" && !w.Edge.Paging.SaysEnd():
		return false
	case !p.next:
	case p.shown > 0 && p.shown >= w.Want && p.After.IsCursor() && p.After != p.Start:
		p.hasNext = true
	default:
		return false
	}
	p.hasNext = p.hasNext || w.Empty && p.shown > 0
	return true
}

// allBefore finds out whether there is more before what is shown of an edge that has all
// its items on one page.
func (c *connection) allBefore(p *page) bool {
	p.hasPrevious = p.from > 0 || c.window.Empty && p.shown > 0
	return !p.next
}

// goesBack finds out whether there is more before what is shown of a page.
func (c *connection) goesBack(p *page) bool {
	w := c.window
	p.hasPrevious = p.from > 0 || w.Empty && p.shown > 0
	if w.Cursor.Back == "" { // all of it is on the cursor's own page
		p.hasPrevious = p.hasPrevious || w.Cursor.Start != ""
		return true
	}
	p.hasPrevious = p.hasPrevious || p.previous
	return p.shown >= w.Wanted() || !p.previous
}

// shownBy returns how the items are read that come first in the answer; nil for a connection
// without a page.
func (c *connection) shownBy() *items {
	if c.first == absent {
		return c.hidden
	}
	return c.fields[c.first].items
}

// item returns how any of the items is written.
func (i *items) item() *object {
	if i.node != nil {
		return i.node
	}
	for _, p := range i.edge {
		if p.kind == kindNode {
			return p.node
		}
	}
	return nil
}
