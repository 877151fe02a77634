package mapping

import (
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// MaxFresh is the longest that anything is fresh.
const MaxFresh = time.Hour

// usuallyFresh is how long the fields of a type are fresh of which the schema does not
// say how long.
const usuallyFresh = time.Minute

// fresh reads how long a type or an edge is fresh; nil where nothing is said.
func (r *reader) fresh(coordinate string, on ast.DirectiveList) *time.Duration {
	directive := on.ForName("fresh")
	if directive == nil {
		return nil
	}
	span, err := time.ParseDuration(argument(directive, "for"))
	if err != nil || span < 0 || span > MaxFresh {
		r.fault(coordinate, "@fresh(for: %q) is not a time of at most an hour", argument(directive, "for"))
	}
	return &span
}
