package apptest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
)

// Connection is one edge of one node of the demo world.
type Connection struct {
	Name, Parent, ID, Edge string
	IDs                    []string // of all its nodes, as the local graph has them
}

// Connections returns edges of each kind that have many items.
func Connections(t *testing.T, direct REST) []Connection {
	t.Helper()
	feed := direct.All(Account, "media", "id,comments_count,media_type")
	var talked, album map[string]any
	for _, media := range feed {
		if talked == nil || number(media["comments_count"]) > number(talked["comments_count"]) {
			talked = media
		}
		if media["media_type"] == "CAROUSEL_ALBUM" && len(direct.All(media["id"].(string), "children", "id")) > 5 {
			album = media
		}
	}
	var thread map[string]any
	for _, media := range feed[:20] {
		for _, comment := range direct.All(media["id"].(string), "comments", "id,replies.limit(50){id}") {
			if thread == nil || len(List(comment, "replies", "data")) > len(List(thread, "replies", "data")) {
				thread = comment
			}
		}
	}
	found := []Connection{
		{Name: "media of an account", Parent: "user", ID: Account, Edge: "media"},
		{Name: "comments on a media", Parent: "media", ID: talked["id"].(string), Edge: "comments"},
		{Name: "replies to a comment", Parent: "comment", ID: thread["id"].(string), Edge: "replies"},
		{Name: "children of an album", Parent: "media", ID: album["id"].(string), Edge: "children"},
	}
	for i, c := range found {
		for _, node := range direct.All(c.ID, c.Edge, "id") {
			found[i].IDs = append(found[i].IDs, node["id"].(string))
		}
	}
	return found
}

// Page is a page of a connection: the Graph API ids of its nodes, and its cursors.
type Page struct {
	IDs, Cursors []string
	Next, Prev   bool // whether there is a page after it, and before it
	Start, End   any  // the first and last cursor; nil where there is none
}

// Page asks for a page by GraphQL.
func (c Connection) Page(w *World, args string) Page {
	w.T.Helper()
	operation := fmt.Sprintf(`{ %s(id: %q) { %s%s { edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
		c.Parent, c.ID, c.Edge, args)
	return ReadPage(w, At(w.Ask(localgraph.DemoToken, operation, nil), c.Parent, c.Edge))
}

// ReadPage reads a page of a connection, and holds its ends to its cursors.
func ReadPage(w *World, found any) Page {
	w.T.Helper()
	info := At(found, "pageInfo")
	s := Page{Start: At(info, "startCursor"), End: At(info, "endCursor")}
	s.Next, _ = At(info, "hasNextPage").(bool)
	s.Prev, _ = At(info, "hasPreviousPage").(bool)
	for _, edge := range List(found, "edges") {
		s.IDs = append(s.IDs, At(edge, "node", "graphId").(string))
		s.Cursors = append(s.Cursors, At(edge, "cursor").(string))
	}
	if n := len(s.Cursors); n > 0 && (s.Start != s.Cursors[0] || s.End != s.Cursors[n-1]) {
		w.T.Errorf("the page begins with %v and ends with %v, though its cursors are %v", s.Start, s.End, s.Cursors)
	}
	return s
}

// Forward walks from the start, or from behind a cursor, to the end.
func (c Connection) Forward(w *World, size int, after string) (ids, cursors []string) {
	w.T.Helper()
	for begun := after != ""; ; begun = true {
		args := fmt.Sprintf("(first: %d)", size)
		if begun {
			args = fmt.Sprintf("(first: %d, after: %q)", size, after)
		}
		s := c.Page(w, args)
		ids, cursors = append(ids, s.IDs...), append(cursors, s.Cursors...)
		if s.Prev != begun {
			w.T.Errorf("%s: hasPreviousPage is %v", args, s.Prev)
		}
		if !s.Next {
			return ids, cursors
		}
		if len(s.IDs) > size || s.End == nil || len(ids) > 2*len(c.IDs) {
			w.T.Fatalf("%s: %d items, going on from %v", args, len(s.IDs), s.End)
		}
		after = s.End.(string)
	}
}

// Backward walks from before a cursor to the start.
func (c Connection) Backward(w *World, size int, before string) []string {
	w.T.Helper()
	var ids []string
	for {
		args := fmt.Sprintf("(last: %d, before: %q)", size, before)
		s := c.Page(w, args)
		ids = append(slices.Clone(s.IDs), ids...)
		if !s.Next {
			w.T.Errorf("%s: there is no next page, though the cursor's item follows", args)
		}
		if !s.Prev {
			return ids
		}
		if len(s.IDs) == 0 || len(s.IDs) > size || len(ids) > 2*len(c.IDs) {
			w.T.Fatalf("%s: %d items", args, len(s.IDs))
		}
		before = s.Start.(string)
	}
}
