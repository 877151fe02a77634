package reads_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// TestWalk_ofAHashtagMeetsEachItemOnceThroughShortPages reads a list whose cursor is the
// same on each page, so that each page is reached through all before it.
func TestWalk_ofAHashtagMeetsEachItemOnceThroughShortPages(t *testing.T) {
	t.Parallel()
	for _, size := range []int{7, 20} {
		t.Run(strconv.Itoa(size), func(t *testing.T) {
			t.Parallel()
			w := apptest.StartFaulty(t, localgraph.Options{}, nil)
			walk := func() (ids []string) {
				for after := ""; ; {
					a := w.Ask(apptest.FacebookToken, fmt.Sprintf(`{ hashtag(name: "dinodata") { topMedia(first: %d%s) {
						edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`, size, after), nil)
					s := apptest.ReadPage(w, apptest.At(a, "hashtag", "topMedia"))
					if ids = append(ids, s.IDs...); !s.Next || len(ids) > 400 {
						return ids
					}
					after = fmt.Sprintf(", after: %q", s.End)
				}
			}
			whole := walk()
			w.Graph.Faults().Add(fault.Fault{Kind: fault.ShortPage, Edge: "top_media"})
			if short := walk(); !slices.Equal(short, whole) {
				t.Errorf("%d items through short pages, want %d", len(short), len(whole))
			}
		})
	}
}
