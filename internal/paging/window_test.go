package paging_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/problem"
)

// windowCase is one entry of testdata/windows.yml.
type windowCase struct {
	Name, Paging  string
	First, Last   *int32
	After, Before *cursorCase
	Since, Until  *time.Time
	// Scope is that of the cursors; empty is the window's own.
	Scope string
	Asks  string
	// Pages and Items are the most that the window reads.
	Pages, Items int
	// Owned reports whether only the cursor's node has the first page.
	Owned bool
	Empty bool
	Error string
}

type cursorCase struct {
	Start, Back, Scope string
	Skip, BackSkip     int
}

var pagings = map[string]mapping.Paging{
	"links": mapping.Links, "next": mapping.Next, "sameCursor": mapping.SameCursor, "cursors": mapping.Cursors, "unpaged": mapping.Unpaged,
}

func (c windowCase) edge() *mapping.Edge {
	return &mapping.Edge{Name: "media", Parent: &mapping.Type{Name: "User"}, PageSize: 50, Paging: pagings[c.Paging]}
}

// window makes the case's window, with cursors of its own scope.
func (c windowCase) window() (*paging.Window, error) {
	args := paging.Args{First: c.First, Last: c.Last, Since: c.Since, Until: c.Until}
	if c.Scope == "" {
		bare, err := paging.NewWindow(c.edge(), nil, paging.Args{Since: c.Since, Until: c.Until})
		if err != nil {
			return nil, err
		}
		c.Scope = bare.Scope()
	}
	args.After, args.Before = c.After.encode(c.Scope), c.Before.encode(c.Scope)
	return paging.NewWindow(c.edge(), nil, args)
}

// parent is the mark of the node that the cases' cursors belong to.
const parent = 17

func (c *cursorCase) encode(scope string) *string {
	if c == nil {
		return nil
	}
	if c.Scope != "" {
		scope = c.Scope
	}
	text := paging.Cursor{Start: paging.Position(c.Start), Skip: c.Skip, Back: c.Back, BackSkip: c.BackSkip, ID: "9", Parent: parent}.Encode(scope)
	return &text
}

func TestNewWindow_asksForWhatEachCaseWants(t *testing.T) {
	text, err := os.ReadFile("testdata/windows.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []windowCase
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			w, err := c.window()
			if c.Error != "" {
				wrong, ok := errors.AsType[*problem.InputError](err)
				if !ok || wrong.Error() != c.Error || wrong.Hint() == "" {
					t.Fatalf("error = %#v, want %s, and a hint", err, c.Error)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if w.Empty != c.Empty || w.MaxPages() != c.Pages {
				t.Errorf("empty: %v, pages: %d; want %v, %d", w.Empty, w.MaxPages(), c.Empty, c.Pages)
			}
			if w.MaxItems() != c.Items {
				t.Errorf("reads %d items, want %d", w.MaxItems(), c.Items)
			}
			if owned := w.Owner() == parent; owned != c.Owned || !owned && w.Owner() != 0 {
				t.Errorf("the first page is that of %d only; want its owner: %v", w.Owner(), c.Owned)
			}
			asks := fields.Field{Name: "media", Params: w.Params()}.String()
			if asks != c.Asks {
				t.Errorf("asks %s, want %s", asks, c.Asks)
			}
		})
	}
}

func TestWindow_sharesNoParametersBetweenItsPages(t *testing.T) {
	n := int32(120)
	w, err := paging.NewWindow(windowCase{}.edge(), nil, paging.Args{First: &n},
		fields.Param{Name: "metric", Value: "reach"}, fields.Param{Name: "period", Value: "day"})
	if err != nil {
		t.Fatal(err)
	}
	first, second, back := w.Params(), w.Further("B", 50), w.FurtherBack("C", 20)
	for _, c := range []struct {
		params []fields.Param
		want   string
	}{
		{first, "media.metric(reach).period(day).limit(50)"},
		{second, "media.metric(reach).period(day).after(B).limit(50)"},
		{back, "media.metric(reach).period(day).before(C).limit(20)"},
	} {
		if got := (fields.Field{Name: "media", Params: c.params}).String(); got != c.want {
			t.Errorf("asks %s, want %s", got, c.want)
		}
	}
}

func TestWindow_keepsItsTimeOnFurtherPages(t *testing.T) {
	since := time.Unix(1704067200, 0)
	w, err := paging.NewWindow(windowCase{}.edge(), nil, paging.Args{Since: &since})
	if err != nil {
		t.Fatal(err)
	}
	got := fields.Field{Name: "media", Params: w.Further("B", 200)}.String()
	if want := "media.after(B).limit(50).since(1704067200)"; got != want {
		t.Errorf("asks %s, want %s", got, want)
	}
}

func TestWindow_fitsTheParentOfItsCursorOnly(t *testing.T) {
	mine := paging.Mark("17841405822304914")
	edge := windowCase{}.edge()
	text := paging.Cursor{Start: "S", Parent: mine}.Encode("User.media")
	w, err := paging.NewWindow(edge, nil, paging.Args{After: &text})
	if err != nil {
		t.Fatal(err)
	}
	if w.CheckParent(mine) != nil || w.CheckParent(paging.Mark("17841405793187218")) == nil {
		t.Error("a cursor fits another node's connection, or not its own")
	}
	if w, err = paging.NewWindow(edge, nil, paging.Args{}); err != nil || w.CheckParent(mine) != nil || w.CheckParent(0) != nil {
		t.Error("a window without a cursor does not fit every node", err)
	}
}

func TestWindow_saysOnWhichArgumentACursorIsAnothersOnly(t *testing.T) {
	edge, one := windowCase{}.edge(), int32(1)
	text := paging.Cursor{Start: "S", Back: "B", Parent: 1}.Encode("User.media")
	for want, args := range map[string]paging.Args{"after": {First: &one, After: &text}, "before": {Last: &one, Before: &text}} {
		w, err := paging.NewWindow(edge, nil, args)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.CheckParent(2); err == nil || err.Error() != want+": not a cursor of this connection" {
			t.Errorf("the error of %s is %v", want, err)
		}
		if err := w.CheckParent(0); err != nil {
			t.Errorf("a node that is not known is taken for another: %v", err)
		}
	}
}

func TestWindow_goesOnInItsDirection(t *testing.T) {
	text, one := paging.Cursor{Start: "S", Back: "B"}.Encode("User.media"), int32(1)
	for want, args := range map[string]paging.Args{"hasNextPage": {First: &one, After: &text}, "hasPreviousPage": {Last: &one, Before: &text}} {
		w, err := paging.NewWindow(windowCase{}.edge(), nil, args)
		if err != nil || w.Beyond() != want {
			t.Errorf("what is beyond is said by %s, want %s, %v", w.Beyond(), want, err)
		}
	}
}

func TestWindow_isFilteredByEitherTime(t *testing.T) {
	at := time.Unix(1704067200, 0)
	for name, c := range map[string]struct {
		args paging.Args
		want bool
	}{
		"neither": {paging.Args{}, false}, "since": {paging.Args{Since: &at}, true}, "until": {paging.Args{Until: &at}, true},
	} {
		w, err := paging.NewWindow(windowCase{}.edge(), nil, c.args)
		if err != nil || w.Filtered() != c.want {
			t.Errorf("%s: filtered: %v, %v", name, w.Filtered(), err)
		}
	}
}

// A cursor of one scope is refused in every other.
func TestWindow_hasAScopeOfItsEdgeViewParametersAndTimes(t *testing.T) {
	at := time.Unix(1704067200, 0)
	day := fields.Param{Name: "period", Value: "day"}
	for want, c := range map[string]struct {
		view  *mapping.View
		args  paging.Args
		fixed []fields.Param
	}{
		"User.media":                                            {},
		"business_discovery/User.media":                         {view: &mapping.View{By: "business_discovery"}},
		"User.media/period=day":                                 {fixed: []fields.Param{day}},
		"User.media/1704067200/0":                               {args: paging.Args{Since: &at}},
		"User.media/0/1704067200":                               {args: paging.Args{Until: &at}},
		"business_discovery/User.media/period=day/0/1704067200": {&mapping.View{By: "business_discovery"}, paging.Args{Until: &at}, []fields.Param{day}},
	} {
		w, err := paging.NewWindow(windowCase{}.edge(), c.view, c.args, c.fixed...)
		if err != nil || w.Scope() != want {
			t.Errorf("the scope is %s, want %s, %v", w.Scope(), want, err)
		}
	}
}

func TestWindow_boundsTheTimeOfAPageThatEndsBeforeACursor(t *testing.T) {
	until := time.Unix(1704067200, 0)
	w, err := paging.NewWindow(windowCase{}.edge(), nil, paging.Args{Until: &until})
	if err != nil {
		t.Fatal(err)
	}
	got := fields.Field{Name: "media", Params: w.FurtherBack("B", 0)}.String()
	if want := "media.before(B).until(1704067200)"; got != want {
		t.Errorf("asks %s, want %s", got, want)
	}
}
