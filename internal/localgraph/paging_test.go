package localgraph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// follow walks an edge along next or previous, and returns the ids of each page
// and the address of the last.
func follow(t *testing.T, s *localgraph.Server, path, link string) (pages [][]string, last string) {
	t.Helper()
	for path != "" {
		status, body := get(t, s, path)
		if status != 200 {
			t.Fatalf("%s: status %d: %v", path, status, body)
		}
		pages, last = append(pages, ids(body)), path
		path, _ = at(body, "paging."+link).(string)
		path = strings.TrimPrefix(path, base)
	}
	return pages, last
}

func ids(page any) []string {
	list := []string{}
	rows, _ := at(page, "data").([]any)
	for _, row := range rows {
		list = append(list, at(row, "id").(string))
	}
	return list
}

func TestPaging_meetsEachMediaOnceForwardsAndBackwards(t *testing.T) {
	t.Parallel()
	s := demo
	for _, limit := range []int{1, 7, 100} {
		start := fmt.Sprintf("/v27.0/me/media?fields=id,timestamp&limit=%d&access_token=%s", limit, localgraph.DemoToken)
		forwards, last := follow(t, s, start, "next")
		all := slices.Concat(forwards...)
		if len(all) != 248 || len(slices.Compact(slices.Sorted(slices.Values(all)))) != 248 {
			t.Errorf("limit %d: forwards, %d media", limit, len(all))
		}
		backwards, _ := follow(t, s, last, "previous")
		slices.Reverse(backwards)
		if back := slices.Concat(backwards...); !slices.Equal(back, all) {
			t.Errorf("limit %d: backwards, %d media, or in another order", limit, len(back))
		}
	}
}

func TestPaging_linksOfANestedEdgeLeadOnAtItsOwnPath(t *testing.T) {
	t.Parallel()
	s := legacy
	_, body := get(t, s, "/me?fields=media.limit(10).since(2024-01-01).as(posts){id,media_type}&access_token="+localgraph.DemoToken)
	next, _ := at(body, "posts.paging.next").(string)
	want := base + "/v27.0/17841405822304914/media?access_token=" + localgraph.DemoToken + "&pretty=0&fields=id%2Cmedia_type&since=2024-01-01&limit=10&after="
	if !strings.HasPrefix(next, want) {
		t.Fatalf("next = %s, want %s…", next, want)
	}
	pages, _ := follow(t, s, strings.TrimPrefix(next, base), "next")
	direct, _ := follow(t, s, "/me/media?since=2024-01-01&limit=100&access_token="+localgraph.DemoToken, "next")
	nested := slices.Concat(ids(at(body, "posts")), slices.Concat(pages...))
	if !slices.Equal(nested, slices.Concat(direct...)) {
		t.Errorf("by links %d media, directly %d", len(nested), len(slices.Concat(direct...)))
	}
}

func TestPaging_commentsHaveAnAfterCursorAndNothingOnTheLastPage(t *testing.T) {
	t.Parallel()
	s := demo
	_, media := get(t, s, "/me/media?fields=comments_count&limit=1&access_token="+localgraph.DemoToken)
	id := ids(media)[0]
	_, first := get(t, s, "/"+id+"/comments?access_token="+localgraph.DemoToken)
	if at(first, "paging.cursors.before") != nil || at(first, "paging.cursors.after") == nil || at(first, "paging.next") == nil {
		t.Errorf("first page: paging = %v", at(first, "paging"))
	}
	if got := at(first, "data.0").(map[string]any); len(got) != 3 || got["text"] == nil || got["timestamp"] == nil {
		t.Errorf("the default fields of a comment are %v", got)
	}
	pages, last := follow(t, s, "/"+id+"/comments?limit=50&access_token="+localgraph.DemoToken, "next")
	if got := len(slices.Concat(pages...)); got != 64 {
		t.Errorf("%d comments, want 64", got)
	}
	if _, page := get(t, s, last); at(page, "paging") != nil {
		t.Errorf("last page: paging = %v", at(page, "paging"))
	}
}

func TestPaging_aPageBehindTheLastRowIsEmpty(t *testing.T) {
	t.Parallel()
	s := demo
	_, body := get(t, s, "/me/media?access_token=IGQVdemojayposiris")
	after := at(body, "paging.cursors.after").(string)
	_, body = get(t, s, "/me/media?after="+after+"&access_token=IGQVdemojayposiris")
	if got := fmt.Sprint(body); got != "map[data:[]]" {
		t.Errorf("answer = %s", got)
	}
}

func TestPaging_discoveredMediaHaveCursorsAndNoLinks(t *testing.T) {
	t.Parallel()
	s := demo
	after, all := "", []string{}
	for {
		_, body := get(t, s, "/17841405822304914?fields=business_discovery.username(cretaceouscoffee){media.limit(25)"+after+"{id}}&access_token=EAAdemometricsaurus")
		page := at(body, "business_discovery.media")
		if page == nil {
			break
		}
		all = append(all, ids(page)...)
		if back := at(page, "paging.cursors.before") != nil; back != (after != "") || at(page, "paging.next") != nil || at(page, "paging.previous") != nil {
			t.Errorf("behind %q: paging = %v", after, at(page, "paging"))
		}
		after = ".after(" + at(page, "paging.cursors.after").(string) + ")"
	}
	if len(slices.Compact(slices.Sorted(slices.Values(all)))) != 60 || len(all) != 60 {
		t.Errorf("%d media, want 60", len(all))
	}
}

func TestLikeCount_isHiddenOnlyWhereTheMediaIsReachedIndirectly(t *testing.T) {
	t.Parallel()
	s := demo
	_, body := get(t, s, "/me/media?fields=like_count&limit=100&access_token="+localgraph.DemoToken)
	hidden := ""
	for i, id := range ids(body) {
		if at(body, fmt.Sprintf("data.%d.like_count", i)) == nil {
			hidden = id
		}
	}
	if hidden == "" {
		t.Fatal("no media hides its likes")
	}
	if _, node := get(t, s, "/"+hidden+"?fields=like_count&access_token="+localgraph.DemoToken); at(node, "like_count") == nil {
		t.Errorf("asked for by its id, media %s has no like_count", hidden)
	}
}

// Whatever the way of the links: whoever follows them, from the start or from behind a
// cursor, meets each row once.
func TestPaging_linksByOtherMeansThanCursorsLeadToEachRowOnce(t *testing.T) {
	t.Parallel()
	const hashtag = "17843007719980507"
	s := open(t, localgraph.Options{})
	for edge, path := range map[string]string{
		"media":     "/me/media?fields=id&limit=40&access_token=" + localgraph.DemoToken,
		"top_media": "/" + hashtag + "/top_media?fields=id&user_id=17841405822304914&limit=40&access_token=EAAdemometricsaurus",
	} {
		pages, _ := follow(t, s, path, "next")
		all := slices.Concat(pages...)
		_, first := get(t, s, path)
		after, _ := at(first, "paging.cursors.after").(string)
		for _, kind := range []fault.Kind{fault.ByOffset, fault.ByAfterID, fault.ByTime} {
			s.Faults().Add(fault.Fault{Kind: kind, Edge: edge})
			fromStart, _ := follow(t, s, path, "next")
			if got := slices.Concat(fromStart...); !slices.Equal(got, all) {
				t.Errorf("%s by %s: %d rows, want %d", edge, kind, len(got), len(all))
			}
			behind, _ := follow(t, s, path+"&after="+after, "next")
			if got := slices.Concat(behind...); !slices.Equal(got, all[40:]) {
				t.Errorf("%s by %s behind a cursor: %d rows, want %d", edge, kind, len(got), len(all)-40)
			}
			s.Faults().Clear()
			_, first := get(t, s, path)
			after, _ = at(first, "paging.cursors.after").(string) // of a hashtag, a cursor that was not used
		}
	}
}
