package reads_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
)

// listing is a list of the demo world: where its node is found, of which type that is,
// and the list's name.
type listing struct {
	name, token string
	// place has %s where the list of the node is selected, which is called parent.
	place    string
	of, list string
}

var listings = []listing{
	{"media", "IGQVdemojayposiris", "parent: me { %s }", "User", "media"},
	{"media", localgraph.DemoToken, "parent: me { %s }", "User", "media"},
	{"media", apptest.FacebookToken, "parent: me { %s }", "User", "media"},
	{"tags", localgraph.DemoToken, "parent: me { %s }", "User", "tags"},
	{"tags", apptest.FacebookToken, "parent: me { %s }", "User", "tags"},
	{"comments", localgraph.DemoToken, `parent: media(id: "17927651176397409") { %s }`, "Media", "comments"},
	{"replies", localgraph.DemoToken, `parent: comment(id: "18041950792850914") { %s }`, "Comment", "replies"},
	{"children", localgraph.DemoToken, `parent: media(id: "17964543579443357") { %s }`, "Media", "children"},
	{"children", "IGQVdemojayposiris", `parent: media(id: "17896450804038745") { %s }`, "Media", "children"},
	{"media of a discovered account", apptest.FacebookToken, `me { parent: businessDiscovery(username: "CretaceousCoffee") { %s } }`, "User", "media"},
	{"many media of a discovered account", apptest.FacebookToken, `me { parent: businessDiscovery(username: "metricsaurus") { %s } }`, "User", "media"},
	{"top media of a hashtag", apptest.FacebookToken, `parent: hashtag(name: "dinodata") { %s }`, "Hashtag", "topMedia"},
	{"recent media of a hashtag", apptest.FacebookToken, `parent: hashtag(name: "dinodata") { %s }`, "Hashtag", "recentMedia"},
	{"comments of a media that mentions the account", apptest.FacebookToken, `me { mentionedComment(commentId: "17835610128690493") { parent: media { %s } } }`, "Media", "comments"},
}

// TestList_goesOnFromEachCursorOfAPage takes pages of seven: behind each cursor is
// exactly the rest, and before it exactly what came before, where the node was found and
// by its id alike.
//
// Relay: Cursor Connections Specification, "Pagination algorithm".
func TestList_goesOnFromEachCursorOfAPage(t *testing.T) {
	t.Parallel()
	for _, l := range listings {
		t.Run(fmt.Sprintf("%.2s, %s", l.token, l.name), func(t *testing.T) {
			t.Parallel()
			w := apptest.Start(t)
			id, all := l.ask(w, "", "first: 1000")
			if len(all.IDs) < 2 || all.Next {
				t.Fatalf("%+v", all)
			}
			for _, page := range []string{"first: 7", fmt.Sprintf("first: 7, after: %q", all.Cursors[len(all.IDs)/2])} {
				_, seven := l.ask(w, "", page)
				for _, cursor := range seven.Cursors {
					l.resume(w, id, all, cursor, seven.IDs[slices.Index(seven.Cursors, cursor)])
				}
			}
		})
	}
}

// resume goes on from the cursor of an item, both ways.
func (l listing) resume(w *apptest.World, id string, all apptest.Page, cursor, item string) {
	w.T.Helper()
	at := slices.Index(all.IDs, item)
	for _, by := range []string{"", id} {
		_, rest := l.ask(w, by, fmt.Sprintf("first: 1000, after: %q", cursor))
		if want := all.IDs[at+1:]; !slices.Equal(rest.IDs, want) || rest.Next || !rest.Prev {
			w.T.Errorf("after item %d of %d: %d items, %+v", at, len(all.IDs), len(rest.IDs), rest)
		}
		_, before := l.ask(w, by, fmt.Sprintf("last: 1000, before: %q", cursor))
		if want := all.IDs[:at]; !slices.Equal(before.IDs, want) || before.Prev || !before.Next {
			w.T.Errorf("before item %d of %d: %d items, %+v", at, len(all.IDs), len(before.IDs), before)
		}
	}
}

// ask asks for a page of the list, where its node was found, or by the node's id. It
// returns that id too.
func (l listing) ask(w *apptest.World, id, args string) (string, apptest.Page) {
	w.T.Helper()
	selection := fmt.Sprintf("id %s(%s) { totalCount edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }", l.list, args)
	operation := "{ " + fmt.Sprintf(l.place, selection) + " }"
	if id != "" {
		operation = fmt.Sprintf("{ parent: node(id: %q) { ... on %s { %s } } }", id, l.of, selection)
	}
	data := w.Ask(l.token, operation, nil)
	var parent any = data
	for apptest.At(parent, "parent") == nil {
		for _, inner := range parent.(map[string]any) {
			parent = inner
		}
	}
	parent = apptest.At(parent, "parent")
	if total, ok := apptest.At(parent, l.list, "totalCount").(float64); ok && id != "" && strings.Contains(args, "after") && int(total) < len(apptest.List(parent, l.list, "edges")) {
		w.T.Errorf("the total is %v", total)
	}
	return apptest.At(parent, "id").(string), apptest.ReadPage(w, apptest.At(parent, l.list))
}
