package documents

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/introspection"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/syntax"
)

// extent is how far a selection reaches once its fragments are spread.
type extent struct {
	depth, fields, aliases int
	// width is how many of the fields are in the selection itself, not within
	// another field.
	width int
}

// enough is where extents stop to grow: no limit is that large, and no sum of two
// extents overflows.
const enough = 1 << 30

func (e extent) beside(other extent) extent {
	return extent{
		depth:   max(e.depth, other.depth),
		fields:  min(e.fields+other.fields, enough),
		aliases: min(e.aliases+other.aliases, enough),
		width:   min(e.width+other.width, enough),
	}
}

// extent refuses a document with an operation, or a fragment, over a limit. The document
// has no circles.
func (l Limits) extent(document *ast.QueryDocument) error {
	m := measure{fragments: syntax.Fragments(document), measured: map[string]extent{}}
	for _, operation := range document.Operations {
		e := m.selections(operation.SelectionSet)
		if e.width > l.RootFields {
			return problem.TooLarge("-max-root-fields", "the operation has more than %d fields at its root", l.RootFields)
		}
		if err := l.allow(e); err != nil {
			return err
		}
	}
	// A fragment that no operation spreads is validated all the same.
	for _, f := range document.Fragments {
		if e := m.fragment(f.Name); strings.HasPrefix(f.TypeCondition, "__") {
			continue
		} else if err := l.allow(e); err != nil {
			return err
		}
	}
	return nil
}

func (l Limits) allow(e extent) error {
	switch {
	case e.depth > l.Depth:
		return problem.TooLarge("-max-depth", "the operation is more than %d levels deep", l.Depth)
	case e.aliases > l.Aliases:
		return problem.TooLarge("-max-aliases", "the operation has more than %d aliases", l.Aliases)
	case e.fields > l.Fields:
		return problem.TooLarge("-max-fields", "the operation has more than %d fields once its fragments are spread", l.Fields)
	}
	return nil
}

// measure takes the extent of selections, and that of each fragment once, however often
// the fragment is spread: otherwise the time would double with every fragment in a chain
// in which each spreads the next one twice.
type measure struct {
	fragments map[string]ast.SelectionSet
	measured  map[string]extent
}

func (m *measure) selections(set ast.SelectionSet) extent {
	var all extent
	for _, selection := range set {
		all = all.beside(m.selection(selection))
	}
	return all
}

func (m *measure) selection(selection ast.Selection) extent {
	switch s := selection.(type) {
	case *ast.Field:
		e := m.selections(s.SelectionSet)
		if introspection.IsRootField(s.Name) {
			return extent{} // introspection is weighed by its answer
		}
		e.depth, e.fields, e.width = e.depth+1, e.fields+1, 1
		if s.Alias != s.Name {
			e.aliases++
		}
		return e
	case *ast.InlineFragment:
		return m.selections(s.SelectionSet)
	case *ast.FragmentSpread:
		return m.fragment(s.Name)
	}
	return extent{}
}

func (m *measure) fragment(name string) extent {
	known, ok := m.measured[name]
	if !ok {
		known = m.selections(m.fragments[name])
		m.measured[name] = known
	}
	return known
}
