package reads_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/mapping"
)

// TestSchema_showsAtEachPlaceWhatIsToldThere asks the local graph for every field
// of a type where the schema says that fewer are shown.
func TestSchema_showsAtEachPlaceWhatIsToldThere(t *testing.T) {
	t.Parallel()
	_, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	direct := apptest.NewREST(t, apptest.Demo(), apptest.FacebookToken)
	hashtag, _ := ranked(t, direct, "top_media")
	places := map[string]struct{ path, fields string }{
		"User.businessDiscovery":        {apptest.Business, "business_discovery.username(cretaceouscoffee){%s}"},
		"User.tags":                     {apptest.Business + "/tags", "%s"},
		"User.collaborativeMedia":       {apptest.Business + "/collaborative_media", "%s"},
		"User.collaborativeMediaSearch": {apptest.Business, "collaborative_media_search.media_id(" + apptest.Collaboration + "){%s}"},
		"User.mentionedMedia":           {apptest.Business, "mentioned_media.media_id(" + apptest.MentioningPost + "){%s}"},
		"User.mentionedComment":         {apptest.Business, "mentioned_comment.comment_id(" + apptest.MentioningComment + "){%s}"},
		"Hashtag.recentMedia":           {hashtag + "/recent_media", "%s"},
		"Hashtag.topMedia":              {hashtag + "/top_media", "%s"},
	}
	for _, typ := range m.Types() {
		for _, f := range typ.Fields {
			if f.Edge == nil || f.Edge.View == nil {
				continue
			}
			place, ok := places[f.Coordinate()]
			if !ok {
				t.Errorf("nothing asks for what %s shows", f.Coordinate())
				continue
			}
			told := func(expansion string) bool {
				status, _ := direct.Try(place.path, url.Values{"user_id": {apptest.Business}, "limit": {"1"}, "fields": {fmt.Sprintf(place.fields, expansion)}})
				return status == http.StatusOK
			}
			viewed{t, f.Coordinate(), told}.compare(f.Edge.View, f.Target, "%s")
		}
	}
}

// viewed compares what a place shows with what is told there.
type viewed struct {
	t     *testing.T
	place string
	told  func(expansion string) bool
}

// compare asks for each field of a type within an expansion, and for those of the
// nodes behind the edges and fields that are shown.
func (v viewed) compare(view *mapping.View, of *mapping.Type, within string) {
	for _, f := range of.Fields {
		if f.Edge != nil && strings.Contains(within, f.Edge.Name+"{") {
			if view.Has(f.Edge.Name) { // children have no children
				v.t.Errorf("the schema says that %s shows %s of itself", v.place, f.Edge.Name)
			}
			continue
		}
		names := f.Names
		if f.Edge != nil && len(f.Params) == 0 {
			names = []string{f.Edge.Name}
		}
		for _, name := range names {
			told := v.told(fmt.Sprintf(within, name))
			if !f.Computed && told != view.Has(name) {
				v.t.Errorf("%s tells of %s in %s: %v, and the schema says otherwise", v.place, f.Coordinate(), within, told)
			}
			if told && f.Target != nil && !f.Own && f.Kind != mapping.Reference {
				v.compare(view.Behind(name), f.Target, fmt.Sprintf(within, name+"{%s}"))
			}
		}
	}
}
