package connection_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// walkCase is one entry of testdata/walks.yml.
type walkCase struct {
	Name   string
	Paging string
	// Rows is how many items the edge has, Page the most on one of its pages.
	Rows, Page int
	// First and Last are the client's numbers, After and Before the rows of its cursors.
	First, Last, After, Before *int32
	// Count is how many items a field of the node tells of, SelectsBeyond whether the client
	// selects if there is more in the direction of the slice, and Repairs how many calls are left beyond the bound.
	Count         *int32
	SelectsBeyond bool
	Repairs       int
	// Moved is by how many rows each row stands behind its place since the cursors were made.
	Moved int
	// Found is whether a finder led to the node that has the edge.
	Found bool
	// Spoilt is what is wrong with the call of a number.
	Spoilt map[int]string
	// Items are the rows of the slice.
	Items          string
	Next, Previous bool
	Total          *int
	Calls          int
	// Limits are how many items the calls ask for; nil for any.
	Limits []int
	// Then are the four rows that come after the slice's end, where nothing is spoilt, or
	// none where the slice has no end to go on from; empty for any.
	Then string
	// BeforeThat are the four rows that come before the slice's start, in the same way.
	BeforeThat string `yaml:"before-that"`
	// Broken is a part of why the slice ends before its time, Error of why there is none.
	Broken, Error string
}

var pagings = map[string]mapping.Paging{
	"links": mapping.Links, "next": mapping.Next, "sameCursor": mapping.SameCursor, "cursors": mapping.Cursors, "unpaged": mapping.Unpaged,
}

func TestSlice_isThePartThatAConnectionSelects(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/walks.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []walkCase
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			c.run(t)
		})
	}
}

func (c walkCase) run(t *testing.T) {
	how, known := pagings[c.Paging]
	if !known {
		t.Fatalf("no way to page is called %q", c.Paging)
	}
	w := newWalker(t, c.Rows, c.Page, how)
	w.selectsBeyond, w.found = c.SelectsBeyond, c.Found
	args := paging.Args{First: c.First, Last: c.Last}
	if c.After != nil {
		args.After = w.cursor(t, int(*c.After))
	}
	if c.Before != nil {
		args.Before = w.cursor(t, int(*c.Before))
	}
	w.source.spoilt, w.source.repairs, w.source.moved = c.Spoilt, c.Repairs, c.Moved
	s, err := w.slice(t, args, c.Count)
	if w.source.calls != c.Calls {
		t.Errorf("%d calls, want %d", w.source.calls, c.Calls)
	}
	if c.Limits != nil && !slices.Equal(w.source.limits, c.Limits) {
		t.Errorf("calls for %v items, want %v", w.source.limits, c.Limits)
	}
	if !says(err, c.Error) {
		t.Fatalf("the error is %v, want %q", err, c.Error)
	}
	if err != nil {
		return
	}
	if got := rowsOf(s); got != c.Items {
		t.Errorf("items %q, want %q", got, c.Items)
	}
	if s.HasNext != c.Next {
		t.Errorf("more behind: %v, want %v", s.HasNext, c.Next)
	}
	if s.HasPrevious != c.Previous {
		t.Errorf("more before: %v, want %v", s.HasPrevious, c.Previous)
	}
	if !says(s.Broken, c.Broken) {
		t.Errorf("broken: %v, want %q", s.Broken, c.Broken)
	}
	total := -1
	if c.Total != nil {
		total = *c.Total
	}
	if s.Total != total {
		t.Errorf("total %d, want %d", s.Total, total)
	}
	if c.Then != "" {
		if got := w.then(t, s.End()); got != c.Then {
			t.Errorf("then %q, want %q", got, c.Then)
		}
	}
	if c.BeforeThat != "" {
		if got := w.beforeThat(t, s.Start()); got != c.BeforeThat {
			t.Errorf("before that %q, want %q", got, c.BeforeThat)
		}
	}
}

// then returns the four rows that come after a cursor, or none without one.
func (w *walker) then(t *testing.T, end string) string {
	t.Helper()
	four := int32(4)
	return w.rest(t, end, paging.Args{First: &four, After: &end})
}

// beforeThat returns the four rows that come before a cursor, or none without one.
func (w *walker) beforeThat(t *testing.T, start string) string {
	t.Helper()
	four := int32(4)
	return w.rest(t, start, paging.Args{Last: &four, Before: &start})
}

// rest returns the rows of a slice that begins or ends at a cursor, where nothing is
// spoilt.
func (w *walker) rest(t *testing.T, cursor string, args paging.Args) string {
	t.Helper()
	if cursor == "" {
		return "none"
	}
	window, err := paging.NewWindow(w.edge, nil, args)
	if err != nil || window.Cursor.Parent != paging.Mark("17") {
		t.Fatalf("the cursor is of another node: %+v, %v", window, err)
	}
	s, err := w.anew().slice(t, args, nil)
	if err != nil {
		t.Fatal(err)
	}
	return rowsOf(s)
}

// says reports whether an error has a text in its words; empty is no error.
func says(err error, text string) bool {
	if text == "" || err == nil {
		return text == "" && err == nil
	}
	return strings.Contains(err.Error(), text)
}

func TestSlice_goesOnFromEveryCursorInBothDirections(t *testing.T) {
	t.Parallel()
	for name, how := range pagings {
		for index := range int32(17) {
			w := newWalker(t, 17, 5, how)
			cursor := w.cursor(t, int(index))
			n := int32(4)
			after, err := w.slice(t, paging.Args{First: &n, After: cursor}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := rowsOf(after), span(index+1, min(index+4, 16)); got != want {
				t.Errorf("%s: after %d are %q, want %q", name, index, got, want)
			}
			w = newWalker(t, 17, 5, how)
			before, err := w.slice(t, paging.Args{Last: &n, Before: cursor}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := rowsOf(before), span(max(0, index-4), index-1); got != want {
				t.Errorf("%s: before %d are %q, want %q", name, index, got, want)
			}
			if how != mapping.Cursors && before.HasPrevious != (index > 4) { // where the Graph API says so
				t.Errorf("%s: before %d there is more: %v", name, index, before.HasPrevious)
			}
		}
	}
}

// The cursors of a slice lead to the same items, whichever way the slice was read.
func TestSlice_cursorsLeadOnFromAnySlice(t *testing.T) {
	t.Parallel()
	for name, how := range pagings {
		w := newWalker(t, 17, 5, how)
		one, two, three, seven := int32(1), int32(2), int32(3), int32(7)
		for _, args := range []paging.Args{
			{First: &seven},
			{First: &seven, After: w.cursor(t, 3)},
			{First: &three, After: w.cursor(t, 9)},
			{Last: &seven, Before: w.cursor(t, 12)},
			{Last: &two, Before: w.cursor(t, 12)},
			{Last: &three, Before: w.cursor(t, 4)},
		} {
			s, err := newWalker(t, 17, 5, how).slice(t, args, nil)
			if err != nil {
				t.Fatal(err)
			}
			for i := range s.Len() {
				row, err := strconv.Atoi(entity.IDOf(s.Item(i)))
				if err != nil {
					t.Fatal(err)
				}
				cursor := s.Cursor(i)
				next, err := newWalker(t, 17, 5, how).slice(t, paging.Args{First: &one, After: &cursor}, nil)
				if err != nil {
					t.Fatal(err)
				}
				if got, want := rowsOf(next), span(int32(row+1), int32(row+1)); got != want {
					t.Errorf("%s: after %d is %q", name, row, got)
				}
			}
		}
	}
}

func TestSlice_sharesPagesWithOthersThatBeginAlike(t *testing.T) {
	t.Parallel()
	w := newWalker(t, 20, 5, mapping.SameCursor)
	of, n := &entity.Base{GraphID: "17"}, int32(12)
	window, err := paging.NewWindow(w.edge, nil, paging.Args{First: &n})
	if err != nil {
		t.Fatal(err)
	}
	edge := w.page(window)
	first, err := w.source.Call(of, edge)
	if err != nil {
		t.Fatal(err)
	}
	of.Put(edge.Key, first, nil)
	var all sync.WaitGroup
	got := make([]string, 4)
	for i := range got {
		all.Go(func() {
			if s, err := w.edges.Slice(of, edge, window, nil); err == nil {
				got[i] = rowsOf(s)
			}
		})
	}
	all.Wait()
	if !slices.Equal(got, []string{"0-11", "0-11", "0-11", "0-11"}) {
		t.Errorf("the slices are %q", got)
	}
	if w.source.calls != 3 {
		t.Errorf("%d calls for three pages", w.source.calls)
	}
}

// A cursor holds the id of its item, which finds the place again when items came or went
// before it.
func TestSlice_goesOnBehindTheSameItemAfterOthersCameOrWent(t *testing.T) {
	t.Parallel()
	for name, how := range pagings {
		for _, row := range []int{1, 2, 3, 7} {
			w := newWalker(t, 17, 5, how)
			two := int32(2)
			cursor := w.cursor(t, row)
			for _, moved := range []int{1, -1, 2} {
				if row+moved > 4 && row < 5 { // on the next page by now
					continue
				}
				w = newWalker(t, 17, 5, how)
				w.source.moved, w.source.repairs = moved, 1
				s, err := w.slice(t, paging.Args{First: &two, After: cursor}, nil)
				if err != nil {
					t.Fatal(err)
				}
				if got := rowsOf(s); !strings.HasPrefix(got, fmt.Sprint(row+1)) {
					t.Errorf("%s: with %d more items before, %q are behind %d", name, moved, got, row)
				}
			}
		}
	}
}

// The last item of a page, which now begins the next, is no sign of a circle.
func TestSlice_readsAnItemThatMovedOnToTheNextPage(t *testing.T) {
	t.Parallel()
	w := newWalker(t, 17, 5, mapping.Links)
	three := int32(3)
	cursor := w.cursor(t, 4)
	w.source.moved, w.source.repairs = 1, 1
	s, err := w.slice(t, paging.Args{First: &three, After: cursor}, nil)
	if err != nil || s.Broken != nil || rowsOf(s) != "5-7" {
		t.Errorf("%q, %v, %v", rowsOf(s), s.Broken, err)
	}
}

func TestSearch_readsEachPageOnceForAllThatAreLookedFor(t *testing.T) {
	t.Parallel()
	w := newWalker(t, 40, 5, mapping.Links)
	window, err := paging.NewWindow(w.edge, nil, paging.Args{})
	if err != nil {
		t.Fatal(err)
	}
	edge := w.page(window)
	edge.MaxPages, edge.MaxItems = 3, 15
	search := w.edges.Search(&entity.Base{GraphID: "17"}, edge, window)
	for _, c := range []struct {
		id    string
		found bool
		calls int
	}{{"7", true, 2}, {"3", true, 2}, {"14", true, 3}, {"15", false, 3}, {"0", true, 3}, {"none", false, 3}} {
		found, err := search.Find(c.id)
		if err != nil {
			t.Fatal(err)
		}
		if (found != nil) != c.found {
			t.Errorf("%s is found: %v", c.id, found != nil)
		}
		if w.source.calls != c.calls {
			t.Errorf("%s took the search to %d calls, want %d", c.id, w.source.calls, c.calls)
		}
	}
}

func TestSearch_endsWhereAPageCannotBeHad(t *testing.T) {
	t.Parallel()
	w := newWalker(t, 40, 5, mapping.Links)
	w.source.spoilt[2] = "error"
	window, err := paging.NewWindow(w.edge, nil, paging.Args{})
	if err != nil {
		t.Fatal(err)
	}
	edge := w.page(window)
	edge.MaxPages = 3
	search := w.edges.Search(&entity.Base{GraphID: "17"}, edge, window)
	if found, err := search.Find("2"); found == nil || err != nil {
		t.Errorf("a node on the first page is %v, %v", found, err)
	}
	if _, err := search.Find("7"); !errors.Is(err, errUpstream) {
		t.Errorf("the error is %v", err)
	}
}

// span writes the rows from one to another as rowsOf does.
func span(from, to int32) string {
	switch {
	case to < from:
		return ""
	case to == from:
		return fmt.Sprint(from)
	}
	return fmt.Sprintf("%d-%d", from, to)
}

func TestCursor_isOfTheNodeThatTheConnectionBelongsTo(t *testing.T) {
	t.Parallel()
	for name, how := range pagings {
		w := newWalker(t, 7, 5, how)
		n := int32(3)
		window, err := paging.NewWindow(w.edge, nil, paging.Args{First: &n})
		if err != nil {
			t.Fatal(err)
		}
		c, err := paging.DecodeCursor(*w.cursor(t, 2), window.Scope())
		if err != nil || c.Parent != paging.Mark("17") || c.ID != "2" {
			t.Errorf("%s: the cursor is %+v, %v", name, c, err)
		}
	}
}

// An item that has moved to the start of its page since has nothing before it there.
func TestSlice_goesBackFromAnItemThatNowBeginsItsPage(t *testing.T) {
	t.Parallel()
	w := newWalker(t, 20, 5, mapping.Links)
	n := int32(3)
	window, err := paging.NewWindow(w.edge, nil, paging.Args{First: &n})
	if err != nil {
		t.Fatal(err)
	}
	before := paging.Cursor{Back: "c10", ID: "7", Parent: paging.Mark("17")}.Encode(window.Scope())
	w.source.repairs = 1
	s, err := w.slice(t, paging.Args{Last: &n, Before: &before}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := rowsOf(s); got != "4-6" {
		t.Errorf("before the item are %q", got)
	}
}

// Where another connection reads on, its page tells whether there is more.
func TestSlice_learnsOfMoreFromThePageThatAnotherReadsAnyway(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rows   int
		spoilt string
		next   bool
		broken error
	}{{7, "", true, nil}, {5, "", false, nil}, {7, "error", true, errUpstream}} {
		w := newWalker(t, c.rows, 5, mapping.Cursors)
		w.selectsBeyond, w.source.spoilt[2] = true, c.spoilt
		n := int32(5)
		window, err := paging.NewWindow(w.edge, nil, paging.Args{First: &n})
		if err != nil {
			t.Fatal(err)
		}
		edge := w.page(window)
		edge.MaxItems = 10
		s, err := w.edges.Slice(&entity.Base{GraphID: "17"}, edge, window, nil)
		if err != nil {
			t.Fatal(err)
		}
		if s.HasNext != c.next || !errors.Is(s.Broken, c.broken) || s.Len() != 5 || !slices.Equal(w.source.limits, []int{5, 5}) {
			t.Errorf("of %d rows: %q, more: %v, %v, by %d calls", c.rows, rowsOf(s), s.HasNext, s.Broken, w.source.calls)
		}
	}
}

func TestSlice_saysThatTheItemOfACursorIsGoneAtTheEndOfTheEdge(t *testing.T) {
	t.Parallel()
	w := newWalker(t, 12, 5, mapping.Next)
	n := int32(8)
	window, err := paging.NewWindow(w.edge, nil, paging.Args{First: &n})
	if err != nil {
		t.Fatal(err)
	}
	before := paging.Cursor{Start: "c4", Skip: 4, ID: "99", Parent: paging.Mark("17")}.Encode(window.Scope())
	w.source.repairs = 3
	if _, err := w.slice(t, paging.Args{Last: &n, Before: &before}, nil); !says(err, "gone") {
		t.Errorf("the error is %v", err)
	}
	if w.source.calls != 3 {
		t.Errorf("%d calls for an edge of three pages", w.source.calls)
	}
}

// The same look beyond a page serves all connections that end there, and asks for one id.
func TestSlice_looksBeyondAPageOnce(t *testing.T) {
	t.Parallel()
	w := newWalker(t, 7, 5, mapping.Cursors)
	w.selectsBeyond = true
	n := int32(5)
	window, err := paging.NewWindow(w.edge, nil, paging.Args{First: &n})
	if err != nil {
		t.Fatal(err)
	}
	of, edge := &entity.Base{GraphID: "17"}, w.page(window)
	edge.Node = &expansion.Expansion{Type: edge.Node.Type, Names: []string{"caption"}}
	first, err := w.source.Call(of, edge)
	if err != nil {
		t.Fatal(err)
	}
	of.Put(edge.Key, first, nil)
	for range 2 {
		s, err := w.edges.Slice(of, edge, window, nil)
		if err != nil || !s.HasNext || rowsOf(s) != "0-4" {
			t.Fatalf("%q, more: %v, %v", rowsOf(s), s.HasNext, err)
		}
	}
	if !slices.Equal(w.source.limits, []int{5, 1}) || !w.source.bare {
		t.Errorf("calls for %v items, the last for nothing but ids: %v", w.source.limits, w.source.bare)
	}
}

func TestSlice_sharesNoPagesWithOthersThatBeginElsewhere(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"links", "next", "cursors"} {
		w := newWalker(t, 30, 5, pagings[name])
		seven := int32(7)
		for _, row := range []int{19, 9} {
			s, err := w.slice(t, paging.Args{First: &seven, After: w.cursor(t, row)}, nil)
			if err != nil || rowsOf(s) != span(int32(row)+1, int32(row)+7) {
				t.Errorf("%s: after %d are %q, %v", name, row, rowsOf(s), err)
			}
			if name == "next" {
				continue
			}
			s, err = w.slice(t, paging.Args{Last: &seven, Before: w.cursor(t, row)}, nil)
			if err != nil || rowsOf(s) != span(int32(row)-7, int32(row)-1) {
				t.Errorf("%s: before %d are %q, %v", name, row, rowsOf(s), err)
			}
		}
	}
}

// A cursor whose item is gone still knows its place on the page.
func TestSlice_goesOnFromThePlaceOfAnItemThatIsGone(t *testing.T) {
	t.Parallel()
	three, five, eight := int32(3), int32(5), int32(8)
	for _, c := range []struct {
		name   string
		paging string
		cursor paging.Cursor
		last   *int32
		// spoilt is the call that fails, and then what comes after the first row.
		spoilt             int
		rows, then, broken string
	}{
		{"two before the end of a page", "links", paging.Cursor{Back: "c10", BackSkip: 2, ID: "99"}, &three, 0, "5-7", "6-9", ""},
		{"on a page of rows that the broken way passed", "next", paging.Cursor{Start: "c2", Skip: 5, ID: "7"}, &five, 2, "3-6", "4-7", "cannot be had"},
		{"on a page that the broken way did not reach", "next", paging.Cursor{Start: "c19", Skip: 4, ID: "23"}, &eight, 2, "20-22", "21-24", "cannot be had"},
		{"the second on such a page", "next", paging.Cursor{Start: "c19", Skip: 2, ID: "21"}, &eight, 2, "20", "21-24", "cannot be had"},
	} {
		w := newWalker(t, 30, 5, pagings[c.paging])
		window, err := paging.NewWindow(w.edge, nil, paging.Args{First: &three})
		if err != nil {
			t.Fatal(err)
		}
		c.cursor.Parent = paging.Mark("17")
		before := c.cursor.Encode(window.Scope())
		w.source.repairs = 1
		w.source.spoilt[c.spoilt] = "error"
		s, err := w.slice(t, paging.Args{Last: c.last, Before: &before}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if rowsOf(s) != c.rows || !says(s.Broken, c.broken) || !s.HasPrevious {
			t.Errorf("%s: %q, %v", c.name, rowsOf(s), s.Broken)
		}
		if then := w.then(t, s.Cursor(0)); then != c.then {
			t.Errorf("%s: after the first are %q, want %q", c.name, then, c.then)
		}
	}
}

// The way from the start has as many pages as it may cost, and whole ones.
func TestSlice_looksForACursorAsFarAsItMay(t *testing.T) {
	t.Parallel()
	for repairs, calls := range []int{201, 202} {
		w := newWalker(t, 1100, 5, mapping.Next)
		n := int32(8)
		window, err := paging.NewWindow(w.edge, nil, paging.Args{First: &n})
		if err != nil {
			t.Fatal(err)
		}
		before := paging.Cursor{Start: "c1094", Skip: 4, ID: "1098", Parent: paging.Mark("17")}.Encode(window.Scope())
		w.source.repairs = repairs
		if _, err := w.slice(t, paging.Args{Last: &n, Before: &before}, nil); !says(err, "too far") {
			t.Errorf("the error is %v", err)
		}
		if last := w.source.limits[len(w.source.limits)-1]; w.source.calls != calls || last != 5 {
			t.Errorf("%d calls, the last for %d items, want %d", w.source.calls, last, calls)
		}
	}
}

func TestSearch_saysWhyTheFirstPageCannotBeHad(t *testing.T) {
	t.Parallel()
	for spoilt, want := range map[string]error{"error": errUpstream, "noWay": nil} {
		w := newWalker(t, 40, 5, mapping.Links)
		w.source.spoilt[1] = spoilt
		window, err := paging.NewWindow(w.edge, nil, paging.Args{})
		if err != nil {
			t.Fatal(err)
		}
		edge := w.page(window)
		edge.MaxPages = 3
		if found, err := w.edges.Search(&entity.Base{GraphID: "17"}, edge, window).Find("7"); found != nil || !errors.Is(err, want) || w.source.calls != 1 {
			t.Errorf("%s: %v, %v, by %d calls", spoilt, found, err, w.source.calls)
		}
	}
}

func TestSearch_readsWholePages(t *testing.T) {
	t.Parallel()
	w := newWalker(t, 40, 5, mapping.Links)
	window, err := paging.NewWindow(w.edge, nil, paging.Args{})
	if err != nil {
		t.Fatal(err)
	}
	edge := w.page(window)
	edge.MaxPages, edge.MaxItems = 3, 5
	if found, err := w.edges.Search(&entity.Base{GraphID: "17"}, edge, window).Find("14"); found == nil || err != nil || !slices.Equal(w.source.limits, []int{0, 5, 5}) {
		t.Errorf("%v, %v, by calls for %v items", found, err, w.source.limits)
	}
}

// What a page does not show yet may be there the next time.
func TestSlice_canBeAskedForAgainWhereNothingWasShownYet(t *testing.T) {
	t.Parallel()
	w := newWalker(t, 20, 5, mapping.SameCursor)
	w.source.spoilt[1] = "empty"
	three := int32(3)
	s, err := w.slice(t, paging.Args{First: &three}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var passing interface{ Retryable() bool }
	if !errors.As(s.Broken, &passing) || !passing.Retryable() || !says(s.Broken, "none of the pages") {
		t.Errorf("%v is for good", s.Broken)
	}
}
