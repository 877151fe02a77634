package documents

import (
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/syntax"
)

// comparisons refuses a document that takes validation too many steps. The rule
// that overlapping fields can be merged compares every pair of fields that have
// the same place in the answer: 2,000 times the same field are two million pairs.
//
// Specification of GraphQL, section 5.3.2, Field Selection Merging.
func (l Limits) comparisons(document *ast.QueryDocument) error {
	c := comparing{fragments: syntax.Fragments(document), left: l.Comparisons}
	for _, operation := range document.Operations {
		c.place([]ast.SelectionSet{operation.SelectionSet})
	}
	for _, f := range document.Fragments {
		c.place([]ast.SelectionSet{f.SelectionSet})
	}
	if c.left < 0 {
		return problem.TooLarge("-max-comparisons", "the document takes more than %d comparisons of fields to validate", l.Comparisons)
	}
	return nil
}

// comparing counts down the pairs that may still be compared, and the steps that the
// counting takes. It ends for documents without circles.
type comparing struct {
	fragments map[string]ast.SelectionSet
	left      int
}

// overlap is the fields that have the same place in the answer.
type overlap struct {
	fields     int
	selections []ast.SelectionSet
}

// place counts the pairs within selections that are merged, and within those of
// their fields.
func (c *comparing) place(merged []ast.SelectionSet) {
	fields := map[string]*overlap{}
	for _, set := range merged {
		c.collect(set, fields)
	}
	for _, f := range fields {
		c.left -= f.fields * (f.fields - 1) / 2
		if c.left >= 0 && len(f.selections) > 0 {
			c.place(f.selections)
		}
	}
}

func (c *comparing) collect(set ast.SelectionSet, into map[string]*overlap) {
	for _, selection := range set {
		if c.left--; c.left < 0 {
			return
		}
		switch s := selection.(type) {
		case *ast.Field:
			f := into[s.Alias]
			if f == nil {
				f = &overlap{}
				into[s.Alias] = f
			}
			f.fields++
			if len(s.SelectionSet) > 0 {
				f.selections = append(f.selections, s.SelectionSet)
			}
		case *ast.InlineFragment:
			c.collect(s.SelectionSet, into)
		case *ast.FragmentSpread:
			c.collect(c.fragments[s.Name], into)
		}
	}
}
