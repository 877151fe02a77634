package app_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
)

// ranked returns the media on an edge of a hashtag, as the local graph gives them
// in one walk.
func ranked(t *testing.T, direct rest, edge string) (hashtag string, media []string) {
	t.Helper()
	_, found := direct.try("ig_hashtag_search", map[string][]string{"user_id": {business}, "q": {"dinodata"}})
	hashtag = at(found, "data", 0, "id").(string)
	for after := ""; ; {
		_, page := direct.try(hashtag+"/"+edge, map[string][]string{"user_id": {business}, "limit": {"50"}, "after": {after}})
		for _, item := range list(page, "data") {
			media = append(media, at(item, "id").(string))
		}
		if at(page, "paging", "next") == nil {
			return hashtag, media
		}
		after = at(page, "paging", "cursors", "after").(string)
	}
}

// hashtagEdges are asked by the names that the Graph API and GraphQL have for them.
var hashtagEdges = map[string]string{"recent_media": "recentMedia", "top_media": "topMedia"}

// hashtagPage asks for a page of a hashtag's edge.
func (w *world) hashtagPage(edge, args string) slice {
	w.t.Helper()
	operation := fmt.Sprintf(`{ hashtag(name: "dinodata") { %s(%s) {
		edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`, edge, args)
	return w.slice(at(w.ask(facebookToken, operation, nil), "hashtag", edge))
}

func TestHashtag_pagesMeetEachMediaOnce(t *testing.T) {
	t.Parallel()
	for edge, field := range hashtagEdges {
		_, all := ranked(t, rest{t, demo, facebookToken}, edge)
		for _, size := range []int{7, 25, 60, 100} {
			t.Run(fmt.Sprintf("%s by %d", field, size), func(t *testing.T) {
				t.Parallel()
				w := start(t)
				var ids []string
				for args := fmt.Sprintf("first: %d", size); ; {
					s := w.hashtagPage(field, args)
					ids = append(ids, s.ids...)
					if !s.next || len(ids) > 2*len(all) {
						break
					}
					args = fmt.Sprintf("first: %d, after: %q", size, s.end)
				}
				if !slices.Equal(ids, all) {
					t.Errorf("%d media, want %d", len(ids), len(all))
				}
			})
		}
	}
}

func TestHashtag_goesOnFromAnyEdgeBothWays(t *testing.T) {
	t.Parallel()
	_, all := ranked(t, rest{t, demo, facebookToken}, "top_media")
	w := start(t)
	s := w.hashtagPage("topMedia", "first: 1000")
	if !slices.Equal(s.ids, all) || s.next {
		t.Fatalf("%d media, want %d", len(s.ids), len(all))
	}
	for i := 0; i < len(all); i += 9 {
		if on := w.hashtagPage("topMedia", fmt.Sprintf("first: 5, after: %q", s.cursors[i])); !slices.Equal(on.ids, all[i+1:min(i+6, len(all))]) {
			t.Errorf("after edge %d: %v, want %v", i, on.ids, all[i+1:min(i+6, len(all))])
		}
		if back := w.hashtagPage("topMedia", fmt.Sprintf("last: 5, before: %q", s.cursors[i])); !slices.Equal(back.ids, all[max(0, i-5):i]) {
			t.Errorf("before edge %d: %v, want %v", i, back.ids, all[max(0, i-5):i])
		}
	}
}

func TestHashtag_twoFieldsThatShareAPageLoseNothing(t *testing.T) {
	t.Parallel()
	_, all := ranked(t, rest{t, demo, facebookToken}, "top_media")
	w := start(t)
	data := w.ask(facebookToken, `{ hashtag(name: "dinodata") {
		a: topMedia(first: 60) { nodes { graphId } } b: topMedia(first: 110) { nodes { graphId } } } }`, nil)
	for name, want := range map[string][]string{"a": all[:60], "b": all[:110]} {
		var ids []string
		for _, node := range list(data, "hashtag", name, "nodes") {
			ids = append(ids, at(node, "graphId").(string))
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%s: %d media, want %d, or others", name, len(ids), len(want))
		}
	}
}

func TestHashtag_endsHonestlyWhereAllPagesAreEmpty(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.EmptyPage, Edge: "top_media"}})
	if s := w.hashtagPage("topMedia", "first: 10"); len(s.ids) != 0 || !s.next || s.end != nil {
		t.Errorf("%+v, want more, and nothing that leads there", s)
	}
}

// A new token costs one call more, once: to find out who acts.
func TestHashtag_costsASearchAndItsMedia(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.ask(facebookToken, `{ hashtag(name: "dinodata") { id } }`, nil)
	w.drain()
	id := first(w.ask(facebookToken, `{ hashtag(name: "dinodata") { id name topMedia(first: 25) { nodes { caption likeCount } } } }`, nil), "id")
	if calls := w.drain(); len(calls) != 2 || !strings.HasPrefix(calls[0], "GET /v25.0/1784") || !strings.HasPrefix(calls[1], "GET /v25.0/ig_hashtag_search?") {
		t.Errorf("by its name: %s", strings.Join(calls, "\n"))
	}
	data := w.ask(facebookToken, `query ($id: ID!) { node(id: $id) { ... on Hashtag { name topMedia(first: 25) { nodes { caption likeCount } } } } }`, map[string]any{"id": id})
	if calls := w.drain(); len(calls) != 1 || len(list(data, "node", "topMedia", "nodes")) != 25 {
		t.Errorf("by its id: %s: %v", strings.Join(calls, "\n"), data)
	}
}

// A list whose items all lack the same fields says so once for each field.
func TestHashtag_saysOnceWhatAllItsMediaLack(t *testing.T) {
	t.Parallel()
	w := start(t)
	body := w.post(facebookToken, `{ hashtag(name: "dinodata") { topMedia(first: 50) { nodes {
		id caption username shortcode thumbnailUrl isCommentEnabled altText owner { username } comments { nodes { text } } } } } }`, nil)
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatal(err)
	}
	media := len(list(a.Data, "hashtag", "topMedia", "nodes"))
	if len(a.Errors) != 7 || len(body) > 30_000 {
		t.Errorf("%d errors in %d bytes", len(a.Errors), len(body))
	}
	for _, e := range a.Errors {
		where := fmt.Sprintf("hashtag.topMedia.nodes.0-%d.%s", media-1, e.Path[len(e.Path)-1])
		if told := at(e.Extensions, "repeated", "at", 0); told != where || at(e.Extensions, "repeated", "count") != float64(media) {
			t.Errorf("%v is told of %v, want of %s", e.Path, told, where)
		}
		if !strings.Contains(e.Message, fmt.Sprintf("(and %d more like it)", media-1)) {
			t.Error(e.Message)
		}
	}
}

// What an account searched for lately is a list of hashtags, whose media are those of
// the hashtags themselves: in one batch, or by a call for each.
func TestHashtag_hasItsMediaInTheListOfThoseSearchedForToo(t *testing.T) {
	t.Parallel()
	for lookups, calls := range map[dialect.LookupMode]int{dialect.Batch: 2, dialect.Single: 4} {
		w := startFaulty(t, localgraph.Options{}, nil, func(s *config.Settings) { s.Lookups = lookups })
		var want []any
		for _, name := range []string{"dinodata", "ferns", "amber"} {
			found := w.ask(facebookToken, `{ hashtag(name: "`+name+`") { id name topMedia(first: 3) { nodes { id caption } } recentMedia(first: 2) { nodes { id } } } }`, nil)
			want = append(want, found["hashtag"])
		}
		w.drain()
		data := w.ask(facebookToken, `{ me { recentlySearchedHashtags { nodes { id name topMedia(first: 3) { nodes { id caption } } recentMedia(first: 2) { nodes { id } } } } } }`, nil)
		if made := w.drain(); len(made) != calls {
			t.Errorf("%s: %d calls, want %d: %s", lookups, len(made), calls, strings.Join(made, "\n"))
		}
		got := list(data, "me", "recentlySearchedHashtags", "nodes")
		for _, hashtag := range want {
			if !slices.ContainsFunc(got, func(h any) bool { return reflect.DeepEqual(h, hashtag) }) {
				t.Errorf("%s: %v is not among %v", lookups, hashtag, got)
			}
		}
	}
}

func TestHashtag_thatIsRefusedLeavesTheOthersOfItsList(t *testing.T) {
	t.Parallel()
	w := startFaulty(t, localgraph.Options{}, nil)
	var ids []string
	for _, name := range []string{"dinodata", "ferns"} {
		ids = append(ids, at(w.ask(facebookToken, `{ hashtag(name: "`+name+`") { graphId } }`, nil), "hashtag", "graphId").(string))
	}
	w.graph.Faults().Add(localgraph.Fault{
		Kind: localgraph.OtherError, Path: "/" + ids[1], Body: `{"error":{"message":"(#18) Too many hashtags","type":"OAuthException","code":18}}`,
	})
	a := w.do(facebookToken, `{ me { username recentlySearchedHashtags { nodes { graphId topMedia(first: 3) { nodes { id } } } } } }`, nil)
	for _, hashtag := range list(a.Data, "me", "recentlySearchedHashtags", "nodes") {
		if media := list(hashtag, "topMedia", "nodes"); at(hashtag, "graphId") == ids[0] && len(media) != 3 || at(hashtag, "graphId") == ids[1] && len(media) != 0 {
			t.Errorf("%v", hashtag)
		}
	}
	if len(a.Errors) != 1 || a.Errors[0].Path[len(a.Errors[0].Path)-1] != "topMedia" || at(a.Data, "me", "username") != "metricsaurus" {
		t.Errorf("%v, %+v", a.Data, a.Errors)
	}
}
