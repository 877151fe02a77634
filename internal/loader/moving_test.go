package loader_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/loadertest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// A hashtag's cursor leads on by being used: no second call finds the same page again. So
// what the media on the first page had by calls of their own is asked of those on the next
// one at once.
func TestConnection_asksAtOnceForWhatCannotBeAskedForLater(t *testing.T) {
	t.Parallel()
	const with, without = "{id,caption,children{id,media_url}}", "{id,caption}"
	refused := func(times int) fault.Fault {
		return fault.Fault{Kind: fault.OtherError, Edge: "children", Times: times, Body: refusedWith(777, 0)}
	}
	// odd is a fault of the first media.
	odd := fault.Fault{Kind: fault.OtherValue, Edge: "top_media", Node: firstOnHashtag(t), Body: "3"}
	for name, c := range map[string]struct {
		faults []fault.Fault
		later  string
		media  int
	}{
		"nothing is refused":                            {nil, with, 55},
		"children are refused at first":                 {[]fault.Fault{refused(2)}, with, 55},
		"children are refused at first, and one is odd": {[]fault.Fault{refused(2), odd}, with, 55},
		"children are refused":                          {[]fault.Fault{refused(0)}, without, 55},
		"children are refused, and a media is odd":      {[]fault.Fault{refused(0), odd}, without, 55},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
			p, l := w.Load(t.Context(), t, `{ hashtag(name: "dinodata") { topMedia(first: 55) { nodes { caption children { nodes { mediaUrl } } } } } }`, nil)
			w.Graph.Faults().Add(c.faults...)
			hashtag, err := l.Search(p.Roots()[0].Search)
			if err != nil || hashtag == nil {
				t.Fatal(hashtag, err)
			}
			s := loadertest.Slice(t, l, hashtag, first(55))
			calls := slices.DeleteFunc(w.Calls(), func(call string) bool { return !strings.Contains(call, ".after(") })
			want := []string{"GET /" + entity.IDOf(hashtag) + "?fields=id,top_media.user_id(17841405822304914).after(…).limit(5)" + c.later}
			if !slices.Equal(calls, want) || s.Len() != c.media {
				t.Errorf("%d media, and behind the first page %q, want %q", s.Len(), calls, want)
			}
			// Nothing is known of the first page of a node that came without it.
			_, err = l.Page(&entity.Base{GraphID: entity.IDOf(hashtag), Plan: hashtag.EntityBase().Plan}, further(t, hashtag, "2"))
			if calls := w.Calls(); err != nil || len(calls) != 1 {
				t.Errorf("a later page alone: %q, %v", calls, err)
			}
		})
	}
}

// firstOnHashtag returns the id of the first media with the hashtag.
func firstOnHashtag(t *testing.T) string {
	t.Helper()
	w := open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
	p, l := w.Load(t.Context(), t, `{ hashtag(name: "dinodata") { topMedia(first: 1) { nodes { id } } } }`, nil)
	hashtag, err := l.Search(p.Roots()[0].Search)
	if err != nil || hashtag == nil {
		t.Fatal(hashtag, err)
	}
	return loadertest.IDs(loadertest.Slice(t, l, hashtag, first(1)))[0]
}
