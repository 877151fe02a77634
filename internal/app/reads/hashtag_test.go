package reads_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// ranked returns the media on an edge of a hashtag, as the local graph gives them
// in one walk.
func ranked(t *testing.T, direct apptest.REST, edge string) (hashtag string, media []string) {
	t.Helper()
	_, found := direct.Try("ig_hashtag_search", map[string][]string{"user_id": {apptest.Business}, "q": {"dinodata"}})
	hashtag = apptest.At(found, "data", 0, "id").(string)
	for after := ""; ; {
		_, page := direct.Try(hashtag+"/"+edge, map[string][]string{"user_id": {apptest.Business}, "limit": {"50"}, "after": {after}})
		for _, item := range apptest.List(page, "data") {
			media = append(media, apptest.At(item, "id").(string))
		}
		if apptest.At(page, "paging", "next") == nil {
			return hashtag, media
		}
		after = apptest.At(page, "paging", "cursors", "after").(string)
	}
}

// hashtagEdges are asked by the names that the Graph API and GraphQL have for them.
var hashtagEdges = map[string]string{"recent_media": "recentMedia", "top_media": "topMedia"}

// hashtagPage asks for a page of a hashtag's edge.
func hashtagPage(w *apptest.World, edge, args string) apptest.Page {
	w.T.Helper()
	operation := fmt.Sprintf(`{ hashtag(name: "dinodata") { %s(%s) {
		edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`, edge, args)
	return apptest.ReadPage(w, apptest.At(w.Ask(apptest.FacebookToken, operation, nil), "hashtag", edge))
}

func TestHashtag_pagesMeetEachMediaOnce(t *testing.T) {
	t.Parallel()
	for edge, field := range hashtagEdges {
		_, all := ranked(t, apptest.NewREST(t, apptest.Demo(), apptest.FacebookToken), edge)
		for _, size := range []int{7, 25, 60, 100} {
			t.Run(fmt.Sprintf("%s by %d", field, size), func(t *testing.T) {
				t.Parallel()
				w := apptest.Start(t)
				var ids []string
				for args := fmt.Sprintf("first: %d", size); ; {
					s := hashtagPage(w, field, args)
					ids = append(ids, s.IDs...)
					if !s.Next || len(ids) > 2*len(all) {
						break
					}
					args = fmt.Sprintf("first: %d, after: %q", size, s.End)
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
	_, all := ranked(t, apptest.NewREST(t, apptest.Demo(), apptest.FacebookToken), "top_media")
	w := apptest.Start(t)
	s := hashtagPage(w, "topMedia", "first: 1000")
	if !slices.Equal(s.IDs, all) || s.Next {
		t.Fatalf("%d media, want %d", len(s.IDs), len(all))
	}
	for i := 0; i < len(all); i += 9 {
		if on := hashtagPage(w, "topMedia", fmt.Sprintf("first: 5, after: %q", s.Cursors[i])); !slices.Equal(on.IDs, all[i+1:min(i+6, len(all))]) {
			t.Errorf("after edge %d: %v, want %v", i, on.IDs, all[i+1:min(i+6, len(all))])
		}
		if back := hashtagPage(w, "topMedia", fmt.Sprintf("last: 5, before: %q", s.Cursors[i])); !slices.Equal(back.IDs, all[max(0, i-5):i]) {
			t.Errorf("before edge %d: %v, want %v", i, back.IDs, all[max(0, i-5):i])
		}
	}
}

func TestHashtag_twoFieldsThatShareAPageLoseNothing(t *testing.T) {
	t.Parallel()
	_, all := ranked(t, apptest.NewREST(t, apptest.Demo(), apptest.FacebookToken), "top_media")
	w := apptest.Start(t)
	data := w.Ask(apptest.FacebookToken, `{ hashtag(name: "dinodata") {
		a: topMedia(first: 60) { nodes { graphId } } b: topMedia(first: 110) { nodes { graphId } } } }`, nil)
	for name, want := range map[string][]string{"a": all[:60], "b": all[:110]} {
		var ids []string
		for _, node := range apptest.List(data, "hashtag", name, "nodes") {
			ids = append(ids, apptest.At(node, "graphId").(string))
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%s: %d media, want %d, or others", name, len(ids), len(want))
		}
	}
}

func TestHashtag_endsHonestlyWhereAllPagesAreEmpty(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.EmptyPage, Edge: "top_media"}})
	a := w.Do(apptest.FacebookToken, `{ hashtag(name: "dinodata") { topMedia(first: 10) {
		edges { cursor node { graphId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`, nil)
	if s := apptest.ReadPage(w, apptest.At(a.Data, "hashtag", "topMedia")); len(s.IDs) != 0 || !s.Next || s.End == nil {
		t.Errorf("%+v, want more, and a cursor that leads there", s)
	}
	if len(a.Errors) != 1 || a.Code() != "UPSTREAM_ERROR" || fmt.Sprint(a.Errors[0].Path) != "[hashtag topMedia]" {
		t.Errorf("%+v, want one at the list", a.Errors)
	}
}

// A new token costs one call more, once: to find out who acts.
func TestHashtag_costsASearchAndItsMedia(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	w.Ask(apptest.FacebookToken, `{ hashtag(name: "dinodata") { id } }`, nil)
	w.Drain()
	id := apptest.First(w.Ask(apptest.FacebookToken, `{ hashtag(name: "dinodata") { id name topMedia(first: 25) { nodes { caption likeCount } } } }`, nil), "id")
	if calls := w.Drain(); len(calls) != 2 || !strings.HasPrefix(calls[0], "GET /v25.0/1784") || !strings.HasPrefix(calls[1], "GET /v25.0/ig_hashtag_search?") {
		t.Errorf("by its name: %s", strings.Join(calls, "\n"))
	}
	data := w.Ask(apptest.FacebookToken, `query ($id: ID!) { node(id: $id) { ... on Hashtag { name topMedia(first: 25) { nodes { caption likeCount } } } } }`, map[string]any{"id": id})
	if calls := w.Drain(); len(calls) != 1 || len(apptest.List(data, "node", "topMedia", "nodes")) != 25 {
		t.Errorf("by its id: %s: %v", strings.Join(calls, "\n"), data)
	}
}

// A list whose items all lack the same fields says so once for each field.
func TestHashtag_saysOnceWhatAllItsMediaLack(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	body := w.Post(apptest.FacebookToken, `{ hashtag(name: "dinodata") { topMedia(first: 50) { nodes {
		id caption username shortcode thumbnailUrl isCommentEnabled altText owner { username } comments { nodes { text } } } } } }`, nil)
	var a apptest.Answer
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatal(err)
	}
	media := len(apptest.List(a.Data, "hashtag", "topMedia", "nodes"))
	if len(a.Errors) != 7 || len(body) > 30_000 {
		t.Errorf("%d errors in %d bytes", len(a.Errors), len(body))
	}
	for _, e := range a.Errors {
		where := fmt.Sprintf("hashtag.topMedia.nodes.0-%d.%s", media-1, e.Path[len(e.Path)-1])
		if told := apptest.At(e.Extensions, "repeated", "at", 0); told != where || apptest.At(e.Extensions, "repeated", "count") != float64(media) {
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
		w := apptest.StartFaulty(t, localgraph.Options{}, nil, func(s *config.Settings) { s.Lookups = lookups })
		var want []any
		for _, name := range []string{"dinodata", "ferns", "amber"} {
			found := w.Ask(apptest.FacebookToken, `{ hashtag(name: "`+name+`") { id name topMedia(first: 3) { nodes { id caption } } recentMedia(first: 2) { nodes { id } } } }`, nil)
			want = append(want, found["hashtag"])
		}
		w.Drain()
		data := w.Ask(apptest.FacebookToken, `{ me { recentlySearchedHashtags { nodes { id name topMedia(first: 3) { nodes { id caption } } recentMedia(first: 2) { nodes { id } } } } } }`, nil)
		if made := w.Drain(); len(made) != calls {
			t.Errorf("%s: %d calls, want %d: %s", lookups, len(made), calls, strings.Join(made, "\n"))
		}
		got := apptest.List(data, "me", "recentlySearchedHashtags", "nodes")
		for _, hashtag := range want {
			if !slices.ContainsFunc(got, func(h any) bool { return reflect.DeepEqual(h, hashtag) }) {
				t.Errorf("%s: %v is not among %v", lookups, hashtag, got)
			}
		}
	}
}
