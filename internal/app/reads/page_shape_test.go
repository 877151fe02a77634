package reads_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/paging"
)

// pageShapes are the faults of pages, and what can be wrong with a part of their envelope.
func pageShapes(edge string) (shapes []fault.Fault) {
	for _, kind := range []fault.Kind{fault.ShortPage, fault.EmptyPage, fault.NoLinks, fault.SameCursor, fault.ByOffset, fault.ByAfterID, fault.ByTime} {
		shapes = append(shapes, fault.Fault{Kind: kind, Edge: edge}, fault.Fault{Kind: kind, Edge: edge, Times: 1})
	}
	for _, part := range []string{"paging", "cursors", "before", "after", "next", "previous"} {
		shapes = append(shapes, fault.Fault{Kind: fault.OtherValue, Edge: edge, Field: part})
	}
	return append(shapes, fault.Fault{Kind: fault.OtherValue, Edge: edge, Field: "data", Body: "[]"})
}

// Whatever shape pages have, walks along them are answered directly as by resolvers, from
// each cursor in both directions, also where the item of the cursor is gone.
func TestPages_ofAnyShapeAreAnsweredDirectlyAsByResolvers(t *testing.T) {
	t.Parallel()
	server := apptest.OpenGraph(t, localgraph.Options{})
	for _, c := range apptest.Connections(t, apptest.NewREST(t, server, localgraph.DemoToken)) {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			p := shapedPages{Connection: c, Server: apptest.OpenGraph(t, localgraph.Options{})}
			start := func(transcode bool) *apptest.World {
				return apptest.StartOver(t, p.Server, func(s *config.Settings) { s.Limits, s.Transcode = apptest.Unlimited, transcode })
			}
			p.direct, p.resolved = start(true), start(false)
			whole := p.cursors(t, "(first: 3)")
			directly := 0
			for i, shape := range pageShapes(c.Edge) {
				p.shape = shape
				cursors := slices.Concat(whole, p.cursors(t, "(first: 4)"), p.cursors(t, fmt.Sprintf("(last: 2, before: %q)", whole[len(whole)-1])))
				for j, from := range append(cursors, p.moved(t, cursors)...) {
					if (i+j)%random.Every(3) > 0 { // each shape has its turn with each place on a page
						continue
					}
					for _, args := range []string{"first: %d, after: %q", "last: %d, before: %q"} {
						for _, n := range []int{0, 2, 30} {
							page := fmt.Sprintf("%s("+args+")", c.Edge, n, from)
							directly += p.compare(t, page+" { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }")
							directly += p.compare(t, page+" { nodes { id } }")
						}
					}
				}
			}
			t.Logf("%d are direct", directly)
		})
	}
}

// shapedPages are the pages of a connection that have a shape by fault.
type shapedPages struct {
	apptest.Connection
	*localgraph.Server
	shape            fault.Fault
	direct, resolved *apptest.World
}

// post asks for a page. The fault strikes as if it had never struck before.
func (p *shapedPages) post(t *testing.T, w *apptest.World, page string) raw {
	t.Helper()
	p.Faults().Clear()
	if p.shape.Kind != "" {
		p.Faults().Add(p.shape)
	}
	return post(t, w, localgraph.DemoToken, fmt.Sprintf(`{ %s(id: %q) { %s } }`, p.Parent, p.ID, page))
}

// compare holds the direct answer for a page to the resolved one, and returns 1 if there was
// a direct one.
func (p *shapedPages) compare(t *testing.T, page string) int {
	t.Helper()
	got, want := p.post(t, p.direct, page), p.post(t, p.resolved, page)
	same(t, fmt.Sprintf("%s, %+v", page, p.shape), got, want)
	if got.Extensions.Explain.Execution == "direct" {
		return 1
	}
	return 0
}

// cursors returns those of the edges of a page.
func (p *shapedPages) cursors(t *testing.T, args string) (cursors []string) {
	t.Helper()
	var data map[string]any
	if err := json.Unmarshal(p.post(t, p.resolved, p.Edge+args+" { edges { cursor } }").Data, &data); err != nil {
		t.Fatal(err)
	}
	for _, edge := range apptest.List(data, p.Parent, p.Edge, "edges") {
		cursors = append(cursors, apptest.At(edge, "cursor").(string))
	}
	return cursors
}

// moved returns cursors of places where other items are now than when the cursors were made.
func (p *shapedPages) moved(t *testing.T, cursors []string) (moved []string) {
	t.Helper()
	scope := map[string]string{"user": "User", "media": "Media", "comment": "Comment"}[p.Parent] + "." + p.Edge
	for i, text := range cursors {
		c, err := paging.DecodeCursor(text, scope)
		if err != nil {
			t.Fatal(err)
		}
		if c.ID = "1"; i%2 == 0 { // gone, or one further on
			c.ID = p.IDs[min(i+1, len(p.IDs)-1)]
		}
		moved = append(moved, c.Encode(scope))
	}
	return moved
}
