package connection

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/paging"
)

// Slice is the part of an edge that a connection selects.
type Slice struct {
	places []place
	window *paging.Window
	parent uint32
	// HasNext and HasPrevious report whether there is more on either side.
	HasNext, HasPrevious bool
	// Total is how many items the edge has; -1 when that is not known.
	Total int
	// Broken says why the slice ends before its time, or why it is not known whether
	// there is more; nil when nothing went wrong.
	Broken error
	// rest is where the edge goes on behind an empty slice that is not at its end.
	rest paging.Cursor
}

// place is where an item is, and how many items lead up to it from the walk's first page
// on, itself included.
type place struct {
	page  *placedPage
	index int
	nth   int
}

// placedPage is a page, and where on the edge it begins.
type placedPage struct {
	*entity.Page
	// start is where the page begins, and key the key of the call that brought the page.
	start paging.Position
	key   string
	// end is the Graph API's cursor that the page was called for to end before, so that
	// start is not known; empty for a page that was called for from its start.
	end string
	// first is the page that the walk begins with, number how many pages are between
	// the two, before how many items lead up to this page, and repeated how many of its
	// own were among those.
	first                    *entity.Page
	number, before, repeated int
	// missing is how many items a walk still wants behind the page.
	missing int
}

// passed returns how many items lead up to the end of the page.
func (p *placedPage) passed() int { return p.before + len(p.Items) - p.repeated }

// Len returns how many items the slice has.
func (s *Slice) Len() int { return len(s.places) }

// Item returns the item with that index.
func (s *Slice) Item(i int) any { return s.places[i].page.Items[s.places[i].index] }

// Cursor returns the cursor of the item with that index.
func (s *Slice) Cursor(i int) string {
	p, index := s.places[i].page, s.places[i].index
	return p.placed().CursorOf(s.window.Edge, index, s.places[i].nth, entity.IDOf(s.Item(i)), s.parent).Encode(s.window.Scope())
}

// placed returns where the page is.
func (p *placedPage) placed() *paging.Page {
	return &paging.Page{Start: p.start, End: p.end, Before: p.Before, After: p.After, Previous: p.Previous, Next: p.Next, Items: len(p.Items)}
}

// Start returns the cursor to go back from; empty when the slice is empty and there is
// nothing before it, or no way there.
func (s *Slice) Start() string {
	switch {
	case len(s.places) > 0:
		return s.Cursor(0)
	case !s.window.Backward || !s.HasPrevious || s.rest == (paging.Cursor{}):
		return ""
	}
	return s.restCursor(s.rest)
}

// End returns the cursor to go on from; empty when the slice is empty and there is
// nothing behind it, or no way there.
func (s *Slice) End() string {
	switch {
	case len(s.places) > 0:
		return s.Cursor(len(s.places) - 1)
	case s.window.Backward || !s.HasNext || s.rest.Start == "":
		return ""
	case !paging.Counts(s.window.Edge):
		return s.restCursor(s.rest)
	case s.window.Cursor != nil:
		return s.restCursor(*s.window.Cursor)
	}
	return s.restCursor(paging.Cursor{})
}

func (s *Slice) restCursor(c paging.Cursor) string {
	c.Parent = s.parent
	return c.Encode(s.window.Scope())
}

// empty takes out of a slice without items what was called for only to see whether
// there is anything.
func (s *Slice) empty() {
	if s.window.Backward {
		s.HasPrevious = s.HasPrevious || s.Len() > 0
	} else {
		s.HasNext = s.HasNext || s.Len() > 0
	}
	s.places, s.rest = nil, paging.Cursor{}
}

// skipTo returns how many items of a page lead up to a cursor's item, itself
// included. The item's id finds it where others came or went before it.
func skipTo(page *entity.Page, id string, skip int) int {
	if at := skip - 1; at >= 0 && at < len(page.Items) && entity.IDOf(page.Items[at]) == id {
		return skip
	}
	if i := page.IndexOf(id); i >= 0 {
		return i + 1
	}
	return skip
}
