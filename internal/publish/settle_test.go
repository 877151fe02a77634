package publish_test

import (
	"context"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/publish/publication"
)

// Two posts with one caption were published at the same time, and no one was told of either:
// the second was about to be published when the first was.
func TestWork_settlesPostsThatLookAlikeToTheirOwnMedia(t *testing.T) {
	t.Parallel()
	for _, secondFirst := range []bool{false, true} {
		w := open(t)
		var ids []string
		for _, alt := range []string{"the first", "the second"} {
			r := w.request(t, "Alike")
			r.Content.Image.AltText = &alt
			p, err := w.Publish(w.as(t, instagram), r)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, p.ID)
		}
		w.graph.Faults().Add(fault.Fault{Kind: fault.NoAnswer, Method: "POST", Path: "/*/media_publish", Times: 2})
		w.publishTogether(t, ids[0], ids[1])
		if secondFirst {
			ids[0], ids[1] = ids[1], ids[0]
		}
		for _, id := range ids {
			p := w.finish(t, id)
			var media struct {
				Alt string `json:"alt_text"`
			}
			w.get(t, "/"+p.MediaID+"?fields=alt_text", &media)
			if media.Alt != *p.Content.Image.AltText {
				t.Errorf("%s became %q; the second settles first: %t", *p.Content.Image.AltText, media.Alt, secondFirst)
			}
		}
	}
}

// publishTogether works on two publications until both were asked to be published, the first
// while the second was allowed to be.
func (w *world) publishTogether(t *testing.T, first, second string) {
	t.Helper()
	writes, stops := map[string]int{}, map[string]context.CancelFunc{}
	work := func(id string) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		stops[id] = stop
		if _, err := w.worker.Work(ctx, id); err != nil {
			t.Error(err)
		}
	}
	w.store.saved = func(p *publication.Publication) {
		switch {
		case p.Posting.IsZero() && p.ID == second && !p.Allowed.IsZero() && stops[first] == nil:
			work(first)
			w.advance(time.Millisecond)
		case !p.Posting.IsZero():
			if writes[p.ID]++; writes[p.ID] == 2 { // that the call is about to be made, and what came of it
				stops[p.ID]()
			}
		}
	}
	work(second)
	w.store.saved = nil
}
