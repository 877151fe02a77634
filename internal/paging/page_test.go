package paging_test

import (
	"testing"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
)

func TestBehind_isKnownFromTheSignOfTheEdge(t *testing.T) {
	t.Parallel()
	seven := int32(7)
	for name, c := range map[string]struct {
		page   paging.Page
		paging mapping.Paging
		unsaid bool
		passed int
		count  *int32
		want   paging.Ahead
	}{
		"a link":                                 {page: paging.Page{Next: true}, want: paging.More},
		"a link where all comes at once":         {page: paging.Page{Next: true}, paging: mapping.Unpaged, want: paging.More},
		"no cursor":                              {page: paging.Page{Items: 3}, paging: mapping.Cursors, want: paging.Ended},
		"a cursor without a link":                {page: paging.Page{After: "A", Items: 3}, want: paging.Ended},
		"a cursor where links lead one way":      {page: paging.Page{After: "A", Items: 3}, paging: mapping.Next, want: paging.Maybe},
		"a cursor where no page is said to end":  {page: paging.Page{After: "A", Items: 3}, unsaid: true, want: paging.Maybe},
		"no items, and the cursor of the call":   {page: paging.Page{Start: "A", After: "A"}, paging: mapping.Next, want: paging.Ended},
		"no items, and a cursor further on":      {page: paging.Page{Start: "A", After: "B"}, paging: mapping.Next, want: paging.Maybe},
		"a cursor that is always the same":       {page: paging.Page{After: "A", Items: 3}, paging: mapping.SameCursor, want: paging.More},
		"fewer items than the edge has":          {page: paging.Page{After: "A", Items: 3}, unsaid: true, passed: 6, count: &seven, want: paging.More},
		"as many items as the edge has":          {page: paging.Page{After: "A", Items: 3}, unsaid: true, passed: 7, count: &seven, want: paging.Ended},
		"more items than the edge is said to":    {page: paging.Page{After: "A", Items: 3}, unsaid: true, passed: 8, count: &seven, want: paging.Maybe},
		"a link, though all items were counted":  {page: paging.Page{After: "A", Items: 3, Next: true}, passed: 7, count: &seven, want: paging.More},
		"a cursor at the end of a counted edge":  {page: paging.Page{After: "A", Items: 3}, passed: 3, count: &seven, want: paging.Ended},
		"cursors both ways, and never any links": {page: paging.Page{Before: "B", After: "A", Items: 3}, paging: mapping.Cursors, want: paging.Maybe},
	} {
		if got := c.page.Behind(&mapping.Edge{Paging: c.paging}, c.unsaid, c.passed, c.count); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestInFront_isKnownFromLinksAndCursors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		page   paging.Page
		unsaid bool
		want   paging.Ahead
	}{
		"a link back":                             {page: paging.Page{Previous: true}, want: paging.More},
		"items without any cursor":                {page: paging.Page{End: "E", Items: 3}, want: paging.Maybe},
		"no items and no cursor":                  {page: paging.Page{End: "E"}, want: paging.Ended},
		"no items, and the cursor of the call":    {page: paging.Page{End: "E", Before: "E"}, want: paging.Ended},
		"no items, and a cursor further back":     {page: paging.Page{End: "E", Before: "B", Next: true}, want: paging.Ended},
		"a link onward only":                      {page: paging.Page{End: "E", Before: "B", After: "A", Items: 3, Next: true}, want: paging.Ended},
		"no links at all":                         {page: paging.Page{End: "E", Before: "B", After: "A", Items: 3}, want: paging.Maybe},
		"a cursor where no page is said to end":   {page: paging.Page{End: "E", Before: "B", Items: 3, Next: true}, unsaid: true, want: paging.Maybe},
		"a cursor onward and none of the first":   {page: paging.Page{End: "E", After: "A", Items: 3}, want: paging.Ended},
		"items with a position that is no cursor": {page: paging.Page{End: "E", After: "?offset=3", Items: 3}, want: paging.Maybe},
	} {
		if got := c.page.InFront(c.unsaid); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestCursorOf_leadsToItsItemFromBothSides(t *testing.T) {
	t.Parallel()
	first := paging.Page{Before: "B", After: "A", Items: 3}
	later := paging.Page{Start: "S", Before: "B", After: "A", Items: 3}
	back := paging.Page{End: "E", Before: "B", After: "A", Items: 3}
	for name, c := range map[string]struct {
		page   paging.Page
		paging mapping.Paging
		index  int
		want   paging.Cursor
	}{
		"the first item":                            {first, mapping.Links, 0, paging.Cursor{Skip: 1, Back: "B"}},
		"an item in the middle":                     {first, mapping.Links, 1, paging.Cursor{Skip: 2, Back: "A", BackSkip: 1}},
		"the last item":                             {first, mapping.Links, 2, paging.Cursor{Start: "A", Back: "A"}},
		"an item of a later page":                   {later, mapping.Links, 1, paging.Cursor{Start: "S", Skip: 2, Back: "A", BackSkip: 1}},
		"an item of a page read from its end":       {back, mapping.Links, 1, paging.Cursor{Start: "B", Skip: 1, Back: "A", BackSkip: 1}},
		"where there is no way back":                {later, mapping.Next, 1, paging.Cursor{Start: "S", Skip: 2}},
		"where all items come at once":              {first, mapping.Unpaged, 1, paging.Cursor{Skip: 12}},
		"where each page has one cursor":            {later, mapping.SameCursor, 1, paging.Cursor{Skip: 12}},
		"cursors and no links":                      {later, mapping.Cursors, 2, paging.Cursor{Start: "A", Back: "A"}},
		"a cursor that leads to its own page":       {paging.Page{Start: "A", After: "A", Items: 2}, mapping.Links, 1, paging.Cursor{Start: "A", Skip: 2}},
		"a page without cursors, read from its end": {paging.Page{End: "E", Items: 2}, mapping.Links, 0, paging.Cursor{Back: "E", BackSkip: 2}},
	} {
		c.want.ID, c.want.Parent = "7", 5
		if got := c.page.CursorOf(&mapping.Edge{Paging: c.paging}, c.index, 12, "7", 5); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
