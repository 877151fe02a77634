package mapping

import (
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/problem"
)

// Refused is what is known of the Graph API's refusals of a field.
type Refused struct {
	// Codes are those of errors that are about the field, though they may not name it.
	Codes []int
	// ByNode reports whether such an error can be about one node only, while others of
	// its type have the field.
	ByNode bool
	// Hints are what to do next, by the code of the error that clients see, where the
	// hint that other fields have is not right.
	Hints map[string]string
}

// RefusedWith reports whether errors of the Graph API with that code are about its field
// or edge of that name.
func (t *Type) RefusedWith(code int, name string) bool {
	return t.any(name, func(f *Field) bool { return slices.Contains(f.Refused.Codes, code) })
}

// RefusedByNode reports whether an error about the Graph API's field or edge of that name
// can be about one node only, while others of the type have it.
func (t *Type) RefusedByNode(name string) bool {
	return t.any(name, func(f *Field) bool { return f.Refused.ByNode || f.ByProduct() })
}

// Measures reports whether the edge of that name answers metrics.
func (t *Type) Measures(name string) bool { return t.any(name, (*Field).hasMetrics) }

// any reports whether something is true of a field that is, or is made of, the Graph
// API's field or edge of that name.
func (t *Type) any(name string, is func(*Field) bool) bool {
	for _, f := range t.Fields {
		if (f.Edge != nil && f.Edge.Name == name || f.Edge == nil && !f.Computed && slices.Contains(f.Names, name)) && is(f) {
			return true
		}
	}
	return false
}

// shownCodes are the codes of errors that a hint can be for.
var shownCodes = []string{problem.Unauthenticated, problem.Forbidden, problem.NotFound, problem.BadUserInput, problem.Unsupported, problem.RateLimited, problem.UpstreamError, problem.UpstreamTimeout}

// refused reads what the directives say of a field's refusals.
func (r *reader) refused(f *Field, on ast.DirectiveList) {
	if directive := on.ForName("refused"); directive != nil {
		f.Refused.ByNode = argument(directive, "byNode") == "true"
		for _, text := range list(directive, "codes") {
			code, _ := strconv.Atoi(text)
			f.Refused.Codes = append(f.Refused.Codes, code)
		}
	}
	for _, directive := range on.ForNames("hint") {
		code := argument(directive, "code")
		if !slices.Contains(shownCodes, code) {
			r.fault(f.Coordinate(), "@hint(code: %q) is no code of an error", code)
		}
		if f.Refused.Hints == nil {
			f.Refused.Hints = map[string]string{}
		}
		f.Refused.Hints[code] = argument(directive, "hint")
	}
}
