package connection_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/connection"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// row is an item of the edge: its index is its id.
type row struct{ entity.Base }

var errUpstream = errors.New("the page cannot be had")

// slicePages is a source that pages a slice of so many rows. A cursor names the row on its
// side of a page.
type slicePages struct {
	rows   int
	paging mapping.Paging
	// spoilt is what is wrong with the call of a number, from 1 on: error, nothing (neither a page nor an error), empty, short,
	// circle (the first page once more), again (the page before once more), echo (the items
	// of the first page, on a page of its own), overlap (the page begins with two items of
	// the page before), rewind (the page begins with the cursor's item), old (the cursors of
	// the first call), stalled (no items, and cursors that lead to them), placeless (a link by
	// an offset in place of all cursors), linkless (cursors without links), part (two items
	// and a link to the rest), stay (no items, and the cursor that the call had), noWay (a link
	// without a cursor), link (a link with a token instead of a cursor), long (a whole page,
	// whatever was asked for), broken (an error beside the items).
	spoilt map[int]string
	// limits are how many items the calls asked for, 0 where one gave no number, bare
	// whether the last asked for nothing of the nodes but their ids, and given the cursors
	// of the calls.
	limits []int
	bare   bool
	given  []string
	calls  int
	// at is where the next page begins on an edge whose cursor is always the same.
	at int
	// begun is where the last page began.
	begun   int
	repairs int
	// moved is by how many rows each row stands behind its place: as many came before.
	moved int
}

func (s *slicePages) Page(of *entity.Base, edge *expansion.Edge) (*entity.Page, error) {
	if page, err := of.Page(edge.Key); page != nil || err != nil {
		return page, err
	}
	return s.Call(of, edge)
}

func (s *slicePages) Repair() bool {
	s.repairs--
	return s.repairs >= 0
}

func (s *slicePages) Call(of *entity.Base, edge *expansion.Edge) (*entity.Page, error) {
	s.calls++
	limit, given := fields.Limit(edge.Params)
	s.limits, s.bare, s.given = append(s.limits, limit), edge.Node != nil && edge.Node.IDOnly(), append(s.given, "")
	if of == nil {
		return nil, errors.New("a call for an edge of nothing")
	}
	if !given || limit > edge.PageSize {
		limit = edge.PageSize
	}
	if s.spoilt[s.calls] == "long" {
		limit = edge.PageSize
	}
	begin, end, backward := 0, min(limit, s.rows), false
	for _, p := range edge.Params {
		at, _ := strconv.Atoi(strings.Trim(p.Value, "ce"))
		switch p.Name {
		case "after":
			if s.paging == mapping.SameCursor {
				at = s.at - 1
			}
			begin, end = min(at+1, s.rows), min(at+1+limit, s.rows)
			s.given[s.calls-1] = p.Value
		case "__paging_token":
			begin, end = s.at, min(s.at+limit, s.rows)
		case "before":
			begin, end, backward = max(0, at-limit), at, true
			s.given[s.calls-1] = p.Value
		}
	}
	switch s.spoilt[s.calls] {
	case "error":
		return nil, errUpstream
	case "nothing":
		return nil, nil
	case "short":
		if backward {
			begin = max(begin, end-1)
		} else {
			end = min(end, begin+1)
		}
	case "circle":
		begin, end = 0, limit
	case "again":
		begin, end = s.begun, s.at
	case "overlap":
		begin, end = begin-2, end-2
	case "added":
		s.moved++
	case "rewind":
		row, _ := strconv.Atoi(strings.TrimPrefix(s.given[0], "c"))
		begin, end = row, row+limit
	}
	if edge.Node == nil || edge.Node.Type == nil {
		return nil, errors.New("a call for nothing of the nodes")
	}
	s.begun, s.at = begin, end
	page := s.between(begin, end)
	switch s.spoilt[s.calls] {
	case "echo":
		page.Items = s.between(0, limit).Items
	case "old":
		page.After, page.Before = paging.Position(s.given[0]), s.given[0]
	case "stay":
		page.Items, page.After = nil, paging.Position(s.given[s.calls-1])
	case "noWay":
		page.After, page.Before = "", ""
	case "stalled": // the rows are behind a cursor of their own
		page.Items, page.Next = nil, true
		page.After = paging.Position("c" + strconv.Itoa(begin-1) + "e")
		if backward {
			page.Previous, page.Before, page.After = true, "c"+strconv.Itoa(end)+"e", ""
		}
	case "placeless":
		page.After, page.Before, page.Previous = "?offset=10", "", false
	case "linkless":
		page.Next, page.Previous = false, false
	case "part":
		page.Items, page.Next, page.After = page.Items[:2], true, "c1"
	case "link":
		page.After = "?__paging_token=x"
	case "broken":
		page.Broken = errUpstream
	}
	return page, nil
}

// between returns the page of some rows, as the edge pages.
func (s *slicePages) between(begin, end int) *entity.Page {
	page := &entity.Page{}
	if s.paging == mapping.Unpaged {
		end = s.rows
	}
	for i := begin; i < end && s.spoilt[s.calls] != "empty"; i++ {
		page.Items = append(page.Items, &row{entity.Base{GraphID: strconv.Itoa(i - s.moved)}})
	}
	if s.paging == mapping.Unpaged || end == begin {
		return page
	}
	page.After, page.Next = paging.Position("c"+strconv.Itoa(end-1)), s.paging != mapping.Cursors && end < s.rows
	if end >= s.rows && (s.paging == mapping.Next || s.paging == mapping.SameCursor) { // the last page has no paging object
		page.After = ""
	}
	switch s.paging {
	case mapping.Links:
		page.Before, page.Previous = "c"+strconv.Itoa(begin), begin > 0
	case mapping.Cursors:
		page.Before = "c" + strconv.Itoa(begin)
	case mapping.SameCursor:
		if page.After != "" {
			page.After = "same"
		}
	}
	return page
}

// walker goes along an edge that pages in one way, with pages of a size.
type walker struct {
	source *slicePages
	edges  *connection.Edges
	edge   *mapping.Edge
	node   *expansion.Expansion
	// selectsBeyond reports that the client selects if there is more in its direction.
	selectsBeyond bool
	// found reports that a finder led to the node that has the edge.
	found bool
}

func newWalker(t *testing.T, rows, pageSize int, how mapping.Paging) *walker {
	t.Helper()
	_, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	edge := *m.Type("User").Fields["media"].Edge
	edge.Paging, edge.PageSize = how, pageSize
	source := &slicePages{rows: rows, paging: how, spoilt: map[int]string{}}
	return &walker{source: source, edges: connection.NewEdges(source), edge: &edge, node: &expansion.Expansion{Type: m.Type("Media")}}
}

// slice returns the part of the edge that a connection with the arguments selects.
func (w *walker) slice(t *testing.T, args paging.Args, count *int32) (*connection.Slice, error) {
	t.Helper()
	window, err := paging.NewWindow(w.edge, nil, args)
	if err != nil {
		t.Fatal(err)
	}
	of := &entity.Base{GraphID: "17"}
	if w.found {
		of.FoundThrough = &entity.FoundThrough{From: &entity.Base{GraphID: "1"}, Edge: &expansion.Edge{Edge: &mapping.Edge{Paging: mapping.Cursors}}}
	}
	return w.edges.Slice(of, w.page(window), window, count)
}

func (w *walker) page(window *paging.Window) *expansion.Edge {
	return &expansion.Edge{
		Edge: w.edge, Params: window.Params(), Key: expansion.Key(w.edge, window.Params()), Node: w.node, Beyond: w.selectsBeyond,
		MaxPages: window.MaxPages(), MaxItems: window.MaxItems(),
	}
}

// anew returns a walker along the same edge, whose pages are as they should be.
func (w *walker) anew() *walker {
	whole := *w
	whole.source = &slicePages{rows: w.source.rows, paging: w.source.paging}
	whole.edges = connection.NewEdges(whole.source)
	return &whole
}

// cursor returns the cursor of the row with an index.
func (w *walker) cursor(t *testing.T, index int) *string {
	t.Helper()
	whole := w.anew()
	n := int32((index/w.edge.PageSize + 1) * w.edge.PageSize)
	s, err := whole.slice(t, paging.Args{First: &n}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Len() <= index {
		t.Fatalf("there is no row %d", index)
	}
	text := s.Cursor(index)
	return &text
}

// rowsOf writes which rows a slice has: "0-4", "0-2 5", or "" for none.
func rowsOf(s *connection.Slice) string {
	var ids []int
	for i := range s.Len() {
		id, _ := strconv.Atoi(entity.IDOf(s.Item(i)))
		ids = append(ids, id)
	}
	var runs []string
	for len(ids) > 0 {
		n := 1
		for n < len(ids) && ids[n] == ids[0]+n {
			n++
		}
		if n == 1 {
			runs = append(runs, strconv.Itoa(ids[0]))
		} else {
			runs = append(runs, fmt.Sprintf("%d-%d", ids[0], ids[n-1]))
		}
		ids = slices.Clone(ids[n:])
	}
	return strings.Join(runs, " ")
}
