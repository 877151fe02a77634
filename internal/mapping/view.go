package mapping

import (
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/problem"
)

// View is the part of a type that nodes have when they are reached through an edge
// that shows less of them. A nil View shows everything.
type View struct {
	// By is the schema coordinate of the edge.
	By string
	// Fields are the fields and edges that it shows. A field without braces shows
	// everything behind it.
	Fields fields.List
}

// Has reports whether a Graph API field or edge is shown.
func (v *View) Has(name string) bool { return v == nil || name == "id" || v.Fields.Get(name) != nil }

// equal reports whether two views show the same.
func (v *View) equal(other *View) bool {
	return v != nil && other != nil && v.Fields.String() == other.Fields.String()
}

// Shows reports whether a field is shown. A computed field is shown if anything
// that it is computed from is.
func (v *View) Shows(f *Field) bool {
	if v == nil && f.Requires.Shown {
		return false
	}
	if f.Edge != nil {
		return v.Has(f.Edge.Name)
	}
	shown := len(f.Names) == 0 && len(f.Needs) == 0
	for _, name := range f.Names {
		if v.Has(name) {
			shown = true
		} else if !f.Computed {
			return false
		}
	}
	for _, needed := range f.Needs {
		shown = shown || v.Has(needed.Name)
	}
	return shown
}

// Behind returns the view of the nodes behind a field or edge.
func (v *View) Behind(name string) *View {
	if v == nil {
		return nil
	}
	if shown := v.Fields.Get(name); shown != nil && len(shown.Fields) > 0 {
		return &View{By: v.By, Fields: shown.Fields}
	}
	return nil
}

// Refusal returns a *HiddenError if the field is not shown.
func (v *View) Refusal(f *Field) error {
	if v.Shows(f) {
		return nil
	}
	if f.Requires.Shown {
		return &HiddenError{What: f.Coordinate(), Only: f.shownBy}
	}
	return &HiddenError{What: f.Coordinate(), By: v.By}
}

// HiddenError says that a field is not available where its node is reached. It is
// reported before any call.
type HiddenError struct {
	// What is the field's schema coordinate, By that of the edge.
	What, By string
	// Only are the schema coordinates of the edges that show the field, if others do
	// not; By is then empty. Both are empty where only nodes that can be read by their
	// own ids show the field.
	Only []string
}

// Error names the field and the edge.
func (e *HiddenError) Error() string {
	if e.By == "" && len(e.Only) == 0 {
		return e.What + " is available only on nodes that can be read by their own ids"
	}
	if e.By == "" {
		return e.What + " is available only on nodes reached through " + strings.Join(e.Only, " or ")
	}
	return e.What + " is not available on nodes reached through " + e.By
}

// Code returns problem.Unsupported.
func (*HiddenError) Code() string { return problem.Unsupported }

// Hint says what to do instead.
func (e *HiddenError) Hint() string {
	if e.By == "" && len(e.Only) > 0 {
		return "Elsewhere the Graph API refuses the whole call because of it: leave the field out here."
	}
	return "There the Graph API shows less of a node than on the token's own account: leave the field out."
}

// view reads what an edge shows of the nodes behind it.
func (r *reader) view(f *Field, shows string) *View {
	if shows == "" {
		return nil
	}
	list, err := fields.Parse(shows)
	if err != nil {
		r.fault(f.Coordinate(), "shows: %v", err)
		return nil
	}
	return &View{By: f.Coordinate(), Fields: list}
}

// shown checks that the fields and edges of a view exist, and notes which views show
// the fields that are nowhere else.
func (r *reader) shown(f *Field, t *Type, list fields.List) {
	for _, shown := range list {
		behind := t.holds(shown.Name)
		if behind != nil && behind.Requires.Shown && !slices.Contains(behind.shownBy, f.Coordinate()) {
			behind.shownBy = append(behind.shownBy, f.Coordinate())
			slices.Sort(behind.shownBy)
		}
		if behind == nil {
			r.fault(f.Coordinate(), "shows %s, which a %s does not have", shown.Name, t.Name)
		} else if len(shown.Fields) > 0 && behind.Target == nil {
			r.fault(f.Coordinate(), "shows something behind %s, where nothing is", shown.Name)
		} else if len(shown.Fields) > 0 {
			r.shown(f, behind.Target, shown.Fields)
		}
	}
}
