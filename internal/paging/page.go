package paging

import "github.com/gramql/gramql/internal/mapping"

// Page is where a page of an edge is, and how many items the page has.
type Page struct {
	// Start is where the page begins.
	Start Position
	// End is the Graph API's cursor that the page was called for to end before, so that Start
	// is not known; empty for a page that was called for from its start.
	End string
	// Before is the Graph API's cursor of the first item, and After where the next page
	// begins; empty when it gave none.
	Before string
	After  Position
	// Previous and Next report that the Graph API gave a link to a further page.
	Previous, Next bool
	// Items is how many items are on the page.
	Items int
}

// Ahead is what is known of an edge on one side of a page.
type Ahead uint8

// What can be known.
const (
	// Ended says that nothing is there.
	Ended Ahead = iota
	// Maybe says that the Graph API does not tell.
	Maybe
	// More says that there are further items, or at least pages.
	More
)

// Behind returns what is known of the edge behind the page, up to whose end so many items
// lead. Unsaid reports that no page of the edge says that it is the last; count is how many
// items the edge has according to its node, nil where that is unknown.
func (p *Page) Behind(edge *mapping.Edge, unsaid bool, passed int, count *int32) Ahead {
	switch {
	case p.Next:
		return More
	case p.After == "", edge.Paging.SaysEnd() && !unsaid, p.Items == 0 && p.After == p.Start:
		return Ended
	case edge.Paging == mapping.SameCursor: // to ask would be to move on
		return More
	case count == nil, passed > int(*count): // a count below what was read says nothing
		return Maybe
	case passed < int(*count):
		return More
	}
	return Ended
}

// InFront returns what is known of the edge before the page, which was called for to end
// before a cursor. Unsaid reports that no page of the edge says that it is the last.
func (p *Page) InFront(unsaid bool) Ahead {
	switch {
	case p.Previous:
		return More
	case p.placeless():
		return Maybe
	case p.Before == "", p.Items == 0 && p.Before == p.End:
		return Ended
	case unsaid, !p.Next: // links are missing: a page before a cursor has one onward
		return Maybe
	}
	return Ended
}

// Counts reports whether the cursors of items on an edge count from the start of the edge,
// because no position further on leads to a page.
func Counts(edge *mapping.Edge) bool {
	return edge.Paging == mapping.Unpaged || edge.Paging == mapping.SameCursor
}

// placeless reports whether the page has items without a cursor: what is before them is
// reached by other means, of which no link back tells.
func (p *Page) placeless() bool { return p.Items > 0 && p.Before == "" && !p.After.IsCursor() }

// CursorOf returns the cursor of the item with an index and an id, on a page of an edge of
// the node with a mark. So many items lead up to the item, itself included, from the start
// of the edge on.
func (p *Page) CursorOf(edge *mapping.Edge, index, nth int, id string, parent uint32) Cursor {
	c := Cursor{ID: id, Parent: parent}
	if Counts(edge) {
		c.Skip = nth
	} else {
		c.Start, c.Skip = p.forward(index)
	}
	if edge.Paging == mapping.Links || edge.Paging == mapping.Cursors {
		c.Back, c.BackSkip = p.back(index)
	}
	return c
}

// forward returns from which of the Graph API's cursors an item is reached, and how
// many items later.
func (p *Page) forward(index int) (start Position, skip int) {
	switch {
	case p.End != "" && p.placeless(): // nobody knows
		return "", 0
	case index == p.Items-1 && p.After != "" && p.After != p.Start:
		return p.After, 0
	case p.End != "" && p.Before != "": // only the page's first item has a cursor to start from
		return Position(p.Before), index
	default:
		return p.Start, index + 1
	}
}

// back returns before which of the Graph API's cursors an item is, and how many
// items earlier; an empty cursor when there is none.
func (p *Page) back(index int) (back string, skip int) {
	switch {
	case index == 0 && p.Before != "" && p.Before != p.End:
		return p.Before, 0
	case p.After.IsCursor() && p.After != p.Start:
		return string(p.After), p.Items - 1 - index
	case p.End != "":
		return p.End, p.Items - index
	}
	return "", 0
}
