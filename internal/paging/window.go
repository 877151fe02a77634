// Package paging turns Relay's arguments and cursors into the Graph API's, and
// back. The Graph API's cursors belong to pages, Relay's to edges: ours hold the
// place of an edge on a page, so that the cursor of any edge works.
package paging

import (
	"slices"
	"strconv"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
)

// DefaultPageSize is the number of items on a page without a limit.
const DefaultPageSize = 25

// Window is the part of an edge that a connection shows: what to ask the Graph API
// for first, and which items of its answers to keep.
type Window struct {
	// Edge is the edge that the window is on.
	Edge *mapping.Edge
	// Empty reports whether the connection shows no items. One item is read all the same
	// where the client selects whether there is any.
	Empty bool
	// Want is the number of items; 0 means as many as one page has.
	Want int
	// Backward reports whether the items are those right before a cursor.
	Backward bool
	// Cursor is where to start; nil for an end of the edge.
	Cursor *Cursor
	// Since and Until bound the items' time, in unix seconds; 0 means no bound.
	Since, Until int64
	// view is what the edge's node shows where it was reached.
	view *mapping.View
	// fixed are the edge's other parameters, which all its pages have.
	fixed []fields.Param
}

// Scope returns the edge and the filters that the window's cursors belong to. An edge of
// a node that another node shows is not the same as the edge of the node read by its id.
func (w *Window) Scope() string {
	scope := w.Edge.Parent.Name + "." + w.Edge.Name
	if w.view != nil {
		scope = w.view.By + "/" + scope
	}
	for _, p := range w.fixed {
		scope += "/" + p.Name + "=" + p.Value
	}
	if w.Since == 0 && w.Until == 0 {
		return scope
	}
	return scope + "/" + strconv.FormatInt(w.Since, 10) + "/" + strconv.FormatInt(w.Until, 10)
}

// Filtered reports whether the window leaves out items because of their time.
func (w *Window) Filtered() bool { return w.Since != 0 || w.Until != 0 }

// Beyond returns the field of PageInfo that says whether the edge goes on in the
// window's direction.
func (w *Window) Beyond() string {
	if w.Backward {
		return "hasPreviousPage"
	}
	return "hasNextPage"
}

// CheckParent returns an *InputError when the window's cursor belongs to the same
// edge of another node than the one with that mark; 0 is not known.
func (w *Window) CheckParent(parent uint32) error {
	if w.Cursor == nil || parent == 0 || w.Cursor.Parent == parent {
		return nil
	}
	argument := "after"
	if w.Backward {
		argument = "before"
	}
	return problem.Input(argument, ErrCursor.Error(), "This cursor belongs to the same edge of another node. Start again without it, or use one of this connection.")
}

// Owner returns the mark of the only node that has the window's first page, because
// the page starts at a cursor of the Graph API; 0 for a page that any node has.
func (w *Window) Owner() uint32 {
	c := w.Cursor
	switch {
	case c == nil,
		!w.Backward && c.Start == "",
		w.Backward && c.Back == "" && (c.Start == "" || !w.OnOnePage()):
		return 0
	}
	return c.Parent
}

// detour is how many times as many pages as are full may lead to a cursor's place, where
// there is no other way there: each of them may have fewer items than it could.
const detour = 2

// MaxPages returns the most pages that the window reads, and so its cost in calls.
func (w *Window) MaxPages() int {
	if w.Edge.Paging == mapping.Unpaged { // even an empty window has a total
		return 1
	}
	skip, want := 0, w.Want
	switch {
	case w.Cursor == nil:
	case !w.Backward && w.Edge.Paging == mapping.SameCursor:
		return detour * w.pagesOf(w.Cursor.Skip+w.wantBehind())
	case !w.Backward:
		skip, want = w.Cursor.Skip, w.wantBehind()
	case w.Cursor.Back != "":
		skip = w.Cursor.BackSkip
	case w.OnOnePage():
		return 1
	default: // read from the start, because there is no way back
		return MaxItems/w.Edge.PageSize + 1
	}
	return w.pagesOf(skip + want)
}

// pagesOf returns how many full pages so many items take: at least one.
func (w *Window) pagesOf(items int) int {
	return max(1, (items+w.Edge.PageSize-1)/w.Edge.PageSize)
}

// MaxItems returns the most items that the window reads: on the pages of MaxPages,
// those that the window does not show included.
func (w *Window) MaxItems() int {
	all := w.MaxPages() * w.Edge.PageSize
	switch {
	case w.Edge.Paging == mapping.Unpaged:
		return all
	case w.Cursor == nil:
		return min(all, w.Wanted())
	case !w.Backward:
		return min(all, w.Cursor.Skip+w.Wanted())
	case w.Cursor.Back != "":
		return min(all, w.Cursor.BackSkip+w.Wanted())
	case w.OnOnePage():
		return min(all, max(1, w.Cursor.Skip))
	}
	return all
}

// wantBehind returns the number of items after the cursor. Without a number one page
// is enough, unless the page with the cursor must be read first.
func (w *Window) wantBehind() int {
	if w.Edge.Paging == mapping.SameCursor {
		return w.Wanted()
	}
	return w.Want
}

// OnOnePage reports whether all items of a backward window without a way back are
// on the cursor's own page.
func (w *Window) OnOnePage() bool {
	if w.Edge.Paging == mapping.SameCursor {
		return w.Cursor.Skip <= w.Edge.PageSize
	}
	return w.Cursor.Start == "" || w.Cursor.Skip > w.Wanted()
}

// Further returns the parameters of one more page, which begins at a position.
func (w *Window) Further(start Position, limit int) []fields.Param {
	return w.times(w.limit(append(slices.Clip(w.fixed), start.Params()...), limit))
}

// FurtherBack returns the parameters of one more page, which ends before a cursor of
// the Graph API.
func (w *Window) FurtherBack(cursor string, limit int) []fields.Param {
	params := append(slices.Clip(w.fixed), fields.Param{Name: "before", Value: cursor})
	return w.times(w.limit(params, limit))
}

// Params returns the parameters of the first page to ask for.
func (w *Window) Params() []fields.Param {
	if w.Edge.Paging == mapping.Unpaged {
		return w.fixed
	}
	params := slices.Clip(w.fixed)
	switch c := w.Cursor; {
	case c == nil:
		params = w.limit(params, w.Want)
	case !w.Backward:
		params = w.limit(append(params, c.Start.Params()...), w.Wanted()+c.Skip)
	case c.Back != "":
		params = append(params, fields.Param{Name: "before", Value: c.Back})
		params = w.limit(params, w.Wanted()+c.BackSkip)
	case w.OnOnePage():
		params = w.limit(append(params, c.Start.Params()...), max(1, c.Skip))
	default:
		params = w.limit(params, w.Edge.PageSize)
	}
	return w.times(params)
}

// Wanted returns the number of items, also where the client gives none.
func (w *Window) Wanted() int {
	if w.Want == 0 {
		return DefaultPageSize
	}
	return w.Want
}

func (w *Window) limit(params []fields.Param, n int) []fields.Param {
	if n == 0 {
		return params
	}
	return append(params, fields.Param{Name: "limit", Value: strconv.Itoa(min(n, w.Edge.PageSize))})
}

// times bounds the items' time, unless the position of the page already does.
func (w *Window) times(params []fields.Param) []fields.Param {
	for _, bound := range []struct {
		name string
		unix int64
	}{{"since", w.Since}, {"until", w.Until}} {
		if bound.unix != 0 && !slices.ContainsFunc(params, func(p fields.Param) bool { return p.Name == bound.name }) {
			params = append(params, fields.Param{Name: bound.name, Value: strconv.FormatInt(bound.unix, 10)})
		}
	}
	return params
}
