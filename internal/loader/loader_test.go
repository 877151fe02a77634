package loader_test

import (
	"context"
	"errors"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/loadertest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// What is asked for when the operation has ended is an error, and no call is made.
func TestLoader_makesNoCallForAnOperationThatHasEnded(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
	p, l := w.Load(t.Context(), t, `{ me { id } }`, nil)
	if _, err := l.Me(); err != nil { // the account is known from here on
		t.Fatal(p, err)
	}
	w.count()
	ended, end := context.WithCancel(t.Context())
	end()
	p, l = w.Load(ended, t, `{ hashtag(name: "dinodata") { name } oembed(url: "https://www.instagram.com/p/x/") { html } media(id: "1") { caption } }`, nil)
	hashtag, err := l.Search(p.Roots()[0].Search)
	if hashtag != nil || graphapi.KindOf(err) != graphapi.Canceled {
		t.Errorf("the search finds %v, %v", hashtag, err)
	}
	answer, err := l.CallPath(p.Roots()[1].Call)
	if answer != nil || graphapi.KindOf(err) != graphapi.Canceled {
		t.Errorf("the path answers %v, %v", answer, err)
	}
	found, errs := l.LookUp(p.Roots()[2].Lookups...)
	if found[0] != nil || graphapi.KindOf(errs[0]) != graphapi.Canceled {
		t.Errorf("the look-up finds %v, %v", found[0], errs[0])
	}
	if n := w.count(); n != 0 {
		t.Errorf("%d calls are made", n)
	}
}

func TestLookUp_returnsTheErrorOfAnIDThatIsNone(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	p, l := w.Load(t.Context(), t, `query ($id: ID!) { media(id: $id) { caption } }`, map[string]any{"id": w.media(t, 1)[0]})
	none := errors.New("no id")
	found, errs := l.LookUp(lookup.Lookup{Err: none}, p.Roots()[0].Lookups[0])
	if found[0] != nil || !errors.Is(errs[0], none) || found[1] == nil || errs[1] != nil {
		t.Errorf("found %v, %v", found, errs)
	}
}

func TestBatches_areFacebookLoginsAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		login dialect.Login
		mode  dialect.LookupMode
		want  bool
	}{
		{dialect.Facebook, dialect.Auto, true}, {dialect.Facebook, dialect.IDs, true}, {dialect.Facebook, dialect.Single, false},
		{dialect.Instagram, dialect.Auto, false}, {dialect.BasicDisplay, dialect.Auto, false},
	} {
		w := open(t, c.login, c.mode, localgraph.Options{})
		if got := w.Batches(w.Dialect); got != c.want {
			t.Errorf("%s by %s has batches: %t", c.login, c.mode, got)
		}
	}
}

// A server that has no ?ids= any more is asked by ids again when all is forgotten.
func TestForget_forgetsWhichLookUpsTheServerRefuses(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.IDs, localgraph.Options{})
	ids := w.media(t, 2)
	if mode := w.LookupMode(w.Dialect); mode != dialect.IDs {
		t.Fatalf("nodes are looked up by %s at first", mode)
	}
	w.nodes(t.Context(), t, "Media", ids...)
	if mode := w.LookupMode(w.Dialect); mode != dialect.Single {
		t.Errorf("nodes are looked up by %s when the server has refused ?ids=", mode)
	}
	if w.Forget(); w.LookupMode(w.Dialect) != dialect.IDs {
		t.Errorf("nodes are looked up by %s when all is forgotten", w.LookupMode(w.Dialect))
	}
}

// A media on a page that no second call finds is told that it lacks what was refused,
// without a call of its own.
func TestPage_isRefusedWhereNoOtherCallFindsItsNode(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
	p, l := w.Load(t.Context(), t, `{ hashtag(name: "dinodata") { topMedia(first: 55) { nodes { caption children { nodes { mediaUrl } } } } } }`, nil)
	hashtag, err := l.Search(p.Roots()[0].Search)
	if err != nil || hashtag == nil {
		t.Fatal(hashtag, err)
	}
	w.Graph.Faults().Add(fault.Fault{Kind: fault.OtherError, Edge: "children", Body: refusedWith(777, 0)})
	s := loadertest.Slice(t, l, hashtag, first(55))
	w.count()
	for _, i := range []int{50, 54} {
		media := baseOf(t, s.Item(i))
		if page, err := l.Page(media, media.Plan.Edges[0]); page != nil || graphapi.KindOf(err) != graphapi.Failed {
			t.Errorf("media %d has %v, %v", i, page, err)
		}
	}
	if n := w.count(); n != 0 {
		t.Errorf("%d calls are made", n)
	}
}
