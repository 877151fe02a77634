package reads_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

func TestWalk_meetsEachItemOnce(t *testing.T) {
	t.Parallel()
	for _, c := range apptest.Connections(t, apptest.NewREST(t, apptest.Demo(), localgraph.DemoToken)) {
		for _, size := range []int{1, 7, 25, 100} {
			t.Run(c.Name+" by "+strconv.Itoa(size), func(t *testing.T) {
				t.Parallel()
				w := apptest.Start(t)
				ids, cursors := c.Forward(w, size, "")
				if !slices.Equal(ids, c.IDs) {
					t.Fatalf("forward: %d items, want %d", len(ids), len(c.IDs))
				}
				last := len(ids) - 1
				if ids := c.Backward(w, size, cursors[last]); !slices.Equal(ids, c.IDs[:last]) {
					t.Errorf("backward: %d items, want %d", len(ids), last)
				}
			})
		}
	}
}

func TestWalk_goesOnFromAnyEdgeBothWays(t *testing.T) {
	t.Parallel()
	for _, c := range apptest.Connections(t, apptest.NewREST(t, apptest.Demo(), localgraph.DemoToken)) {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			w := apptest.Start(t)
			_, cursors := c.Forward(w, 25, "")
			for i := 0; i < len(cursors); i += random.Every(1 + len(cursors)/30) {
				if ids, _ := c.Forward(w, 60, cursors[i]); !slices.Equal(ids, c.IDs[i+1:]) {
					t.Errorf("after edge %d: %d items, want %d", i, len(ids), len(c.IDs)-i-1)
				}
				if ids := c.Backward(w, 60, cursors[i]); !slices.Equal(ids, c.IDs[:i]) {
					t.Errorf("before edge %d: %d items, want %d", i, len(ids), i)
				}
			}
		})
	}
}

func TestWalk_meetsEachItemOnceThroughAwkwardPages(t *testing.T) {
	t.Parallel()
	for _, f := range []struct {
		name string
		fault.Fault
	}{
		{"short", fault.Fault{Kind: fault.ShortPage, Times: 5}},
		{"empty", fault.Fault{Kind: fault.EmptyPage, Times: 5}},
		{"short without end", fault.Fault{Kind: fault.ShortPage}},
		{"linkless", fault.Fault{Kind: fault.NoLinks}},
		{"offset", fault.Fault{Kind: fault.ByOffset}},
		{"id", fault.Fault{Kind: fault.ByAfterID}},
		{"time", fault.Fault{Kind: fault.ByTime}},
	} {
		for _, edge := range []string{"media", "comments", "replies", "children"} {
			if f.Kind == fault.NoLinks && edge == "media" { // its sign of the end
				continue
			}
			t.Run(f.name+" pages of "+edge, func(t *testing.T) {
				t.Parallel()
				w := apptest.StartFaulty(t, localgraph.Options{}, nil)
				direct := apptest.NewREST(t, w.Graph, localgraph.DemoToken)
				for _, c := range apptest.Connections(t, direct) {
					if c.Edge != edge {
						continue
					}
					struck := f.Fault
					struck.Edge = edge
					w.Graph.Faults().Add(struck)
					ids, cursors := c.Forward(w, 20, "")
					if !slices.Equal(ids, c.IDs) {
						t.Fatalf("%d items, want %d", len(ids), len(c.IDs))
					}
					for i := 0; i < len(cursors); i += random.Every(1 + len(cursors)/8) {
						if ids, _ := c.Forward(w, 60, cursors[i]); !slices.Equal(ids, c.IDs[i+1:]) {
							t.Errorf("after edge %d: %d items, want %d", i, len(ids), len(c.IDs)-i-1)
						}
						w.Graph.Faults().Clear()
						w.Graph.Faults().Add(struck)
						if ids := c.Backward(w, 12, cursors[i]); !slices.Equal(ids, c.IDs[:i]) {
							t.Errorf("before edge %d: %d items, want %d", i, len(ids), i)
						}
					}
				}
			})
		}
	}
}

func TestPage_thatStaysEmptySaysWhereToGoOn(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.EmptyPage, Edge: "media"}})
	c := apptest.Connection{Parent: "user", ID: apptest.Account, Edge: "media"}
	s := c.Page(w, "(first: 10)")
	if len(s.IDs) != 0 || !s.Next || s.End == nil || s.Start != nil {
		t.Fatalf("%+v", s)
	}
	w.Graph.Faults().Clear()
	if on := c.Page(w, fmt.Sprintf("(first: 10, after: %q)", s.End)); len(on.IDs) != 10 {
		t.Errorf("%+v", on)
	}
}

func TestPage_withoutLinksIsTheLast(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.NoLinks, Edge: "media"}})
	c := apptest.Connection{Parent: "user", ID: apptest.Account, Edge: "media"}
	if s := c.Page(w, "(first: 10)"); len(s.IDs) != 10 || s.Next || s.Prev {
		t.Errorf("Meta's only sign of a next page is next, but: %+v", s)
	}
}
