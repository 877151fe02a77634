package reads_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
)

// refused asks with a cursor and holds the answer to one BAD_USER_INPUT at the
// connection.
func refused(t *testing.T, w *apptest.World, operation, cursor string) {
	t.Helper()
	a := w.Do(localgraph.DemoToken, operation, map[string]any{"cursor": cursor})
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" || a.Errors[0].Extensions["hint"] == nil {
		t.Errorf("the cursor %q is not refused: %+v", cursor, a)
	}
}

// cursorOf returns the cursor of the second item of an edge.
func cursorOf(w *apptest.World, parent, id, edge, args string) string {
	w.T.Helper()
	operation := fmt.Sprintf(`{ %s(id: %q) { %s(first: 2%s) { edges { cursor } } } }`, parent, id, edge, args)
	return apptest.At(w.Ask(localgraph.DemoToken, operation, nil), parent, edge, "edges", 1, "cursor").(string)
}

func TestCursor_isRefusedWhenItIsCutOrAltered(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	const operation = `query ($cursor: String!) { me { media(first: 1, after: $cursor) { nodes { id } } } }`
	cursor := cursorOf(w, "user", apptest.Account, "media", "")
	w.Drain()
	for i := range len(cursor) {
		refused(t, w, operation, cursor[:i])
		other := byte('A')
		if cursor[i] == other {
			other = 'B'
		}
		refused(t, w, operation, cursor[:i]+string(other)+cursor[i+1:])
	}
	refused(t, w, operation, cursor+"A")
	refused(t, w, operation, cursor+"=")
	if calls := w.Drain(); len(calls) > 0 {
		t.Errorf("%d calls were made for them, such as %s", len(calls), calls[0])
	}
}

func TestCursor_isRefusedOnAnotherConnection(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	direct := apptest.NewREST(t, apptest.Demo(), localgraph.DemoToken)
	var talked []string
	for _, media := range direct.All(apptest.Account, "media", "id,comments.limit(2){id}")[:60] {
		if len(apptest.List(media, "comments", "data")) > 1 {
			talked = append(talked, media["id"].(string))
		}
	}
	media := cursorOf(w, "user", apptest.Account, "media", "")
	comment := cursorOf(w, "media", talked[0], "comments", "")
	since := cursorOf(w, "user", apptest.Account, "media", `, since: "2024-01-01T00:00:00Z"`)

	ofMedia := `query ($cursor: String!) { user(id: "` + apptest.Account + `") { media(%s) { nodes { id } } } }`
	ofComments := `query ($cursor: String!) { media(id: %q) { comments(%s) { nodes { id } } } }`
	for _, c := range []struct{ name, operation, cursor string }{
		{"another edge", fmt.Sprintf(ofComments, talked[0], "after: $cursor"), media},
		{"another edge, backward", fmt.Sprintf(ofMedia, "last: 1, before: $cursor"), comment},
		{"another parent", fmt.Sprintf(ofComments, talked[1], "after: $cursor"), comment},
		{"another parent, backward", fmt.Sprintf(ofComments, talked[1], "last: 1, before: $cursor"), comment},
		{"no since", fmt.Sprintf(ofMedia, "after: $cursor"), since},
		{"another since", fmt.Sprintf(ofMedia, `after: $cursor, since: "2024-01-02T00:00:00Z"`), since},
		{"a since that it was not made with", fmt.Sprintf(ofMedia, `after: $cursor, since: "2024-01-01T00:00:00Z"`), media},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, w, c.operation, c.cursor) })
	}
}

func TestCursor_isTakenByEveryLoginType(t *testing.T) {
	t.Parallel()
	for _, token := range []string{localgraph.DemoToken, apptest.FacebookToken, "IGQVdemojayposiris"} {
		w := apptest.Start(t)
		first := w.Ask(token, `{ me { media(first: 2) { edges { cursor node { graphId } } } } }`, nil)
		after := w.Ask(token, `query ($c: String!) { me { media(first: 1, after: $c) { nodes { graphId } } } }`,
			map[string]any{"c": apptest.At(first, "me", "media", "edges", 0, "cursor")})
		want := apptest.At(first, "me", "media", "edges", 1, "node", "graphId")
		if got := apptest.At(after, "me", "media", "nodes", 0, "graphId"); got == nil || got != want {
			t.Errorf("%.4s: %v follows the first item, want %v", token, got, want)
		}
	}
}

// TestPage_ofNoItemsSaysWhatIsOnEitherSide goes by cursors at the ends and in the
// middle of edges that page in different ways.
func TestPage_ofNoItemsSaysWhatIsOnEitherSide(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	for name, edge := range map[string]string{
		"media": "parent: me { page: media", "tags": "parent: me { page: tags",
		"comments": `parent: media(id: "17927651176397409") { page: comments`, "children": `parent: media(id: "17964543579443357") { page: children`,
	} {
		t.Run(name, func(t *testing.T) {
			ask := func(arguments, selection string) any {
				return apptest.At(w.Ask(localgraph.DemoToken, "{ "+edge+arguments+" { "+selection+" } } }", nil), "parent", "page")
			}
			edges := apptest.List(ask("(first: 1000)", "edges { cursor }"), "edges")
			if len(edges) < 2 {
				t.Fatalf("%d items", len(edges))
			}
			for i, e := range edges {
				if i > 1 && i < len(edges)-1 {
					continue
				}
				for _, c := range []struct {
					arguments  string
					last, next bool
				}{
					{"(first: 0, after: %q)", true, i < len(edges)-1},
					{"(last: 0, before: %q)", i > 0, true},
				} {
					arguments := fmt.Sprintf(c.arguments, apptest.At(e, "cursor"))
					for selection, want := range map[string]any{"hasPreviousPage": c.last, "hasNextPage": c.next} {
						if got := apptest.At(ask(arguments, "nodes { id } pageInfo { "+selection+" }"), "pageInfo", selection); got != want {
							t.Errorf("%s, item %d of %d: %s is %v", arguments, i, len(edges), selection, got)
						}
					}
				}
			}
		})
	}
}

// A cursor of one media's comments is of use to that media, wherever on its page it
// is, and to no other that is asked with it.
func TestCursor_isRefusedOnTheOtherNodesOnly(t *testing.T) {
	t.Parallel()
	const mine, other, comments = "17927651176397409", "17964543579443357", " graphId comments(first: 1, after: $cursor) { nodes { graphId } }"
	w := apptest.Start(t)
	edges := apptest.List(w.Ask(localgraph.DemoToken, `{ media(id: "`+mine+`") { comments(first: 2) { edges { cursor } } } }`, nil), "media", "comments", "edges")
	all := apptest.List(w.Ask(localgraph.DemoToken, `{ media(id: "`+mine+`") { comments(first: 3) { nodes { graphId } } } }`, nil), "media", "comments", "nodes")
	both := fmt.Sprintf("[%q, %q]", globalid.New("Media", mine), globalid.New("Media", other))
	for i, edge := range edges {
		for operation, path := range map[string][]any{
			"{ me { media(first: 2) { nodes {" + comments + " } } } }":                                         {"me", "media", "nodes"},
			"{ nodes(ids: " + both + ") { ... on Media {" + comments + " } } }":                                {"nodes"},
			`{ x0: media(id: "` + mine + `") {` + comments + ` } x1: media(id: "` + other + `") { caption } }`: {"x0"},
			`{ x0: media(id: "` + other + `") {` + comments + ` } }`:                                           {"x0"},
		} {
			w.Drain()
			a := w.Do(localgraph.DemoToken, "query ($cursor: String!) "+operation, map[string]any{"cursor": apptest.At(edge, "cursor")})
			if calls := w.Drain(); len(calls) > 3 { // each media, and the page behind the cursor
				t.Errorf("%d calls for %s: %v", len(calls), operation, calls)
			}
			found, isList := apptest.At(a.Data, path...).([]any)
			if !isList {
				found = []any{apptest.At(a.Data, path...)}
			}
			refused := 0
			for _, media := range found {
				if apptest.At(media, "graphId") == other {
					refused++
				} else if got := apptest.At(media, "comments", "nodes", 0); !reflect.DeepEqual(got, all[i+1]) {
					t.Errorf("%s: the next comment is %v, want %v", operation, got, all[i+1])
				}
			}
			if len(a.Errors) != refused {
				t.Errorf("%s: errors %+v, want %d", operation, a.Errors, refused)
			}
			for _, e := range a.Errors {
				if e.Path[len(e.Path)-1] != "comments" || e.Extensions["code"] != "BAD_USER_INPUT" {
					t.Errorf("%s: %+v", operation, e)
				}
			}
		}
	}
}

// Once a token's account is known, a cursor of another account is refused before any
// call; before that, with the answer that says which account it is.
func TestCursor_ofAnotherAccountIsRefused(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	const media = `query ($cursor: String) { me { media(first: 2, after: $cursor) { edges { cursor } } } }`
	foreign := apptest.At(w.Ask("IGAAdemocretaceous", media, nil), "me", "media", "edges", 1, "cursor").(string)
	refused(t, w, media, foreign)
	w.Drain()
	refused(t, w, media, foreign)
	refused(t, w, `query ($cursor: String) { me { media(first: 0, after: $cursor) { totalCount } } }`, foreign)
	if calls := w.Drain(); len(calls) > 0 {
		t.Errorf("%v", calls)
	}
}
