package connection_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/connection"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// oddPages is a source of pages whose shapes are odd at random, though each row can be
// reached: what a page does not show is where its cursors or links lead.
type oddPages struct {
	*rand.Rand
	rows   int
	paging mapping.Paging
	// found reports that a finder led to the node that has the edge.
	found bool
	// shapes are what the pages can look like: short, empty, linkless (cursors without
	// links), bare (links whose cursors stand nowhere else), offset (a link by an offset in
	// place of all cursors), overlap (rows of the page before come again). About one in so
	// many pages is odd.
	shapes  []string
	one     int
	repairs int
	calls   int
	// at is where the next page begins on an edge whose cursor is always the same.
	at int
}

func (s *oddPages) Page(of *entity.Base, edge *expansion.Edge) (*entity.Page, error) {
	return s.Call(of, edge)
}

func (s *oddPages) Repair() bool {
	s.repairs--
	return s.repairs >= 0
}

// asked is which rows a call asks for.
type asked struct {
	cursor           string
	begin, end       int
	backward, onward bool
}

func (s *oddPages) asked(edge *expansion.Edge) asked {
	limit, given := fields.Limit(edge.Params)
	if !given || limit > edge.PageSize {
		limit = edge.PageSize
	}
	if s.paging == mapping.Unpaged {
		limit = s.rows
	}
	a := asked{}
	for _, p := range edge.Params {
		row, _ := strconv.Atoi(strings.Trim(p.Value, "ce"))
		switch p.Name {
		case "after":
			a.cursor, a.begin, a.onward = p.Value, row+1, true
			if p.Value == "same" {
				a.begin = s.at
			}
		case "offset":
			a.begin, a.onward = row, true
		case "before":
			a.cursor, a.begin, a.end, a.backward = p.Value, max(0, row-limit), row, true
		}
	}
	if !a.backward {
		a.begin = min(a.begin, s.rows)
		a.end = min(a.begin+limit, s.rows)
	}
	return a
}

func (s *oddPages) Call(_ *entity.Base, edge *expansion.Edge) (*entity.Page, error) {
	s.calls++
	a, shape := s.asked(edge), ""
	if len(s.shapes) > 0 && s.IntN(s.one) == 0 {
		shape = s.shapes[s.IntN(len(s.shapes))]
	}
	page, shown := &entity.Page{}, a.end-a.begin
	if shown == 0 {
		return page, nil
	}
	switch shape {
	case "short":
		shown = 1 + s.IntN(shown)
	case "empty":
		shown = 0
	}
	if a.backward {
		a.begin = a.end - shown
	} else {
		a.end = a.begin + shown
	}
	first := a.begin
	if slices.Contains(s.shapes, "overlap") && a.onward && a.begin%s.one == 0 { // each time alike
		first = max(0, first-2)
	}
	for i := first; i < a.end; i++ {
		page.Items = append(page.Items, &row{entity.Base{GraphID: strconv.Itoa(i)}})
	}
	s.at = a.end
	s.lead(page, a, shape)
	return page, nil
}

// lead writes the cursors and links of a page, as the edge has them.
func (s *oddPages) lead(page *entity.Page, a asked, shape string) {
	page.Before, page.After = another("c"+strconv.Itoa(a.begin), a.cursor), paging.Position(another("c"+strconv.Itoa(a.end-1), a.cursor))
	page.Previous, page.Next = a.begin > 0, a.end < s.rows
	linked := !s.found && s.paging != mapping.Cursors
	switch {
	case s.paging == mapping.Unpaged && !page.Next:
		page.Paging = entity.Page{}.Paging
		return
	case s.paging == mapping.Unpaged: // the rest is behind a link, since not all came at once
		page.Before, page.Previous = "", false
		return
	case s.paging == mapping.Next || s.paging == mapping.SameCursor:
		page.Before, page.Previous = "", false
		if !page.Next && linked {
			page.After = ""
		} else if s.paging == mapping.SameCursor {
			page.After = "same"
		}
	case s.found && a.begin == 0:
		page.Before = ""
	}
	switch {
	case shape == "offset" && page.Next:
		page.After, page.Before, page.Previous = paging.Position("?offset="+strconv.Itoa(a.end)), "", false
		return
	case shape == "bare" && linked && s.paging == mapping.Links:
		if !page.Next {
			page.After = ""
		}
		if !page.Previous {
			page.Before = ""
		}
	}
	// Where an edge has links, a page forward without one is the last.
	if !linked || shape == "linkless" && (s.paging != mapping.Links || a.backward) {
		page.Next, page.Previous = false, false
	}
}

// another returns a cursor of the same place that is not the one given.
func another(cursor, given string) string {
	if strings.Trim(cursor, "e") == strings.Trim(given, "e") {
		return given + "e"
	}
	return cursor
}

// edges returns the edge's pages for one operation.
func (s *oddPages) edges() *connection.Edges {
	s.repairs = s.IntN(8)
	return connection.NewEdges(s)
}
