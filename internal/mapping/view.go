package mapping

import (
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/problem"
)

// View is what nodes tell where an edge or a look-up shows less of them than their
// type has. A nil View shows everything.
type View struct {
	// By is the schema coordinate of the edge or look-up.
	By string
	// Fields are the fields and edges that it shows; behind one without braces
	// there is no view.
	Fields fields.List
}

// Has reports whether a Graph API field or edge is shown.
func (v *View) Has(name string) bool { return v == nil || name == "id" || v.Fields.Get(name) != nil }

// Shows reports whether a field is shown: one that is worked out here, if anything
// of what it is made of is.
func (v *View) Shows(f *Field) bool {
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

// Behind returns the view of the nodes behind a field or edge that is shown.
func (v *View) Behind(name string) *View {
	if v == nil {
		return nil
	}
	if shown := v.Fields.Get(name); shown != nil && len(shown.Fields) > 0 {
		return &View{By: v.By, Fields: shown.Fields}
	}
	return nil
}

// Refusal returns a *HiddenError when the field is not shown.
func (v *View) Refusal(f *Field) error {
	if v.Shows(f) {
		return nil
	}
	return &HiddenError{What: f.Coordinate(), By: v.By}
}

// HiddenError says that a field is not shown of a node where it is reached. It is
// told before any call.
type HiddenError struct {
	// What is the field's schema coordinate, and By that of the edge or look-up.
	What, By string
}

// Error names both.
func (e *HiddenError) Error() string { return e.What + " is not shown of what " + e.By + " leads to" }

// Code returns problem.Unsupported.
func (*HiddenError) Code() string { return problem.Unsupported }

// Hint says what to do instead.
func (e *HiddenError) Hint() string {
	return "The Graph API tells less of a node there than of the token's own: leave the field out."
}

// view reads what an edge or a look-up shows of the nodes behind it.
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

// shown holds what views show to what there is.
func (r *reader) shown(f *Field, t *Type, list fields.List) {
	for _, shown := range list {
		behind := t.holds(shown.Name)
		if behind == nil {
			r.fault(f.Coordinate(), "shows %s, which a %s does not have", shown.Name, t.Name)
		} else if len(shown.Fields) > 0 && behind.Target == nil {
			r.fault(f.Coordinate(), "shows something behind %s, where nothing is", shown.Name)
		} else if len(shown.Fields) > 0 {
			r.shown(f, behind.Target, shown.Fields)
		}
	}
}
