package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

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
	{"media", facebookToken, "parent: me { %s }", "User", "media"},
	{"tags", localgraph.DemoToken, "parent: me { %s }", "User", "tags"},
	{"tags", facebookToken, "parent: me { %s }", "User", "tags"},
	{"comments", localgraph.DemoToken, `parent: media(id: "17927651176397409") { %s }`, "Media", "comments"},
	{"replies", localgraph.DemoToken, `parent: comment(id: "18041950792850914") { %s }`, "Comment", "replies"},
	{"children", localgraph.DemoToken, `parent: media(id: "17964543579443357") { %s }`, "Media", "children"},
	{"children", "IGQVdemojayposiris", `parent: media(id: "17896450804038745") { %s }`, "Media", "children"},
	{"media of a discovered account", facebookToken, `me { parent: businessDiscovery(username: "CretaceousCoffee") { %s } }`, "User", "media"},
	{"many media of a discovered account", facebookToken, `me { parent: businessDiscovery(username: "metricsaurus") { %s } }`, "User", "media"},
	{"top media of a hashtag", facebookToken, `parent: hashtag(name: "dinodata") { %s }`, "Hashtag", "topMedia"},
	{"recent media of a hashtag", facebookToken, `parent: hashtag(name: "dinodata") { %s }`, "Hashtag", "recentMedia"},
	{"comments of a media that mentions the account", facebookToken, `me { mentionedComment(commentId: "17835610128690493") { parent: media { %s } } }`, "Media", "comments"},
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
			w := start(t)
			id, all := l.ask(w, "", "first: 1000")
			if len(all.ids) < 2 || all.next {
				t.Fatalf("%+v", all)
			}
			for _, page := range []string{"first: 7", fmt.Sprintf("first: 7, after: %q", all.cursors[len(all.ids)/2])} {
				_, seven := l.ask(w, "", page)
				for _, cursor := range seven.cursors {
					l.resume(w, id, all, cursor, seven.ids[slices.Index(seven.cursors, cursor)])
				}
			}
		})
	}
}

// resume goes on from the cursor of an item, both ways.
func (l listing) resume(w *world, id string, all slice, cursor, item string) {
	w.t.Helper()
	at := slices.Index(all.ids, item)
	for _, by := range []string{"", id} {
		_, rest := l.ask(w, by, fmt.Sprintf("first: 1000, after: %q", cursor))
		if want := all.ids[at+1:]; !slices.Equal(rest.ids, want) || rest.next || !rest.prev {
			w.t.Errorf("after item %d of %d: %d items, %+v", at, len(all.ids), len(rest.ids), rest)
		}
		_, before := l.ask(w, by, fmt.Sprintf("last: 1000, before: %q", cursor))
		if want := all.ids[:at]; !slices.Equal(before.ids, want) || before.prev || !before.next {
			w.t.Errorf("before item %d of %d: %d items, %+v", at, len(all.ids), len(before.ids), before)
		}
	}
}

// ask asks for a page of the list, where its node was found, or by the node's id. It
// returns that id too.
func (l listing) ask(w *world, id, args string) (string, slice) {
	w.t.Helper()
	selection := fmt.Sprintf("id %s(%s) { totalCount edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }", l.list, args)
	operation := "{ " + fmt.Sprintf(l.place, selection) + " }"
	if id != "" {
		operation = fmt.Sprintf("{ parent: node(id: %q) { ... on %s { %s } } }", id, l.of, selection)
	}
	data := w.ask(l.token, operation, nil)
	var parent any = data
	for at(parent, "parent") == nil {
		for _, inner := range parent.(map[string]any) {
			parent = inner
		}
	}
	parent = at(parent, "parent")
	if total, ok := at(parent, l.list, "totalCount").(float64); ok && id != "" && strings.Contains(args, "after") && int(total) < len(list(parent, l.list, "edges")) {
		w.t.Errorf("the total is %v", total)
	}
	return at(parent, "id").(string), w.slice(at(parent, l.list))
}
