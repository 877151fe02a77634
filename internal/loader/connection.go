package loader

import (
	"slices"
	"strconv"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// Slice is the part of an edge that a connection wants.
type Slice struct {
	places []place
	window *paging.Window
	parent uint32
	// HasNext and HasPrevious report whether there is more on either side.
	HasNext, HasPrevious bool
	// Total is how many items the edge has; -1 when that is not known.
	Total int
	// rest is the Graph API's cursor behind an empty slice that is not the end.
	rest string
}

// place is where an item stands.
type place struct {
	page  *sheet
	index int
}

// sheet is a page, and where it begins.
type sheet struct {
	*entity.Page
	// start is the after cursor that the page was asked for with.
	start string
	// backward reports that the page was asked for from its end, so that start is
	// not known.
	backward bool
	// first is the page that the walk begins with, number how many pages lie
	// between the two, and before how many items lead up to the page.
	first          *entity.Page
	number, before int
}

// Len returns how many items the slice has.
func (s *Slice) Len() int { return len(s.places) }

// Item returns the item with that index.
func (s *Slice) Item(i int) any { return s.places[i].page.Items[s.places[i].index] }

// Cursor returns the cursor of the item with that index.
func (s *Slice) Cursor(i int) string {
	p, index := s.places[i].page, s.places[i].index
	last := len(p.Items) - 1
	c := paging.Cursor{ID: entity.IDOf(s.Item(i)), Parent: s.parent}
	switch {
	case s.window.Edge.Paging == mapping.Whole, s.window.Edge.Paging == mapping.Repeated:
		c.Skip = p.before + index + 1
	case index == last && p.After != "":
		c.Start = p.After
	case p.backward: // the page's first item is the only one that can be started from
		c.Start, c.Skip = p.Before, index
	default:
		c.Start, c.Skip = p.start, index+1
	}
	switch paged := s.window.Edge.Paging; {
	case paged != mapping.Links && paged != mapping.Cursors:
	case index == 0 && p.Before != "":
		c.Back = p.Before
	case p.After != "":
		c.Back, c.BackSkip = p.After, last-index
	}
	return c.Encode(s.window.Scope())
}

// End returns the cursor to go on from; empty when the slice is empty and
// nothing follows, or nothing leads there.
func (s *Slice) End() string {
	switch {
	case len(s.places) > 0:
		return s.Cursor(len(s.places) - 1)
	case s.rest != "" && s.HasNext && s.window.Edge.Paging != mapping.Repeated:
		return paging.Cursor{Start: s.rest, Parent: s.parent}.Encode(s.window.Scope())
	}
	return ""
}

// walk follows an edge from page to page.
type walk struct {
	*Loader
	parent *entity.Node
	edge   *plan.Edge
	window *paging.Window
}

// Connection returns the window's part of an edge of a node. The first page is
// the node's own, when it came with it; further pages are calls.
func (l *Loader) Connection(parent *entity.Node, edge *plan.Edge, w *paging.Window) (*Slice, error) {
	s := &Slice{window: w, parent: paging.Mark(parent.GraphID), Total: -1}
	if w.Empty && w.Edge.Paging != mapping.Whole {
		return s, nil
	}
	if err := w.CheckParent(s.parent); err != nil {
		return nil, err
	}
	k := &walk{Loader: l, parent: parent, edge: edge, window: w}
	switch {
	case w.Empty:
		return s, k.count(s)
	case w.Backward:
		return s, k.backward(s)
	default:
		return s, k.forward(s)
	}
}

// first returns the page that the window starts with.
func (k *walk) first() (*entity.Page, error) {
	return k.Page(k.parent, k.edge)
}

// page asks for one more page of the edge.
func (k *walk) page(params []fields.Param) (*entity.Page, error) {
	edge := *k.edge
	edge.Params, edge.Key = params, plan.Key(edge.Edge, params)
	return k.followUp(k.parent, &edge)
}

// begin returns the page that the window starts with, for a walk forward.
func (k *walk) begin() (*sheet, error) {
	page, err := k.first()
	return &sheet{Page: page, first: page}, err
}

// next returns the page behind another, with so many items at most.
func (k *walk) next(of *sheet, limit int) (*sheet, error) {
	following := &sheet{start: of.After, first: of.first, number: of.number + 1, before: of.before + len(of.Items)}
	var err error
	if k.window.Edge.Paging == mapping.Repeated {
		following.Page, err = k.repeated(of)
	} else {
		following.Page, err = k.page(k.window.Further("after", of.After, limit))
	}
	return following, err
}

func (k *walk) forward(s *Slice) error {
	current, err := k.begin()
	if err != nil {
		return err
	}
	c := k.window.Cursor
	skip := 0
	if c != nil {
		current.start = c.Start
		skip = locate(current.Page, c.ID, c.Skip)
		s.HasPrevious = true
	}
	k.total(s, current.Page)
	limit := limitOf(k.edge.Params)
	for pages := 1; ; pages++ {
		items := current.Items[min(skip, len(current.Items)):]
		left := len(items)
		if k.window.Want > 0 {
			left = k.window.Want - len(s.places)
		}
		taken := min(left, len(items))
		for i := range taken {
			s.places = append(s.places, place{current, skip + i})
		}
		more := k.more(current.Page, limit)
		switch {
		case taken < len(items):
			s.HasNext = true
			return nil
		case !more:
			return nil
		case k.enough(s) || pages >= k.window.Pages() && !k.repair():
			s.HasNext, s.rest = true, current.After
			return k.peek(s, current.Page)
		}
		limit = k.window.Edge.Page
		if k.window.Want > 0 {
			limit = min(limit, k.window.Want-len(s.places))
		}
		skip = max(0, skip-len(current.Items))
		if current, err = k.next(current, limit); err != nil {
			return err
		}
		if skip > 0 { // the cursor's item is still to come
			skip = locate(current.Page, c.ID, skip)
		}
	}
}

// count finds out how many items an edge has of which no part is wanted.
func (k *walk) count(s *Slice) error {
	page, err := k.first()
	if err == nil {
		s.Total = len(page.Items)
	}
	return err
}

// enough reports whether the slice has what is wanted: without a number, anything.
func (k *walk) enough(s *Slice) bool {
	return len(s.places) > 0 && len(s.places) >= k.window.Want
}

// more reports whether a further page can follow.
func (k *walk) more(page *entity.Page, limit int) bool {
	if k.unsaid() {
		return page.After != "" && len(page.Items) >= limit
	}
	return page.Next && page.After != ""
}

// unsaid reports whether the Graph API never says that a page is the last: on some
// edges, and on all that are reached through a look-up.
//
// Source: Meta, IG User, "business_discovery" and "mentioned_media".
func (k *walk) unsaid() bool {
	paged := k.window.Edge.Paging
	return paged == mapping.Cursors || k.parent.Via != nil && paged != mapping.Whole
}

// total is known when all items came in one page.
func (k *walk) total(s *Slice, page *entity.Page) {
	if k.window.Edge.Paging == mapping.Whole && !page.Next {
		s.Total = len(page.Items)
	}
}

// peek asks whether anything follows a full page on an edge that never says so,
// if the client wants to know.
func (k *walk) peek(s *Slice, page *entity.Page) error {
	if !k.unsaid() || !k.edge.HasNext {
		return nil
	}
	only := *k.edge
	only.Node = &plan.Node{Type: k.edge.Node.Type}
	next, err := (&walk{Loader: k.Loader, parent: k.parent, edge: &only, window: k.window}).page(k.window.Further("after", page.After, 1))
	if err != nil {
		return err
	}
	s.HasNext = len(next.Items) > 0
	return nil
}

// locate returns how many items of a page lead up to a cursor's item, itself
// included. The item's id finds it where others came or went before it.
func locate(page *entity.Page, id string, skip int) int {
	if skip == 0 || id == "" {
		return skip
	}
	at := func(i int) bool { return i >= 0 && i < len(page.Items) && entity.IDOf(page.Items[i]) == id }
	if at(skip - 1) {
		return skip
	}
	if i := slices.IndexFunc(page.Items, func(item any) bool { return entity.IDOf(item) == id }); i >= 0 {
		return i + 1
	}
	return skip
}

// limitOf returns the page size that the parameters ask for.
func limitOf(params []fields.Param) int {
	for _, p := range params {
		if n, err := strconv.Atoi(p.Value); p.Name == "limit" && err == nil {
			return n
		}
	}
	return paging.DefaultPage
}
