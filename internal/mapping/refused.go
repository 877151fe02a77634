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
	// Hints are what to do next, where the hint that other fields have is not right.
	Hints []Hint
}

// Hint is what to do next about some of a field's errors.
type Hint struct {
	// Code is that of the errors as clients see them.
	Code string
	// Codes are those of the Graph API's errors; nil for all.
	Codes []int
	// Products are the product types of the media whose field it is; nil for all nodes.
	Products []string
	// Text is the hint.
	Text string
}

// Hint returns what to do next about an error with a code, which the Graph API refused with
// another code, of a media that has one of the product types; nil where they are not known. The
// result is empty where nothing is known but what is true of all fields.
func (r Refused) Hint(code string, refusal int, products []string) string {
	for _, h := range r.Hints {
		known := len(products) > 0 && !slices.ContainsFunc(products, func(p string) bool { return !slices.Contains(h.Products, p) })
		if h.Code == code && (h.Codes == nil || slices.Contains(h.Codes, refusal)) && (h.Products == nil || known) {
			return h.Text
		}
	}
	return ""
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
		f.Refused.Codes = codes(directive)
	}
	for _, directive := range on.ForNames("hint") {
		code := argument(directive, "code")
		if !slices.Contains(shownCodes, code) {
			r.fault(f.Coordinate(), "@hint(code: %q) is no code of an error", code)
		}
		f.Refused.Hints = append(f.Refused.Hints, Hint{code, codes(directive), list(directive, "products"), argument(directive, "hint")})
	}
}

// codes returns the codes that a directive lists; nil for none.
func codes(directive *ast.Directive) []int {
	var all []int
	for _, text := range list(directive, "codes") {
		code, _ := strconv.Atoi(text)
		all = append(all, code)
	}
	return all
}
