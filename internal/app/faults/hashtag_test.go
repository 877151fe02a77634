package faults_test

import (
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

func TestHashtag_thatIsRefusedLeavesTheOthersOfItsList(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, nil)
	var ids []string
	for _, name := range []string{"dinodata", "ferns"} {
		ids = append(ids, apptest.At(w.Ask(apptest.FacebookToken, `{ hashtag(name: "`+name+`") { graphId } }`, nil), "hashtag", "graphId").(string))
	}
	w.Graph.Faults().Add(fault.Fault{
		Kind: fault.OtherError, Path: "/" + ids[1], Body: `{"error":{"message":"(#18) Too many hashtags","type":"OAuthException","code":18}}`,
	})
	a := w.Do(apptest.FacebookToken, `{ me { username recentlySearchedHashtags { nodes { graphId topMedia(first: 3) { nodes { id } } } } } }`, nil)
	for _, hashtag := range apptest.List(a.Data, "me", "recentlySearchedHashtags", "nodes") {
		if media := apptest.List(hashtag, "topMedia", "nodes"); apptest.At(hashtag, "graphId") == ids[0] && len(media) != 3 || apptest.At(hashtag, "graphId") == ids[1] && len(media) != 0 {
			t.Errorf("%v", hashtag)
		}
	}
	if len(a.Errors) != 1 || a.Errors[0].Path[len(a.Errors[0].Path)-1] != "topMedia" || apptest.At(a.Data, "me", "username") != "metricsaurus" {
		t.Errorf("%v, %+v", a.Data, a.Errors)
	}
}
