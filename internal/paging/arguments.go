package paging

import (
	"fmt"
	"time"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
)

// MaxItems is the maximum of first and last.
const MaxItems = 1000

// Args are a connection's arguments, as Relay and the Graph API name them; nil for
// those that are not given.
type Args struct {
	First, Last   *int32
	After, Before *string
	Since, Until  *time.Time
}

// NewWindow reads the arguments of a connection of a node in a view; nil is that of a
// node that is read by its own id. All its pages have the edge's fixed parameters. The
// error is a *problem.InputError.
func NewWindow(edge *mapping.Edge, view *mapping.View, args Args, fixed ...fields.Param) (*Window, error) {
	w := &Window{Edge: edge, view: view, fixed: fixed}
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

// InOrder returns an error if since is later than until; nil means no bound.
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
	if args.Before == nil && w.Edge.Paging != mapping.Unpaged {
		return problem.Input("last", "needs before: the Graph API does not give the end of this edge",
			"Page forward with first, or give a cursor as before.")
	}
	return w.from("before", args.Before)
}

func (w *Window) count(name string, n *int32) error {
	switch {
	case n == nil:
		return nil
	case *n < 0 || *n > MaxItems:
		return problem.OutOfRange(name, int(*n), 0, MaxItems, "Page with cursors to read more.")
	}
	w.Want, w.Empty = max(1, int(*n)), *n == 0
	return nil
}

func (w *Window) from(name string, text *string) error {
	if text == nil {
		return nil
	}
	c, err := DecodeCursor(*text, w.Scope())
	if err != nil {
		return problem.Input(name, err.Error(), "Start again without the cursor, or use one of the same connection, as it was given, with the same other arguments.")
	}
	if !w.Backward && c.backOnly() {
		return problem.Input(name, "this cursor leads back only: the Graph API gave no cursor of its own for the item", "Page forward from an item before it, or from the start.")
	}
	w.Cursor = &c
	if w.Edge.Paging == mapping.SameCursor && c.Skip >= MaxItems {
		return problem.Input(name, fmt.Sprintf("more than %d items from the start, and the Graph API leads to them from there only", MaxItems),
			"Read the first ones, with another order or filter if you need others.")
	}
	return nil
}
