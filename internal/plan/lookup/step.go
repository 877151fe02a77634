package lookup

import (
	"strconv"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/problem"
)

// MaxSearchedPages is the most pages of an edge that are read to find a node again
// that cannot be read by its own id.
const MaxSearchedPages = 5

// Step is a part of the way from a node that can be read by its id to one that
// cannot: along an edge, through a finder, or into a field that holds a node.
type Step struct {
	// Field is what the step is in the schema.
	Field *mapping.Field
	// Edge is the edge or finder; nil where Object names the field.
	Edge   *expansion.Edge
	Object string
	// ID is the Graph API id of the node that the step leads to; empty for any.
	ID string
	// Search is the part of the edge that is searched for the node; nil for one page.
	Search *paging.Window
}

// Gone returns the error of a node to which the step no longer leads.
func (s Step) Gone() error {
	coordinate := s.Field.Coordinate()
	switch {
	case s.Search != nil && s.Edge.Paging != mapping.Unpaged:
		return problem.New(problem.NotFound, "the node with this id is not, or no longer, among the first "+strconv.Itoa(s.Edge.MaxItems)+" of "+coordinate,
			"The Graph API shows this node only there, and not by its own id: look for it there anew.")
	case s.Edge != nil && s.Edge.Finder:
		return problem.New(problem.NotFound, coordinate+" no longer finds the node with this id",
			"It was deleted, renamed or made private, or this access token may not see it: look for it anew.")
	}
	return problem.New(problem.NotFound, coordinate+" no longer holds the node with this id", "Look for it anew where it was found.")
}
