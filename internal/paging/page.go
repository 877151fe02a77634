package paging

import "github.com/gramql/gramql/internal/mapping"

// Page is where a page of an edge is, and how many items the page has.
type Page struct {
	// Start is where the page begins.
	Start Position
	// FromEnd reports that the page was called for from its end, so that Start is not known.
	FromEnd bool
	// Before is the Graph API's cursor of the first item, and After where the next page
	// begins; empty when it gave none.
	Before string
	After  Position
	// Passed is how many items lead up to the page, and Items how many are on it.
	Passed, Items int
}

// CursorOf returns the cursor of the item with an index and an id, on a page of an edge of
// the node with a mark.
func (p *Page) CursorOf(edge *mapping.Edge, index int, id string, parent uint32) Cursor {
	c := Cursor{ID: id, Parent: parent}
	if edge.Paging == mapping.Unpaged || edge.Paging == mapping.SameCursor {
		c.Skip = p.Passed + index + 1
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
	case index == p.Items-1 && p.After != "":
		return p.After, 0
	case p.FromEnd: // only the page's first item has a cursor to start from
		return Position(p.Before), index
	default:
		return p.Start, index + 1
	}
}

// back returns before which of the Graph API's cursors an item is, and how many
// items earlier; an empty cursor when there is none.
func (p *Page) back(index int) (back string, skip int) {
	switch {
	case index == 0 && p.Before != "":
		return p.Before, 0
	case p.After.IsCursor():
		return string(p.After), p.Items - 1 - index
	}
	return "", 0
}
