package loader_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/plan"
)

// unknown is an id that no node has.
const unknown = "17999999999999999"

// modes are the lookup modes, each with a login type that has it.
var modes = []struct {
	login dialect.Login
	mode  dialect.LookupMode
	most  int // ids in one call
}{
	{dialect.Instagram, dialect.IDs, 50},
	{dialect.Facebook, dialect.Batch, 50},
	{dialect.Instagram, dialect.Single, 1},
}

func TestLoad_answersInTheOrderOfTheIDs(t *testing.T) {
	t.Parallel()
	for _, c := range modes {
		w := open(t, c.login, c.mode, localgraph.Options{Legacy: true})
		want := w.media(t, 60)
		slices.Reverse(want)
		want = append(want, want[0])
		found, errs, _ := w.nodes(t.Context(), t, "Media", want...)
		for i, e := range found {
			if errs[i] != nil || entity.IDOf(e) != want[i] {
				t.Errorf("%s: node %d is %v, %v, want %s", c.mode, i, e, errs[i], want[i])
			}
		}
		if got, calls := w.count(), (60+c.most-1)/c.most; got != calls {
			t.Errorf("%s: %d calls, want %d", c.mode, got, calls)
		}
	}
}

func TestLoad_returnsNilForAnUnknownIDAndStillTheOthers(t *testing.T) {
	t.Parallel()
	for _, c := range modes {
		w := open(t, c.login, c.mode, localgraph.Options{Legacy: true})
		want := w.media(t, 20)
		want[7] = unknown
		found, errs, l := w.nodes(t.Context(), t, "Media", want...)
		for i, e := range found {
			if errs[i] != nil || (e == nil) != (want[i] == unknown) {
				t.Errorf("%s: node %d is %v, %v", c.mode, i, e, errs[i])
			}
		}
		calls := map[dialect.LookupMode]int{dialect.IDs: 2 + 1, dialect.Batch: 1 + 1, dialect.Single: 20 + 1}[c.mode]
		if got := w.count(); got != calls || c.mode == dialect.IDs && l.Repairs() != 2 {
			t.Errorf("%s: %d calls, %d of them repairs, want %d", c.mode, got, l.Repairs(), calls)
		}
	}
}

func TestLoad_costsAtMostTwoCallsForEachUnknownID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		login        dialect.Login
		known, calls int // with ten unknown ids
	}{
		{dialect.Instagram, 40, 1 + 2*10}, // without it, and for its id alone
		{dialect.Instagram, 1, 1 + 2*10},
		{dialect.Facebook, 40, 1 + 3}, // for the first, and then a batch shows which they are
	} {
		w := open(t, c.login, dialect.IDs, localgraph.Options{Legacy: true})
		want := w.media(t, c.known)
		for i := range 10 {
			want = slices.Insert(want, i*len(want)/10, fmt.Sprint(17999999999999990+i))
		}
		found, errs, _ := w.nodes(t.Context(), t, "Media", want...)
		answered := 0
		for i, e := range found {
			if errs[i] != nil || e != nil && entity.IDOf(e) != want[i] {
				t.Errorf("node %d is %v, %v", i, e, errs[i])
			}
			if e != nil {
				answered++
			}
		}
		if got := w.count(); got != c.calls || answered != c.known {
			t.Errorf("%s: %d calls for %d nodes, want %d for %d", c.login, got, answered, c.calls, c.known)
		}
	}
}

func TestLoad_repairsNoMoreThanMaxRepairs(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.IDs, localgraph.Options{Legacy: true})
	want := w.media(t, 12)
	for i := range plan.MaxRepairs + 3 {
		want[i] = fmt.Sprint(17999999999999990 + i)
	}
	found, errs, l := w.nodes(t.Context(), t, "Media", want...)
	for i, e := range found {
		if errs[i] != nil || (e == nil) != (i < plan.MaxRepairs+3) {
			t.Errorf("node %d is %v, %v", i, e, errs[i])
		}
	}
	if l.Repairs() != plan.MaxRepairs {
		t.Errorf("%d repairs, want %d", l.Repairs(), plan.MaxRepairs)
	}
	if got, most := w.count(), 1+2*len(want); got > most {
		t.Errorf("%d calls, want at most %d", got, most)
	}
}

func TestLoad_getsNodesOneByOneWhereIDsAreRefusedAndRemembersIt(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.IDs, localgraph.Options{})
	want := w.media(t, 5)
	for round, calls := range []int{6, 5} {
		found, errs, _ := w.nodes(t.Context(), t, "Media", want...)
		for i, e := range found {
			if errs[i] != nil || entity.IDOf(e) != want[i] {
				t.Errorf("node %d is %v, %v", i, e, errs[i])
			}
		}
		if got := w.count(); got != calls {
			t.Errorf("round %d: %d calls, want %d", round, got, calls)
		}
	}
	for login, mode := range map[dialect.Login]dialect.LookupMode{
		dialect.Instagram: dialect.Single, dialect.Facebook: dialect.IDs, dialect.BasicDisplay: dialect.IDs,
	} {
		if got := w.LookupMode(dialect.Of(login)); got != mode {
			t.Errorf("%s is looked up by %s, want %s", login, got, mode)
		}
	}
}

func TestLookupMode_isWhatMetaTakesWhenNothingIsSaid(t *testing.T) {
	t.Parallel()
	for login, mode := range map[dialect.Login]dialect.LookupMode{
		dialect.BasicDisplay: dialect.IDs, dialect.Instagram: dialect.Single, dialect.Facebook: dialect.Batch,
	} {
		if got := (&loader.Loaders{}).LookupMode(dialect.Of(login)); got != mode {
			t.Errorf("%s is looked up by %s, want %s", login, got, mode)
		}
	}
}

func TestLoad_getsItemsThatABatchLeftOut(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Facebook, dialect.Batch, localgraph.Options{})
	want := w.media(t, 4)
	w.Graph.Faults().Add(fault.Fault{Kind: fault.NullBatchItem, Times: 2})
	found, errs, l := w.nodes(t.Context(), t, "Media", want...)
	for i, e := range found {
		if errs[i] != nil || entity.IDOf(e) != want[i] {
			t.Errorf("node %d is %v, %v", i, e, errs[i])
		}
	}
	if got := w.count(); got != 2 || l.Repairs() != 1 {
		t.Errorf("%d calls, %d repairs; want the batch, and another one for two items", got, l.Repairs())
	}
}

func TestLoad_givesEachLookUpTheErrorOfItsCall(t *testing.T) {
	t.Parallel()
	for _, c := range modes {
		w := open(t, c.login, c.mode, localgraph.Options{Legacy: true})
		want := w.media(t, 3)
		w.Graph.Faults().Add(fault.Fault{Kind: fault.ExpiredToken})
		_, errs, _ := w.nodes(t.Context(), t, "Media", want...)
		for i, err := range errs {
			if graphapi.KindOf(err) != graphapi.Unauthenticated {
				t.Errorf("%s: error of node %d is %v", c.mode, i, err)
			}
		}
	}
}

func TestLoad_refusesATruncatedAnswer(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Single, localgraph.Options{})
	want := w.media(t, 1)
	w.Graph.Faults().Add(fault.Fault{Kind: fault.TruncatedJSON})
	if found, errs, _ := w.nodes(t.Context(), t, "Media", want...); errs[0] == nil || found[0] != nil {
		t.Errorf("found %v, %v", found[0], errs[0])
	}
}

func TestLoad_endsWithItsOperation(t *testing.T) {
	t.Parallel()
	for _, c := range modes {
		w := open(t, c.login, c.mode, localgraph.Options{Legacy: true})
		want := w.media(t, 20)
		w.Graph.Faults().Add(fault.Fault{Kind: fault.Slow, Delay: soon})
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		start := time.Now()
		_, errs, _ := w.nodes(ctx, t, "Media", want...)
		cancel()
		for i, err := range errs {
			if graphapi.KindOf(err) != graphapi.Timeout {
				t.Errorf("%s: error of node %d is %v", c.mode, i, err)
			}
		}
		if took := time.Since(start); took > soon/2 {
			t.Errorf("%s: the calls went on for %v", c.mode, took)
		}
	}
}

func TestLoad_putsSimultaneousLookUpsIntoOneCall(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.IDs, localgraph.Options{Legacy: true})
	want := w.media(t, 20)
	ids := make([]any, len(want))
	for i := range want {
		ids[i] = want[i]
	}
	p, l := w.Load(t.Context(), t, `query($a: ID!) { media(id: $a) { caption } }`, map[string]any{"a": ids[0]})
	node := p.Roots()[0].Lookups[0]
	var all sync.WaitGroup
	start := make(chan struct{})
	for _, id := range want {
		all.Go(func() {
			<-start
			lookup := node
			lookup.ID = id
			if found, errs := l.LookUp(lookup); errs[0] != nil || entity.IDOf(found[0]) != id {
				t.Errorf("%s is %v, %v", id, found[0], errs[0])
			}
		})
	}
	close(start)
	all.Wait()
	if got := w.count(); got >= 20 { // one, unless the scheduler is late
		t.Errorf("%d calls for 20 simultaneous look-ups", got)
	}
	if _, errs := l.LookUp(node); errs[0] != nil || w.count() != 0 {
		t.Errorf("a second look-up of a node makes a call: %v", errs[0])
	}
}

func TestMe_takesOneCallForAllWhoWantIt(t *testing.T) {
	t.Parallel()
	for _, login := range logins {
		w := open(t, login, dialect.Auto, localgraph.Options{})
		_, l := w.Load(t.Context(), t, `{ me { username } }`, nil)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if me, err := l.Me(); err != nil || me == nil || me.(*model.User).Username == nil {
					t.Errorf("%s: me is %v, %v", login, me, err)
				}
			})
		}
		all.Wait()
		if got := w.count(); got != 1 {
			t.Errorf("%s: %d calls", login, got)
		}
	}
}

func TestMe_takesNoCallWhenOnlyItsTypeIsWanted(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	_, l := w.Load(t.Context(), t, `{ me { __typename } }`, nil)
	if me, err := l.Me(); err != nil || me == nil || w.count() != 0 {
		t.Errorf("me is %v, %v", me, err)
	}
}

func TestRepairs_areNoneWithoutAFault(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.IDs, localgraph.Options{Legacy: true})
	_, errs, l := w.nodes(t.Context(), t, "Media", w.media(t, 3)...)
	if err := errors.Join(errs...); err != nil || l.Repairs() != 0 {
		t.Errorf("%d repairs, %v", l.Repairs(), err)
	}
}
