package loader_test

import (
	"testing"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/loadertest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/plan/plantest"
)

const feedWithComments = `{ me { username media(first: 3) { nodes { caption comments { nodes { text } } } } } }`

func TestIsolate_answersAllButWhatTheTokenMayNotRead(t *testing.T) {
	w := open(t, dialect.Instagram, dialect.IDs, localgraph.Options{Legacy: true})
	w.Token = "IGAAdemobasic"
	for round, wantCalls := range []int{6, 1} { // refused, without comments, with their ids alone, those of the first media, of the last and of the middle one; the second operation remembers
		_, l := w.Load(t.Context(), t, feedWithComments, nil)
		me, err := l.Me()
		if err != nil {
			t.Fatal(err)
		}
		if got := me.(*model.User).Username; got == nil || *got != "metricsaurus" {
			t.Errorf("round %d: username = %v", round, got)
		}
		media := loadertest.Slice(t, l, me, first(3))
		for i := range media.Len() {
			m := media.Item(i).(*model.Media)
			if _, err := m.Page("comments"); graphapi.KindOf(err) != graphapi.Forbidden {
				t.Errorf("round %d: the comments of media %d are refused with %v", round, i, err)
			}
		}
		if n := w.count(); n != wantCalls || media.Len() != 3 {
			t.Errorf("round %d: %d media by %d calls, want 3 by %d", round, media.Len(), n, wantCalls)
		}
	}
}

func TestIsolate_remembersARefusalForItsTokenOnly(t *testing.T) {
	w := open(t, dialect.Instagram, dialect.IDs, localgraph.Options{Legacy: true})
	w.Token = "IGAAdemobasic"
	_, l := w.Load(t.Context(), t, feedWithComments, nil)
	if _, err := l.Me(); err != nil {
		t.Fatal(err)
	}
	w.Token = localgraph.DemoToken
	_, l = w.Load(t.Context(), t, feedWithComments, nil)
	me, err := l.Me()
	if err != nil {
		t.Fatal(err)
	}
	media := loadertest.Slice(t, l, me, first(3))
	for i := range media.Len() {
		if err := media.Item(i).(*model.Media).Plan.Refused["comments"]; err != nil {
			t.Errorf("another token's comments are refused with %v", err)
		}
	}
}

func TestIsolate_leavesOutAFieldThatDoesNotExist(t *testing.T) {
	for _, mode := range []dialect.LookupMode{dialect.IDs, dialect.Single} {
		w := open(t, dialect.Facebook, mode, localgraph.Options{Legacy: true})
		ids := w.media(t, 2)
		_, l := w.Load(t.Context(), t, feedWithComments, nil)
		m := plantest.Mapping(t)
		odd := &expansion.Expansion{Type: m.Type("Media"), Names: []string{"caption", "shoe_size"}}
		found, errs := l.LookUp(lookup.Lookup{ID: ids[0], Node: odd}, lookup.Lookup{ID: ids[1], Node: odd})
		for i := range found {
			if errs[i] != nil {
				t.Fatalf("%v: %v", mode, errs[i])
			}
			media := found[i].(*model.Media)
			if err := media.Plan.Refused["shoe_size"]; graphapi.KindOf(err) != graphapi.Unsupported || media.Caption == nil {
				t.Errorf("%v: caption %v, shoe_size refused with %v", mode, media.Caption, err)
			}
		}
	}
}

func TestIsolate_halvesPagesWithTooMuchData(t *testing.T) {
	w := open(t, dialect.Instagram, dialect.IDs, localgraph.Options{Legacy: true})
	w.Graph.Faults().Add(fault.Fault{Kind: fault.TooMuchData, Times: 1})
	_, l := w.Load(t.Context(), t, `{ me { media(first: 20) { nodes { caption } } } }`, nil)
	me, err := l.Me()
	if err != nil {
		t.Fatal(err)
	}
	got := loadertest.IDs(loadertest.Slice(t, l, me, paging.Args{First: new(int32(20))}))
	w.Graph.Faults().Clear()
	if calls := w.count(); calls != 3 {
		t.Errorf("%d calls, want 3: refused, the first half, the second half", calls)
	}
	want := w.media(t, 20)
	if len(got) != 20 {
		t.Fatalf("%d media, want 20", len(got))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("media %d is %s, want %s", i, got[i], want[i])
		}
	}
}

func TestIsolate_returnsTheFirstErrorWhenItGivesUp(t *testing.T) {
	w := open(t, dialect.Instagram, dialect.IDs, localgraph.Options{Legacy: true})
	w.Graph.Faults().Add(fault.Fault{Kind: fault.TooMuchData})
	_, l := w.Load(t.Context(), t, `{ me { media(first: 100) { nodes { caption } } } }`, nil)
	if _, err := l.Me(); graphapi.KindOf(err) != graphapi.Failed {
		t.Errorf("error = %v, want the Graph API's", err)
	}
	if n := w.count(); n > 1+plan.MaxRepairs {
		t.Errorf("%d calls, want 1 and %d repairs at most", n, plan.MaxRepairs)
	}
}
