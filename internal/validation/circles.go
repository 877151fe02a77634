package validation

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/syntax"
)

// Circles returns an error for each way in which a fragment spreads itself, with all
// spreads on that way. Whoever follows the fragments of a document without circles comes
// to an end.
//
// Source: section 5.5.2.2, Fragment Spreads Must Not Form Cycles.
func Circles(document *ast.QueryDocument) gqlerror.List {
	c := circleFinder{fragments: syntax.Fragments(document), visited: map[string]bool{}, open: map[string]int{}}
	for _, f := range document.Fragments {
		c.follow(f.Name)
	}
	return c.errs
}

// circleFinder follows the spreads of each fragment once.
type circleFinder struct {
	fragments map[string]ast.SelectionSet
	visited   map[string]bool
	// path are the spreads that lead to the fragment which is followed, and open says how
	// many of them lead to each fragment on the way.
	path []*ast.FragmentSpread
	open map[string]int
	errs gqlerror.List
}

func (c *circleFinder) follow(name string) {
	if c.visited[name] {
		return
	}
	c.visited[name] = true
	c.open[name] = len(c.path)
	for _, spread := range spreadsIn(c.fragments[name]) {
		c.path = append(c.path, spread)
		if start, circle := c.open[spread.Name]; circle {
			c.add(c.path[start:])
		} else {
			c.follow(spread.Name)
		}
		c.path = c.path[:len(c.path)-1]
	}
	delete(c.open, name)
}

func (c *circleFinder) add(circle []*ast.FragmentSpread) {
	last := circle[len(circle)-1]
	err := gqlerror.Errorf("Cannot spread fragment %q within itself.", last.Name)
	for _, spread := range circle[:min(len(circle), maxPlaces)] {
		err.Locations = append(err.Locations, gqlerror.Location{Line: spread.Position.Line, Column: spread.Position.Column})
	}
	c.errs = append(c.errs, err)
}

// maxPlaces is the most locations of one error.
const maxPlaces = 100

// spreadsIn returns the fragments spread anywhere in a selection.
func spreadsIn(set ast.SelectionSet) (spreads []*ast.FragmentSpread) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.FragmentSpread:
			spreads = append(spreads, s)
		case *ast.Field:
			spreads = append(spreads, spreadsIn(s.SelectionSet)...)
		case *ast.InlineFragment:
			spreads = append(spreads, spreadsIn(s.SelectionSet)...)
		}
	}
	return spreads
}
