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
	Pages int
	Empty bool
	Error string
}

type cursorCase struct {
	Start, Back, Scope string
	Skip, BackSkip     int
}

var pagings = map[string]mapping.Paging{
	"links": mapping.Links, "next": mapping.Next, "cursors": mapping.Cursors, "unpaged": mapping.Unpaged,
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

func (c *cursorCase) encode(scope string) *string {
	if c == nil {
		return nil
	}
	if c.Scope != "" {
		scope = c.Scope
	}
	text := paging.Cursor{Start: paging.Position(c.Start), Skip: c.Skip, Back: c.Back, BackSkip: c.BackSkip, ID: "9"}.Encode(scope)
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
