package localgraph_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

const facebook = "&user_id=17841405822304914&access_token=EAAdemometricsaurus"

// findHashtag returns the id of a hashtag.
func findHashtag(t *testing.T, s *localgraph.Server, name string) string {
	t.Helper()
	_, body := get(t, s, "/ig_hashtag_search?q="+url.QueryEscape(name)+facebook)
	id, ok := at(body, "data.0.id").(string)
	if !ok {
		t.Fatalf("#%s: %v", name, body)
	}
	return id
}

func TestHashtag_pagesLeadOnWithTheSameCursor(t *testing.T) {
	t.Parallel()
	s := open(t, localgraph.Options{})
	for _, edge := range []string{"recent_media", "top_media"} {
		path := "/" + findHashtag(t, s, "dinodata") + "/" + edge + "?fields=id,caption&limit=25" + facebook
		pages, cursors := [][]string{}, []string{}
		for path != "" {
			_, body := get(t, s, path)
			pages = append(pages, ids(body))
			if cursor, ok := at(body, "paging.cursors.after").(string); ok {
				cursors = append(cursors, cursor)
			}
			if at(body, "paging.cursors.before") != nil || at(body, "paging.previous") != nil {
				t.Fatalf("%s leads back: %v", edge, at(body, "paging"))
			}
			path, _ = at(body, "paging.next").(string)
			path = strings.TrimPrefix(path, base)
		}
		all := slices.Concat(pages...)
		if len(all) < 50 || len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(all) {
			t.Errorf("%s: %d media, or one twice", edge, len(all))
		}
		if len(slices.Compact(cursors)) != 1 || len(cursors) != len(pages)-1 {
			t.Errorf("%s: cursors %v of %d pages", edge, cursors, len(pages))
		}
	}
}

func TestHashtag_shortAndEmptyPagesLoseNothing(t *testing.T) {
	t.Parallel()
	s := open(t, localgraph.Options{})
	start := "/" + findHashtag(t, s, "dinodata") + "/top_media?limit=20" + facebook
	want, _ := follow(t, s, start, "next")
	for _, kind := range []fault.Kind{fault.ShortPage, fault.EmptyPage} {
		s.Faults().Add(fault.Fault{Kind: kind, Edge: "top_media", Times: 3})
		if got, _ := follow(t, s, start, "next"); !slices.Equal(slices.Concat(got...), slices.Concat(want...)) {
			t.Errorf("fault %s: %d media, want %d", kind, len(slices.Concat(got...)), len(slices.Concat(want...)))
		}
	}
}

func TestHashtag_walksDoNotMeet(t *testing.T) {
	t.Parallel()
	s := open(t, localgraph.Options{})
	id := findHashtag(t, s, "dinodata")
	first := "/" + id + "/top_media?limit=5" + facebook
	_, a := get(t, s, first)
	_, b := get(t, s, first)
	if at(a, "paging.cursors.after") == at(b, "paging.cursors.after") {
		t.Fatal("two walks have one cursor")
	}
	next := func(page any) []string {
		_, body := get(t, s, strings.TrimPrefix(at(page, "paging.next").(string), base))
		return ids(body)
	}
	if second, other := next(a), next(b); !slices.Equal(second, other) || slices.Equal(second, ids(a)) {
		t.Errorf("second pages: %v, %v", second, other)
	}
	for name, path := range map[string]string{
		"another edge":  "/" + id + "/recent_media?after=",
		"another token": "/" + id + "/top_media?access_token=EAAdemometricsauruspage&user_id=17841405822304914&after=",
	} {
		path += at(a, "paging.cursors.after").(string)
		if !strings.Contains(path, "access_token") {
			path += facebook
		}
		if status, body := get(t, s, path); status != 400 {
			t.Errorf("%s takes the cursor: %v", name, body)
		}
	}
}

func TestHashtag_thirtyDifferentOnesInSevenDays(t *testing.T) {
	t.Parallel()
	at0 := now
	s := open(t, localgraph.Options{Now: func() time.Time { return at0 }})
	names := strings.Fields("alamosaurus amber ammonites ankylosaurus archaeopteryx brachiosaurus claws compsognathus cretaceous dinosaurs diplodocus " +
		"eggs fossilfriday fossils gingko hadrosaur iguanodon jurassic kentrosaurus mesozoic museumday oviraptor palaeontology parasaurolophus " +
		"pterosaur sauropod spinosaurus stegosaurus theropod triassic triceratops")
	for _, name := range names[:30] {
		findHashtag(t, s, name)
	}
	findHashtag(t, s, "Amber") // again, at no cost
	search := "/ig_hashtag_search?q=" + names[30] + facebook
	if status, body := get(t, s, search); status != 400 || fmt.Sprint(at(body, "error.error_subcode")) != "2207034" {
		t.Errorf("the 31st hashtag: %d, %v", status, body)
	}
	_, page := get(t, s, "/17841405822304914/recently_searched_hashtags?limit=99&fields=name"+facebook)
	if got := ids(page); len(got) != 30 || at(page, "data.0.name") != "triassic" {
		t.Errorf("recently searched: %d, %v first", len(got), at(page, "data.0"))
	}
	at0 = at0.Add(7 * 24 * time.Hour)
	if _, page = get(t, s, "/17841405822304914/recently_searched_hashtags?x=1"+facebook); len(ids(page)) != 0 {
		t.Errorf("a week later: %v", page)
	}
	if status, body := get(t, s, search); status != 200 {
		t.Errorf("a week later: %d, %v", status, body)
	}
}
