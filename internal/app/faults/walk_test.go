package faults_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/paging"
)

func TestWalk_backEndsWhereItLeadsInACircle(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{
		Kind: fault.OtherError, Status: http.StatusOK, Path: "/" + apptest.Account,
		Body: `{"id":"` + apptest.Account + `","media":{"data":[{"id":"8"},{"id":"9"}],"paging":{"cursors":{"before":"B","after":"B"},"previous":"https://x/?before=B"}}}`,
	}})
	before := paging.Cursor{Back: "C", ID: "10", Parent: paging.Mark(apptest.Account)}.Encode("User.media")
	got := w.Do(localgraph.DemoToken, `query ($c: String!) { user(id: "`+apptest.Account+`") { media(last: 5, before: $c) { nodes { graphId } pageInfo { hasPreviousPage } } } }`,
		map[string]any{"c": before})
	media := apptest.At(got.Data, "user", "media")
	if nodes := apptest.List(media, "nodes"); len(nodes) != 2 || apptest.At(nodes, 0, "graphId") != "8" || apptest.At(media, "pageInfo", "hasPreviousPage") != false {
		t.Errorf("%v", media)
	}
	if len(got.Errors) != 1 || got.Errors[0].Extensions["code"] != "UPSTREAM_ERROR" {
		t.Errorf("%+v", got.Errors)
	}
	if calls := w.Drain(); len(calls) != 2 {
		t.Errorf("%d calls: %s", len(calls), calls)
	}
}

func TestWalk_backKeepsWhatItReadWhereAPageFails(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{
		{
			Kind: fault.OtherError, Status: http.StatusOK, Path: "/" + apptest.Account, Times: 1,
			Body: `{"id":"` + apptest.Account + `","media":{"data":[{"id":"8"},{"id":"9"}],"paging":{"cursors":{"before":"B","after":"C"},"previous":"https://x/?before=B"}}}`,
		},
		{
			Kind: fault.OtherError, Path: "/" + apptest.Account,
			Body: `{"error":{"message":"Media not found","type":"OAuthException","code":36110}}`,
		},
	})
	before := paging.Cursor{Back: "C", ID: "10", Parent: paging.Mark(apptest.Account)}.Encode("User.media")
	got := w.Do(localgraph.DemoToken, `query ($c: String!) { user(id: "`+apptest.Account+`") { media(last: 5, before: $c) { nodes { graphId } pageInfo { hasPreviousPage startCursor } } } }`,
		map[string]any{"c": before})
	media := apptest.At(got.Data, "user", "media")
	if nodes := apptest.List(media, "nodes"); len(nodes) != 2 || apptest.At(media, "pageInfo", "hasPreviousPage") != true || apptest.At(media, "pageInfo", "startCursor") == nil {
		t.Errorf("%v", media)
	}
	if len(got.Errors) != 1 || got.Errors[0].Extensions["code"] != "UPSTREAM_ERROR" {
		t.Errorf("%+v", got.Errors)
	}
}

func TestWalk_goesOnFromWhereAPageFailed(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, nil)
	for _, c := range apptest.Connections(t, apptest.NewREST(t, w.Graph, localgraph.DemoToken))[:2] {
		w.Graph.Faults().Add(fault.Fault{
			Kind: fault.OtherError, Field: ".after",
			Body: `{"error":{"message":"(#2642) Invalid cursors values","type":"OAuthException","code":2642}}`,
		})
		first := w.Do(localgraph.DemoToken, fmt.Sprintf(`{ %s(id: %q) { %s(first: 120) { edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
			c.Parent, c.ID, c.Edge), nil)
		w.Graph.Faults().Clear()
		s := apptest.ReadPage(w, apptest.At(first.Data, c.Parent, c.Edge))
		if len(first.Errors) != 1 || len(s.IDs) == 0 || !s.Next || s.End == nil {
			t.Fatalf("%s: %+v, %+v", c.Name, s, first.Errors)
		}
		if ids, _ := c.Forward(w, 100, s.End.(string)); !slices.Equal(append(s.IDs, ids...), c.IDs) {
			t.Errorf("%s: %d items and %d more, want %d", c.Name, len(s.IDs), len(ids), len(c.IDs))
		}
	}
}

func TestWalk_backSaysWhereTheWayOnIsMissing(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{
		Kind: fault.OtherError, Status: http.StatusOK, Path: "/" + apptest.Account,
		Body: `{"id":"` + apptest.Account + `","media":{"data":[{"id":"8"},{"id":"9"}],"paging":{"cursors":{"after":"C"},"previous":"https://x/?x=B"}}}`,
	}})
	before := paging.Cursor{Back: "C", ID: "10", Parent: paging.Mark(apptest.Account)}.Encode("User.media")
	got := w.Do(localgraph.DemoToken, `query ($c: String!) { user(id: "`+apptest.Account+`") { media(last: 5, before: $c) { nodes { graphId } pageInfo { hasPreviousPage } } } }`,
		map[string]any{"c": before})
	media := apptest.At(got.Data, "user", "media")
	if nodes := apptest.List(media, "nodes"); len(nodes) != 2 || apptest.At(media, "pageInfo", "hasPreviousPage") != true {
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
	w := apptest.StartFaulty(t, localgraph.Options{}, nil)
	c := apptest.Connections(t, apptest.NewREST(t, w.Graph, localgraph.DemoToken))[1]
	_, cursors := c.Forward(w, 100, "")
	from := len(cursors) - 1
	w.Drain()
	for _, times := range []int{1, 0} {
		w.Graph.Faults().Add(fault.Fault{
			Kind: fault.OtherError, Field: ".after", Times: times,
			Body: `{"error":{"message":"(#2642) Invalid cursors values","type":"OAuthException","code":2642}}`,
		})
		got := w.Do(localgraph.DemoToken, fmt.Sprintf(`{ %s(id: %q) { %s(last: 60, before: %q) { edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
			c.Parent, c.ID, c.Edge, cursors[from]), nil)
		w.Graph.Faults().Clear()
		found := apptest.At(got.Data, c.Parent, c.Edge)
		if len(got.Errors) != 1 || found == nil {
			t.Fatalf("%v, %+v", got.Data, got.Errors)
		}
		s := apptest.ReadPage(w, found)
		if own := from % 50; times == 1 && !slices.Equal(s.IDs, c.IDs[from-own:from]) || times == 0 && len(s.IDs) > 0 || !s.Prev || !s.Next {
			t.Errorf("the page that fails %d times (0: always) leaves %+v", times, s)
		}
		if calls := w.Drain(); len(calls) > 5 {
			t.Errorf("%d calls: %s", len(calls), calls)
		}
	}
}

func TestWalk_endsWhereTheItemOfItsCursorComesAgain(t *testing.T) {
	t.Parallel()
	page := func(field, items, next string) fault.Fault {
		return fault.Fault{
			Kind: fault.OtherError, Status: http.StatusOK, Path: "/" + apptest.Account, Field: field,
			Body: `{"id":"` + apptest.Account + `","media":{"data":[` + items + `],"paging":{"next":"https://x/?` + next + `"}}}`,
		}
	}
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{
		page(".after", `{"id":"7"}`, "offset=1"), page(".offset", `{"id":"5"},{"id":"6"}`, "offset=3"),
	})
	after := paging.Cursor{Start: "B", ID: "6", Parent: paging.Mark(apptest.Account)}.Encode("User.media")
	got := w.Do(localgraph.DemoToken, `query ($c: String!) { user(id: "`+apptest.Account+`") { media(first: 5, after: $c) { nodes { graphId } } } }`,
		map[string]any{"c": after})
	if nodes := apptest.List(got.Data, "user", "media", "nodes"); len(nodes) != 1 || apptest.At(nodes, 0, "graphId") != "7" {
		t.Errorf("%v", nodes)
	}
	if len(got.Errors) != 1 || got.Errors[0].Extensions["code"] != "UPSTREAM_ERROR" {
		t.Errorf("%+v", got.Errors)
	}
	// One call behind the page that ends at the cursor's item: others may have been added in front.
	if calls := w.Drain(); len(calls) != 3 {
		t.Errorf("%d calls: %s", len(calls), calls)
	}
}
