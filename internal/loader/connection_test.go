package loader_test

import (
	"slices"
	"testing"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/connection"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/loadertest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
)

// edgeCase is an edge of the demo world. The query takes a connection's
// arguments as variables.
type edgeCase struct {
	name, query string
	// id is the node that has the edge; empty for me.
	id string
}

const arguments = `(first: $first, after: $after, last: $last, before: $before) { edges { cursor node { id } } pageInfo { hasNextPage } } } }`

const variables = `$first: Int, $after: String, $last: Int, $before: String) `

// part plans the edge with these arguments, and returns their slice.
func (c edgeCase) part(t *testing.T, w *world, args paging.Args) *connection.Slice {
	t.Helper()
	values := map[string]any{}
	for name, n := range map[string]*int32{"first": args.First, "last": args.Last} {
		if n != nil {
			values[name] = int(*n)
		}
	}
	for name, text := range map[string]*string{"after": args.After, "before": args.Before} {
		if text != nil {
			values[name] = *text
		}
	}
	if c.id != "" {
		values["id"] = c.id
	}
	p, l := w.Load(t.Context(), t, c.query, values)
	var parent entity.Entity
	var err error
	if c.id == "" {
		parent, err = l.Me()
	} else {
		found, errs := l.LookUp(p.Roots()[0].Lookups...)
		parent, err = found[0], errs[0]
	}
	if err != nil || parent == nil {
		t.Fatal(parent, err)
	}
	return loadertest.Slice(t, l, parent, args)
}

func first(n int32) paging.Args { return paging.Args{First: &n} }

func firstAfter(n int32, cursor string) paging.Args { return paging.Args{First: &n, After: &cursor} }

func lastBefore(n int32, cursor string) paging.Args { return paging.Args{Last: &n, Before: &cursor} }

// forward walks the edge from its start and returns all ids and their cursors.
func (c edgeCase) forward(t *testing.T, w *world, n int32) (all, cursors []string) {
	t.Helper()
	args := first(n)
	for range 600 {
		s := c.part(t, w, args)
		all = append(all, loadertest.IDs(s)...)
		for i := range s.Len() {
			cursors = append(cursors, s.Cursor(i))
		}
		if !s.HasNext {
			return all, cursors
		}
		args = firstAfter(n, s.End())
	}
	t.Fatalf("%s never ends", c.name)
	return nil, nil
}

// backward walks the edge from a cursor to its start.
func (c edgeCase) backward(t *testing.T, w *world, n int32, cursor string) (all []string) {
	t.Helper()
	for range 600 {
		s := c.part(t, w, lastBefore(n, cursor))
		all = append(loadertest.IDs(s), all...)
		if !s.HasPrevious || s.Len() == 0 {
			return all
		}
		cursor = s.Cursor(0)
	}
	t.Fatalf("%s never ends backward", c.name)
	return nil
}

// edges are those of the demo world, one for each way to page.
func edges(t *testing.T, w *world) []edgeCase {
	t.Helper()
	_, l := w.Load(t.Context(), t, `{ me { media(first: 20) { nodes { commentsCount children { nodes { id } } } } } }`, nil)
	me, err := l.Me()
	if err != nil {
		t.Fatal(err)
	}
	var busy, album string
	newest := loadertest.Slice(t, l, me, first(20))
	for i := range newest.Len() {
		m := newest.Item(i).(*model.Media)
		if n := m.CommentsCount; n != nil && *n > 100 {
			busy = m.GraphID
		}
		if page, _ := m.Page("children"); page != nil && len(page.Items) > 1 {
			album = m.GraphID
		}
	}
	return []edgeCase{
		{name: "links", query: "query(" + variables + "{ me { media" + arguments},
		{name: "next", query: "query($id: ID!, " + variables + "{ media(id: $id) { comments" + arguments, id: busy},
		{name: "unpaged", query: "query($id: ID!, " + variables + "{ media(id: $id) { children" + arguments, id: album},
	}
}

func TestConnection_visitsEachItemOnceForwardAndBackward(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	for _, c := range edges(t, w) {
		want, cursors := c.forward(t, w, 100)
		if len(slices.Compact(slices.Sorted(slices.Values(want)))) != len(want) || len(want) < 3 {
			t.Fatalf("%s: %d items, some twice", c.name, len(want))
		}
		for _, n := range []int32{7, 33, 120} {
			if all, _ := c.forward(t, w, n); !slices.Equal(all, want) {
				t.Errorf("%s, %d at a time: %d items, want %d", c.name, n, len(all), len(want))
			}
			before := c.backward(t, w, n, cursors[len(cursors)-1])
			if !slices.Equal(before, want[:len(want)-1]) {
				t.Errorf("%s, %d at a time backward: %d items, want %d", c.name, n, len(before), len(want)-1)
			}
		}
	}
}

func TestConnection_goesOnFromAnyCursor(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	for _, c := range edges(t, w) {
		want, cursors := c.forward(t, w, 20)
		for i := 0; i < len(cursors); i += 1 + len(cursors)/12 {
			if got, end := loadertest.IDs(c.part(t, w, firstAfter(3, cursors[i]))), min(i+4, len(want)); !slices.Equal(got, want[i+1:end]) {
				t.Errorf("%s: three after %d are %v, want %v", c.name, i, got, want[i+1:end])
			}
			if got, begin := loadertest.IDs(c.part(t, w, lastBefore(3, cursors[i]))), max(0, i-3); !slices.Equal(got, want[begin:i]) {
				t.Errorf("%s: three before %d are %v, want %v", c.name, i, got, want[begin:i])
			}
		}
	}
}

func TestConnection_losesNothingToShortAndEmptyPages(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	for _, c := range edges(t, w)[:2] {
		want, _ := c.forward(t, w, 50)
		for kind, times := range map[fault.Kind]int{fault.ShortPage: 3, fault.EmptyPage: 1} {
			w.Graph.Faults().Add(fault.Fault{Kind: kind, Times: times})
			if all, _ := c.forward(t, w, 50); !slices.Equal(all, want) {
				t.Errorf("%s, fault %s: %d items, want %d", c.name, kind, len(all), len(want))
			}
			w.Graph.Faults().Clear()
		}
	}
}

func TestConnection_endsOnlyAtAPageWithoutNext(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	c := edges(t, w)[0]
	if s := c.part(t, w, first(5)); !s.HasNext || s.HasPrevious || s.Len() != 5 {
		t.Errorf("%d items, next %v, previous %v", s.Len(), s.HasNext, s.HasPrevious)
	}
	w.Graph.Faults().Add(fault.Fault{Kind: fault.NoLinks})
	if s := c.part(t, w, first(5)); s.HasNext {
		t.Error("a page without next is not the last")
	}
}

func TestConnection_readsNoMorePagesThanItNeeds(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	c := edges(t, w)[0]
	for n, calls := range map[int32]int{1: 1, 100: 1, 101: 2, 240: 3} {
		w.count()
		if s := c.part(t, w, first(n)); s.Len() != int(n) || w.count() != calls {
			t.Errorf("first: %d returns %d", n, s.Len())
		}
	}
}

func TestConnection_asksForTheEndOnlyWhereItIsWantedAndNotKnown(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	w.Graph.Faults().Add(fault.Fault{Kind: fault.NoLinks})
	for _, c := range []struct {
		selection      string
		n              int32
		items          int
		calls, further int
		next           bool
	}{
		{"nodes { id }", 10, 10, 1, 0, true}, // there may be more: the client does not want to know
		{"nodes { id } pageInfo { hasNextPage }", 10, 10, 1, 1, true},
		{"nodes { id }", 249, 248, 3, 1, false}, // more is wanted, and the last page may be short
		{"nodes { id } pageInfo { hasNextPage }", 249, 248, 3, 1, false},
		{"nodes { id } pageInfo { hasNextPage }", 248, 248, 3, 1, false},
	} {
		_, l := w.Load(t.Context(), t, `query($n: Int) { me { media(first: $n) { `+c.selection+` } } }`, map[string]any{"n": int(c.n)})
		me, err := l.Me()
		if err != nil {
			t.Fatal(err)
		}
		// No edge of ours has cursors without links, so this makes one.
		unsaid := *me.EntityBase().Plan.Edges[0]
		edge := *unsaid.Edge
		edge.Paging, unsaid.Edge = mapping.Cursors, &edge
		window, err := paging.NewWindow(&edge, nil, first(c.n))
		if err != nil {
			t.Fatal(err)
		}
		s, err := l.Connection(me.EntityBase(), &unsaid, window, nil)
		if err != nil || s.Len() != c.items || s.HasNext != c.next {
			t.Errorf("%d with %s: %d items, next %v, %v", c.n, c.selection, s.Len(), s.HasNext, err)
		}
		if got := w.count(); got != c.calls+c.further {
			t.Errorf("%d with %s: %d calls, want %d", c.n, c.selection, got, c.calls+c.further)
		}
	}
}

func TestConnection_knowsTheTotalOfAnUnpagedEdge(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	unpaged := edges(t, w)[2]
	all, cursors := unpaged.forward(t, w, 100)
	for name, args := range map[string]paging.Args{
		"first": first(1), "after": firstAfter(1, cursors[0]), "before": lastBefore(1, cursors[1]), "all": first(100),
	} {
		if s := unpaged.part(t, w, args); s.Total != len(all) {
			t.Errorf("%s: total %d, want %d", name, s.Total, len(all))
		}
	}
}

func TestConnection_endsBehindTheLastItemOfAnUnpagedEdge(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.BasicDisplay, dialect.Auto, localgraph.Options{}) // gives cursors for children
	unpaged := edges(t, w)[2]
	all, cursors := unpaged.forward(t, w, 100)
	if s := unpaged.part(t, w, firstAfter(3, cursors[len(cursors)-1])); s.Len() != 0 || s.HasNext || !s.HasPrevious {
		t.Errorf("there are %[2]d items behind the last of %[1]d", len(all), s.Len())
	}
	if got := loadertest.IDs(unpaged.part(t, w, lastBefore(1, cursors[1]))); !slices.Equal(got, all[:1]) {
		t.Errorf("before the second is %v, want %s", got, all[0])
	}
}
