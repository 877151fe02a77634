package app_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/paging"
)

// connection is one edge of one node of the demo world.
type connection struct {
	name, parent, id, edge string
	ids                    []string // of all its nodes, as the local graph has them
}

// connections finds the edges to walk along.
func connections(t *testing.T, direct rest) []connection {
	t.Helper()
	feed := direct.all(account, "media", "id,comments_count,media_type")
	var talked, album map[string]any
	for _, media := range feed {
		if talked == nil || number(media["comments_count"]) > number(talked["comments_count"]) {
			talked = media
		}
		if media["media_type"] == "CAROUSEL_ALBUM" && len(direct.all(media["id"].(string), "children", "id")) > 5 {
			album = media
		}
	}
	var thread map[string]any
	for _, media := range feed[:20] {
		for _, comment := range direct.all(media["id"].(string), "comments", "id,replies.limit(50){id}") {
			if thread == nil || len(list(comment, "replies", "data")) > len(list(thread, "replies", "data")) {
				thread = comment
			}
		}
	}
	found := []connection{
		{name: "media of an account", parent: "user", id: account, edge: "media"},
		{name: "comments on a media", parent: "media", id: talked["id"].(string), edge: "comments"},
		{name: "replies to a comment", parent: "comment", id: thread["id"].(string), edge: "replies"},
		{name: "children of an album", parent: "media", id: album["id"].(string), edge: "children"},
	}
	for i, c := range found {
		for _, node := range direct.all(c.id, c.edge, "id") {
			found[i].ids = append(found[i].ids, node["id"].(string))
		}
	}
	return found
}

// slice is a page of a connection.
type slice struct {
	ids, cursors []string
	next, prev   bool
	start, end   any
}

// page asks for a page by GraphQL.
func (c connection) page(w *world, args string) slice {
	w.t.Helper()
	operation := fmt.Sprintf(`{ %s(id: %q) { %s%s { edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
		c.parent, c.id, c.edge, args)
	return w.slice(at(w.ask(localgraph.DemoToken, operation, nil), c.parent, c.edge))
}

// slice reads a page of a connection.
func (w *world) slice(found any) slice {
	w.t.Helper()
	info := at(found, "pageInfo")
	s := slice{start: at(info, "startCursor"), end: at(info, "endCursor")}
	s.next, _ = at(info, "hasNextPage").(bool)
	s.prev, _ = at(info, "hasPreviousPage").(bool)
	for _, edge := range list(found, "edges") {
		s.ids = append(s.ids, at(edge, "node", "graphId").(string))
		s.cursors = append(s.cursors, at(edge, "cursor").(string))
	}
	if n := len(s.cursors); n > 0 && (s.start != s.cursors[0] || s.end != s.cursors[n-1]) {
		w.t.Errorf("the page begins with %v and ends with %v, though its cursors are %v", s.start, s.end, s.cursors)
	}
	return s
}

// forward walks from the start, or from behind a cursor, to the end.
func (c connection) forward(w *world, size int, after string) (ids, cursors []string) {
	w.t.Helper()
	for begun := after != ""; ; begun = true {
		args := fmt.Sprintf("(first: %d)", size)
		if begun {
			args = fmt.Sprintf("(first: %d, after: %q)", size, after)
		}
		s := c.page(w, args)
		ids, cursors = append(ids, s.ids...), append(cursors, s.cursors...)
		if s.prev != begun {
			w.t.Errorf("%s: hasPreviousPage is %v", args, s.prev)
		}
		if !s.next {
			return ids, cursors
		}
		if len(s.ids) > size || s.end == nil || len(ids) > 2*len(c.ids) {
			w.t.Fatalf("%s: %d items, going on from %v", args, len(s.ids), s.end)
		}
		after = s.end.(string)
	}
}

// backward walks from before a cursor to the start.
func (c connection) backward(w *world, size int, before string) []string {
	w.t.Helper()
	var ids []string
	for {
		args := fmt.Sprintf("(last: %d, before: %q)", size, before)
		s := c.page(w, args)
		ids = append(slices.Clone(s.ids), ids...)
		if !s.next {
			w.t.Errorf("%s: there is no next page, though the cursor's item follows", args)
		}
		if !s.prev {
			return ids
		}
		if len(s.ids) == 0 || len(s.ids) > size || len(ids) > 2*len(c.ids) {
			w.t.Fatalf("%s: %d items", args, len(s.ids))
		}
		before = s.start.(string)
	}
}

func TestWalk_meetsEachItemOnce(t *testing.T) {
	t.Parallel()
	for _, c := range connections(t, rest{t, demo, localgraph.DemoToken}) {
		for _, size := range []int{1, 7, 25, 100} {
			t.Run(c.name+" by "+strconv.Itoa(size), func(t *testing.T) {
				t.Parallel()
				w := start(t)
				ids, cursors := c.forward(w, size, "")
				if !slices.Equal(ids, c.ids) {
					t.Fatalf("forward: %d items, want %d", len(ids), len(c.ids))
				}
				last := len(ids) - 1
				if ids := c.backward(w, size, cursors[last]); !slices.Equal(ids, c.ids[:last]) {
					t.Errorf("backward: %d items, want %d", len(ids), last)
				}
			})
		}
	}
}

func TestWalk_goesOnFromAnyEdgeBothWays(t *testing.T) {
	t.Parallel()
	for _, c := range connections(t, rest{t, demo, localgraph.DemoToken}) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			_, cursors := c.forward(w, 25, "")
			for i := 0; i < len(cursors); i += 1 + len(cursors)/30 {
				if ids, _ := c.forward(w, 60, cursors[i]); !slices.Equal(ids, c.ids[i+1:]) {
					t.Errorf("after edge %d: %d items, want %d", i, len(ids), len(c.ids)-i-1)
				}
				if ids := c.backward(w, 60, cursors[i]); !slices.Equal(ids, c.ids[:i]) {
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
		localgraph.Fault
	}{
		{"short", localgraph.Fault{Kind: localgraph.ShortPage, Times: 5}},
		{"empty", localgraph.Fault{Kind: localgraph.EmptyPage, Times: 5}},
		{"offset", localgraph.Fault{Kind: localgraph.ByOffset}},
		{"id", localgraph.Fault{Kind: localgraph.ByAfterID}},
		{"time", localgraph.Fault{Kind: localgraph.ByTime}},
	} {
		for _, edge := range []string{"media", "comments"} {
			t.Run(f.name+" pages of "+edge, func(t *testing.T) {
				t.Parallel()
				w := startFaulty(t, localgraph.Options{}, nil)
				direct := rest{t, w.graph, localgraph.DemoToken}
				for _, c := range connections(t, direct) {
					if c.edge != edge {
						continue
					}
					f.Edge = edge
					w.graph.Faults().Add(f.Fault)
					ids, cursors := c.forward(w, 20, "")
					if !slices.Equal(ids, c.ids) {
						t.Fatalf("%d items, want %d", len(ids), len(c.ids))
					}
					for i := 0; i < len(cursors); i += 1 + len(cursors)/8 {
						if ids, _ := c.forward(w, 60, cursors[i]); !slices.Equal(ids, c.ids[i+1:]) {
							t.Errorf("after edge %d: %d items, want %d", i, len(ids), len(c.ids)-i-1)
						}
					}
				}
			})
		}
	}
}

func TestPage_thatStaysEmptySaysWhereToGoOn(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.EmptyPage, Edge: "media"}})
	c := connection{parent: "user", id: account, edge: "media"}
	s := c.page(w, "(first: 10)")
	if len(s.ids) != 0 || !s.next || s.end == nil || s.start != nil {
		t.Fatalf("%+v", s)
	}
	w.graph.Faults().Clear()
	if on := c.page(w, fmt.Sprintf("(first: 10, after: %q)", s.end)); len(on.ids) != 10 {
		t.Errorf("%+v", on)
	}
}

func TestPage_withoutLinksIsTheLast(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.NoLinks, Edge: "media"}})
	c := connection{parent: "user", id: account, edge: "media"}
	if s := c.page(w, "(first: 10)"); len(s.ids) != 10 || s.next || s.prev {
		t.Errorf("Meta's only sign of a next page is next, but: %+v", s)
	}
}

func TestWalk_backEndsWhereItLeadsInACircle(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{
		Kind: localgraph.OtherError, Status: http.StatusOK, Path: "/" + account,
		Body: `{"id":"` + account + `","media":{"data":[{"id":"8"},{"id":"9"}],"paging":{"cursors":{"before":"B","after":"B"},"previous":"https://x/?before=B"}}}`,
	}})
	before := paging.Cursor{Back: "C", ID: "10", Parent: paging.Mark(account)}.Encode("User.media")
	got := w.do(localgraph.DemoToken, `query ($c: String!) { user(id: "`+account+`") { media(last: 5, before: $c) { nodes { graphId } pageInfo { hasPreviousPage } } } }`,
		map[string]any{"c": before})
	media := at(got.Data, "user", "media")
	if nodes := list(media, "nodes"); len(nodes) != 2 || at(nodes, 0, "graphId") != "8" || at(media, "pageInfo", "hasPreviousPage") != false {
		t.Errorf("%v", media)
	}
	if len(got.Errors) != 1 || got.Errors[0].Extensions["code"] != "UPSTREAM_ERROR" {
		t.Errorf("%+v", got.Errors)
	}
	if calls := w.drain(); len(calls) != 2 {
		t.Errorf("%d calls: %s", len(calls), calls)
	}
}

func TestWalk_backKeepsWhatItReadWhereAPageFails(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{
		{
			Kind: localgraph.OtherError, Status: http.StatusOK, Path: "/" + account, Times: 1,
			Body: `{"id":"` + account + `","media":{"data":[{"id":"8"},{"id":"9"}],"paging":{"cursors":{"before":"B","after":"C"},"previous":"https://x/?before=B"}}}`,
		},
		{
			Kind: localgraph.OtherError, Path: "/" + account,
			Body: `{"error":{"message":"Media not found","type":"OAuthException","code":36110}}`,
		},
	})
	before := paging.Cursor{Back: "C", ID: "10", Parent: paging.Mark(account)}.Encode("User.media")
	got := w.do(localgraph.DemoToken, `query ($c: String!) { user(id: "`+account+`") { media(last: 5, before: $c) { nodes { graphId } pageInfo { hasPreviousPage startCursor } } } }`,
		map[string]any{"c": before})
	media := at(got.Data, "user", "media")
	if nodes := list(media, "nodes"); len(nodes) != 2 || at(media, "pageInfo", "hasPreviousPage") != true || at(media, "pageInfo", "startCursor") == nil {
		t.Errorf("%v", media)
	}
	if len(got.Errors) != 1 || got.Errors[0].Extensions["code"] != "UPSTREAM_ERROR" {
		t.Errorf("%+v", got.Errors)
	}
}

func TestWalk_goesOnFromWhereAPageFailed(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, nil)
	for _, c := range connections(t, rest{t, w.graph, localgraph.DemoToken})[:2] {
		w.graph.Faults().Add(localgraph.Fault{
			Kind: localgraph.OtherError, Field: ".after",
			Body: `{"error":{"message":"(#2642) Invalid cursors values","type":"OAuthException","code":2642}}`,
		})
		first := w.do(localgraph.DemoToken, fmt.Sprintf(`{ %s(id: %q) { %s(first: 120) { edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
			c.parent, c.id, c.edge), nil)
		w.graph.Faults().Clear()
		s := w.slice(at(first.Data, c.parent, c.edge))
		if len(first.Errors) != 1 || len(s.ids) == 0 || !s.next || s.end == nil {
			t.Fatalf("%s: %+v, %+v", c.name, s, first.Errors)
		}
		if ids, _ := c.forward(w, 100, s.end.(string)); !slices.Equal(append(s.ids, ids...), c.ids) {
			t.Errorf("%s: %d items and %d more, want %d", c.name, len(s.ids), len(ids), len(c.ids))
		}
	}
}

func TestWalk_backSaysWhereTheWayOnIsMissing(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{
		Kind: localgraph.OtherError, Status: http.StatusOK, Path: "/" + account,
		Body: `{"id":"` + account + `","media":{"data":[{"id":"8"},{"id":"9"}],"paging":{"cursors":{"after":"C"},"previous":"https://x/?x=B"}}}`,
	}})
	before := paging.Cursor{Back: "C", ID: "10", Parent: paging.Mark(account)}.Encode("User.media")
	got := w.do(localgraph.DemoToken, `query ($c: String!) { user(id: "`+account+`") { media(last: 5, before: $c) { nodes { graphId } pageInfo { hasPreviousPage } } } }`,
		map[string]any{"c": before})
	media := at(got.Data, "user", "media")
	if nodes := list(media, "nodes"); len(nodes) != 2 || at(media, "pageInfo", "hasPreviousPage") != true {
		t.Errorf("%v", media)
	}
	if len(got.Errors) != 1 || got.Errors[0].Extensions["code"] != "UPSTREAM_ERROR" {
		t.Errorf("%+v", got.Errors)
	}
}

// Where an edge can be read from its start only, a page that fails on the way leaves
// what is on the cursor's own page, if that can be had: nothing else is right before it.
func TestWalk_backFromTheStartKeepsWhatIsRightBeforeTheCursor(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, nil)
	c := connections(t, rest{t, w.graph, localgraph.DemoToken})[1]
	_, cursors := c.forward(w, 100, "")
	from := len(cursors) - 1
	w.drain()
	for _, times := range []int{1, 0} {
		w.graph.Faults().Add(localgraph.Fault{
			Kind: localgraph.OtherError, Field: ".after", Times: times,
			Body: `{"error":{"message":"(#2642) Invalid cursors values","type":"OAuthException","code":2642}}`,
		})
		got := w.do(localgraph.DemoToken, fmt.Sprintf(`{ %s(id: %q) { %s(last: 60, before: %q) { edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
			c.parent, c.id, c.edge, cursors[from]), nil)
		w.graph.Faults().Clear()
		found := at(got.Data, c.parent, c.edge)
		if len(got.Errors) != 1 || found == nil {
			t.Fatalf("%v, %+v", got.Data, got.Errors)
		}
		s := w.slice(found)
		if own := from % 50; times == 1 && !slices.Equal(s.ids, c.ids[from-own:from]) || times == 0 && len(s.ids) > 0 || !s.prev || !s.next {
			t.Errorf("the page that fails %d times (0: always) leaves %+v", times, s)
		}
		if calls := w.drain(); len(calls) > 5 {
			t.Errorf("%d calls: %s", len(calls), calls)
		}
	}
}
