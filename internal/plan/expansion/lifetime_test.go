package expansion_test

import (
	"testing"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

func TestMovesCursor_isTrueForALaterPageBehindTheSameCursor(t *testing.T) {
	after := []fields.Param{{Name: "after", Value: "QVFI"}}
	for _, c := range []struct {
		paging mapping.Paging
		params []fields.Param
		want   bool
	}{{mapping.SameCursor, after, true}, {mapping.SameCursor, nil, false}, {mapping.Next, after, false}} {
		n := &expansion.Expansion{Edges: []*expansion.Edge{{Edge: &mapping.Edge{Name: "top_media", Paging: c.paging}, Params: c.params}}}
		if n.MovesCursor() != c.want {
			t.Errorf("paging %d with %v moves its cursor: %t", c.paging, c.params, !c.want)
		}
	}
}
