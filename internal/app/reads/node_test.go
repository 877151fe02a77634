package reads_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/mapping"
)

// TestNode_findsWhateverIsANode takes a node of each type where the demo world
// shows one, and reads it by its id again.
//
// Relay: Global Object Identification Specification.
func TestNode_findsWhateverIsANode(t *testing.T) {
	t.Parallel()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := apptest.Start(t)
	for _, def := range schema.PossibleTypes["Node"] {
		if m.Type(def.Name).ServerOnly {
			continue // the demo world has none: the tests of internal/app and internal/app/writes make some
		}
		place, ok := places[def.Name]
		if !ok {
			t.Errorf("nobody says where a %s stands", def.Name)
			continue
		}
		id := apptest.First(w.Ask(apptest.FacebookToken, fmt.Sprintf(place, "{ id }"), nil), "id")
		if id == "" {
			t.Errorf("there is no %s", def.Name)
			continue
		}
		found := w.Ask(apptest.FacebookToken, "query ($id: ID!) { node(id: $id) { __typename id } }", map[string]any{"id": id})
		if apptest.At(found, "node", "__typename") != def.Name || apptest.At(found, "node", "id") != id {
			t.Errorf("the id of a %s finds %v", def.Name, found)
		}
	}
}

func TestNode_findsTheBusinessOfAnAccount(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	id := apptest.First(w.Ask(apptest.FacebookToken, "{ me { ownerBusiness { id } } }", nil), "id")
	found := w.Ask(apptest.FacebookToken, "query ($id: ID!) { node(id: $id) { ... on Business { name } } }", map[string]any{"id": id})
	if apptest.At(found, "node", "name") != "Metricsaurus Ltd." {
		t.Errorf("%v", found)
	}
	refused := w.Do(localgraph.DemoToken, "query ($id: ID!) { node(id: $id) { id } }", map[string]any{"id": id})
	if len(refused.Errors) != 1 || refused.Errors[0].Extensions["code"] != "UNSUPPORTED" {
		t.Errorf("Instagram Login: %+v", refused)
	}
}

// TestNode_goesOnWhereAListOfAnotherAccountEnded does what Relay's pagination does: it
// asks for page two of a list by the id of the node that has the list.
func TestNode_goesOnWhereAListOfAnotherAccountEnded(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ from, of, list string }{
		"media of a discovered account": {`me { parent: businessDiscovery(username: "CretaceousCoffee") { %s } }`, "User", "media"},
		"media of a hashtag":            {`parent: hashtag(name: "dinodata") { %s }`, "Hashtag", "topMedia"},
		"media that tag the account":    {`parent: me { %s }`, "User", "tags"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := apptest.Start(t)
			list := func(args string) string {
				return "id " + c.list + args + " { pageInfo { hasNextPage endCursor } nodes { id } }"
			}
			both := w.Ask(apptest.FacebookToken, "{ "+fmt.Sprintf(c.from, list("(first: 2)"))+" }", nil)
			one := w.Ask(apptest.FacebookToken, "{ "+fmt.Sprintf(c.from, list("(first: 1)"))+" }", nil)
			if one["me"] != nil {
				one, both = one["me"].(map[string]any), both["me"].(map[string]any)
			}
			w.Drain()
			two := w.Ask(apptest.FacebookToken, "query ($id: ID!, $c: String!) { node(id: $id) { ... on "+c.of+" { "+list("(first: 1, after: $c)")+" } } }",
				map[string]any{"id": apptest.At(one, "parent", "id"), "c": apptest.At(one, "parent", c.list, "pageInfo", "endCursor")})
			if got, want := apptest.At(two, "node", c.list, "nodes", 0, "id"), apptest.At(both, "parent", c.list, "nodes", 1, "id"); got == nil || got != want {
				t.Errorf("page two begins with %v, want %v", got, want)
			}
			if apptest.At(two, "node", "id") != apptest.At(one, "parent", "id") {
				t.Error("the id is another one")
			}
			if calls := w.Drain(); len(calls) > 3 { // the account, and two pages where each has the same cursor
				t.Errorf("%d calls: %v", len(calls), calls)
			}
		})
	}
}

// TestNode_saysWhyItIsNotFoundAgain makes up ids that an answer could hold.
func TestNode_saysWhyItIsNotFoundAgain(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	for reason, id := range map[string]globalid.ID{
		"User.businessDiscovery no longer finds the node with this id": {
			Type: "User", GraphID: "1", Way: globalid.Way{Steps: []globalid.Step{{Name: "business_discovery", Value: "cretaceouscoffee"}}},
		},
		"User.mentionedMedia no longer finds the node with this id": {
			Type: "Media", GraphID: "1", Way: globalid.Way{Type: "User", GraphID: apptest.Business, Steps: []globalid.Step{{Name: "mentioned_media", Value: "1"}}},
		},
		"the node with this id is not, or no longer, among the first 500 of User.tags": {
			Type: "Media", GraphID: "1", Way: globalid.Way{Type: "User", GraphID: apptest.Business, Steps: []globalid.Step{{Name: "tags"}}},
		},
		"the node with this id is not, or no longer, among the first 500 of User.media": {
			Type: "Media", GraphID: "1", Way: globalid.Way{Steps: []globalid.Step{{Name: "business_discovery", Value: "metricsaurus"}, {Name: "media"}}},
		},
		"the Graph API does not show this access token the node through which the one with this id was found": {
			Type: "Media", GraphID: "1", Way: globalid.Way{Type: "User", GraphID: apptest.Jayposiris, Steps: []globalid.Step{{Name: "tags"}}},
		},
	} {
		for _, field := range []string{"node(id: %q)", "media(id: %q)", "user(id: %q)"} {
			if strings.HasPrefix(field, strings.ToLower(id.Type)) || strings.HasPrefix(field, "node") {
				w.Drain()
				a := w.Do(apptest.FacebookToken, fmt.Sprintf("{ found: "+field+" { __typename id } }", id.String()), nil)
				if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" || a.Errors[0].Message != reason ||
					a.Errors[0].Extensions["hint"] == nil || a.Errors[0].Extensions["retryable"] != false {
					t.Errorf("%s: %v, %+v, want %s", field, a.Data, a.Errors, reason)
				}
				if calls := w.Drain(); len(calls) > 6 {
					t.Errorf("%s: %d calls", reason, len(calls))
				}
			}
		}
	}
}

// TestNode_refusesWhatIsNoIDBeforeAnyCall cuts and alters ids of every kind.
func TestNode_refusesWhatIsNoIDBeforeAnyCall(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	id := apptest.First(w.Ask(apptest.FacebookToken, `{ me { businessDiscovery(username: "cretaceouscoffee") { id } } }`, nil), "id")
	w.Drain()
	forged := globalid.ID{Type: "User", GraphID: "1", Way: globalid.Way{Steps: []globalid.Step{
		{Name: "business_discovery", Value: "x){id},accounts{access_token"},
	}}}
	for _, bad := range []string{id[:len(id)-1], id + "A", id[1:], "A" + id[1:], strings.ToUpper(id), forged.String(), strings.Repeat(id, 20)} {
		for _, field := range []string{"node(id: %q)", "user(id: %q)", "nodes(ids: [%q])"} {
			a := w.Do(apptest.FacebookToken, fmt.Sprintf("{ "+field+" { id } }", bad), nil)
			if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" {
				t.Errorf("%s of %q: %+v", field, bad, a)
			}
		}
	}
	if calls := w.Drain(); len(calls) > 0 {
		t.Errorf("%v", calls)
	}
}

// TestNode_isFoundOnALaterPage takes the last node of a long list. Its first pages are
// read anew, each once for all ids of the list.
func TestNode_isFoundOnALaterPage(t *testing.T) {
	t.Parallel()
	for list, place := range map[string]string{
		"topMedia": `{ parent: hashtag(name: "dinodata") { topMedia(first: 180) { nodes { id } } } }`,
		"media":    `{ me { parent: businessDiscovery(username: "metricsaurus") { media(first: 240) { nodes { id } } } } }`,
	} {
		t.Run(list, func(t *testing.T) {
			t.Parallel()
			w := apptest.Start(t)
			data := w.Ask(apptest.FacebookToken, place, nil)
			if me, ok := data["me"].(map[string]any); ok {
				data = me
			}
			var ids []any
			for _, node := range apptest.At(data, "parent", list, "nodes").([]any) {
				ids = append(ids, apptest.At(node, "id"))
			}
			w.Drain()
			ids = []any{ids[len(ids)-1], ids[0], ids[len(ids)/2], ids[len(ids)-2]}
			found := w.Ask(apptest.FacebookToken, "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Media { caption } } }", map[string]any{"ids": ids})
			for i, id := range ids {
				if apptest.At(found, "nodes", i, "id") != id {
					t.Errorf("node %d is %v, want %v", i, apptest.At(found, "nodes", i), id)
				}
			}
			if calls := w.Drain(); len(calls) > 4 {
				t.Errorf("%d calls: %v", len(calls), calls)
			}
		})
	}
}
