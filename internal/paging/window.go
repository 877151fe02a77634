package paging

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
)

// MaxItems is the most that first or last may ask for.
const MaxItems = 1000

// DefaultPage is how many items the Graph API gives when no limit is said.
const DefaultPage = 25

// Args are a connection's arguments, as Relay and the Graph API name them. Nil
// is not given.
type Args struct {
	First, Last   *int32
	After, Before *string
	Since, Until  *time.Time
}

// Window is the part of an edge that a connection wants: what to ask the Graph
// API for first, and what of its answers to keep.
type Window struct {
	// Edge is the edge that the window is on.
	Edge *mapping.Edge
	// Empty reports that nothing is wanted, so that nothing is asked.
	Empty bool
	// Want is how many items are wanted; 0 means as many as one page has.
	Want int
	// Backward reports that the items right before a cursor are wanted.
	Backward bool
	// Cursor is where to start from, nil for an end of the edge.
	Cursor *Cursor
	// Since and Until bound the items' time, in unix seconds; 0 is no bound.
	Since, Until int64
	// fixed are further parameters of the edge, which all its pages have.
	fixed []fields.Param
}

// NewWindow reads a connection's arguments. The edge's further parameters, if it
// has any, go into all its pages. The error is a *problem.InputError.
func NewWindow(edge *mapping.Edge, args Args, fixed ...fields.Param) (*Window, error) {
	w := &Window{Edge: edge, fixed: fixed}
	if args.Since != nil {
		w.Since = args.Since.Unix()
	}
	if args.Until != nil {
		w.Until = args.Until.Unix()
	}
	if err := InOrder(args.Since, args.Until); err != nil {
		return nil, err
	}
	if args.First != nil && args.Last != nil {
		return nil, problem.Input("last", "cannot be combined with first", "Ask in one direction at a time.")
	}
	if args.After != nil && args.Before != nil {
		return nil, problem.Input("before", "cannot be combined with after", "Ask in one direction at a time.")
	}
	if args.Last != nil || args.Before != nil {
		return w, w.backward(args)
	}
	return w, w.forward(args)
}

// InOrder tells what is wrong with two bounds in time, if anything; nil is none.
func InOrder(since, until *time.Time) error {
	if since != nil && until != nil && since.After(*until) {
		return problem.Input("since", "is later than until", "Swap the two.")
	}
	return nil
}

func (w *Window) forward(args Args) error {
	if err := w.count("first", args.First); err != nil {
		return err
	}
	return w.from("after", args.After)
}

func (w *Window) backward(args Args) error {
	w.Backward = true
	if args.First != nil {
		return problem.Input("first", "cannot be combined with before", "Use last with before, or first with after.")
	}
	if args.After != nil {
		return problem.Input("last", "cannot be combined with after", "Use last with before, or first with after.")
	}
	if err := w.count("last", args.Last); err != nil {
		return err
	}
	if args.Before == nil && w.Edge.Paging != mapping.Whole {
		return problem.Input("last", "needs before: the Graph API gives no end of this edge to count from",
			"Page forward with first, or give a cursor as before.")
	}
	return w.from("before", args.Before)
}

func (w *Window) count(name string, n *int32) error {
	switch {
	case n == nil:
		return nil
	case *n < 0 || *n > MaxItems:
		return problem.Input(name, fmt.Sprintf("%d is not between 0 and %d", *n, MaxItems), "Page with cursors to read more.")
	}
	w.Want, w.Empty = int(*n), *n == 0
	return nil
}

func (w *Window) from(name string, text *string) error {
	if text == nil {
		return nil
	}
	c, err := DecodeCursor(*text, w.Scope())
	if errors.Is(err, ErrCursor) {
		return problem.Input(name, err.Error(), "Use a cursor of the same connection, as it was given, with the same since and until.")
	}
	w.Cursor = &c
	if w.Edge.Paging == mapping.Repeated && c.Skip >= MaxItems {
		return problem.Input(name, fmt.Sprintf("more than %d items from the start, and the Graph API leads to them from there only", MaxItems),
			"Read the first ones, with another order or filter if you need others.")
	}
	return err
}

// Scope is what a cursor of this window belongs to, besides the parent.
func (w *Window) Scope() string {
	scope := w.Edge.Parent.Name + "." + w.Edge.Name
	for _, p := range w.fixed {
		scope += "/" + p.Name + "=" + p.Value
	}
	if w.Since == 0 && w.Until == 0 {
		return scope
	}
	return scope + "/" + strconv.FormatInt(w.Since, 10) + "/" + strconv.FormatInt(w.Until, 10)
}

// Filtered reports whether the window leaves out items by their time.
func (w *Window) Filtered() bool { return w.Since != 0 || w.Until != 0 }

// CheckParent returns an *InputError when the window's cursor belongs to the same
// edge of another node than the one with that mark.
func (w *Window) CheckParent(parent uint32) error {
	if w.Cursor == nil || w.Cursor.Parent == parent {
		return nil
	}
	argument := "after"
	if w.Backward {
		argument = "before"
	}
	return problem.Input(argument, ErrCursor.Error(), "This cursor belongs to the same edge of another node. Use a cursor from this connection.")
}

// Pages returns the most pages that the window takes: what it costs in calls.
func (w *Window) Pages() int {
	if w.Edge.Paging == mapping.Whole { // of which an empty part has a total too
		return 1
	}
	if w.Empty {
		return 0
	}
	skip, want := 0, w.Want
	switch {
	case w.Cursor == nil:
	case !w.Backward:
		skip, want = w.Cursor.Skip, w.wantBehind()
	case w.Cursor.Back != "":
		skip = w.Cursor.BackSkip
	case w.OnOnePage():
		return 1
	default: // from the start on, for there is no way back
		return MaxItems/w.Edge.Page + 1
	}
	return max(1, (skip+want+w.Edge.Page-1)/w.Edge.Page)
}

// wantBehind is how many items are wanted behind the cursor. Without a number a
// page is enough, unless the page that the cursor is on has to be passed first.
func (w *Window) wantBehind() int {
	if w.Edge.Paging == mapping.Repeated {
		return w.Wanted()
	}
	return w.Want
}

// OnOnePage reports whether all that a backward window without a way back wants
// stands on its cursor's own page.
func (w *Window) OnOnePage() bool {
	if w.Edge.Paging == mapping.Repeated {
		return w.Cursor.Skip <= w.Edge.Page
	}
	return w.Cursor.Start == "" || w.Cursor.Skip > w.Wanted()
}

// Further returns the parameters of one more page, after or before a cursor.
func (w *Window) Further(direction, cursor string, limit int) []fields.Param {
	params := append(slices.Clip(w.fixed), fields.Param{Name: direction, Value: cursor})
	return w.times(w.limit(params, limit))
}

// Params returns the parameters of the first page to ask for.
func (w *Window) Params() []fields.Param {
	if w.Edge.Paging == mapping.Whole {
		return w.fixed
	}
	params := slices.Clip(w.fixed)
	switch c := w.Cursor; {
	case c == nil:
		params = w.limit(params, w.Want)
	case !w.Backward:
		params = append(w.start(params, c), w.limit(nil, w.Wanted()+c.Skip)...)
	case c.Back != "":
		params = append(params, fields.Param{Name: "before", Value: c.Back})
		params = w.limit(params, w.Wanted()+c.BackSkip)
	case w.OnOnePage():
		params = append(w.start(params, c), w.limit(nil, max(1, c.Skip))...)
	default:
		params = w.limit(params, w.Edge.Page)
	}
	return w.times(params)
}

// Wanted is how many items are wanted, where that must be a number.
func (w *Window) Wanted() int {
	if w.Want == 0 {
		return DefaultPage
	}
	return w.Want
}

func (w *Window) start(params []fields.Param, c *Cursor) []fields.Param {
	if c.Start == "" {
		return params
	}
	return append(params, fields.Param{Name: "after", Value: c.Start})
}

func (w *Window) limit(params []fields.Param, n int) []fields.Param {
	if n == 0 {
		return params
	}
	return append(params, fields.Param{Name: "limit", Value: strconv.Itoa(min(n, w.Edge.Page))})
}

func (w *Window) times(params []fields.Param) []fields.Param {
	if w.Since != 0 {
		params = append(params, fields.Param{Name: "since", Value: strconv.FormatInt(w.Since, 10)})
	}
	if w.Until != 0 {
		params = append(params, fields.Param{Name: "until", Value: strconv.FormatInt(w.Until, 10)})
	}
	return params
}
