package connection_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/gramql/gramql/internal/connection"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// trip is a client's way along an edge, by a few rows at a time.
type trip struct {
	*oddPages
	edge  *mapping.Edge
	node  *expansion.Expansion
	steps []string
}

// slice returns a part of the edge in an operation of its own.
func (p *trip) slice(args paging.Args) (*connection.Slice, error) {
	window, err := paging.NewWindow(p.edge, nil, args)
	if err != nil {
		return nil, err
	}
	of := &entity.Base{GraphID: "17"}
	if p.found {
		of.FoundThrough = &entity.FoundThrough{From: &entity.Base{GraphID: "1"}, Edge: &expansion.Edge{Edge: &mapping.Edge{Paging: mapping.Cursors}}}
	}
	return p.edges().Slice(of, &expansion.Edge{
		Edge: p.edge, Params: window.Params(), Key: expansion.Key(p.edge, window.Params()), Node: p.node, Beyond: p.IntN(2) == 0,
		MaxPages: window.MaxPages(), MaxItems: window.MaxItems(),
	}, window, nil)
}

// goOn reads the edge from a cursor in one direction, until there is no more, and returns
// the rows with their cursors. An operation that shows no row says why, or has another
// cursor to go on from.
func (p *trip) goOn(cursor string, size int32, backward bool) (rows []int, cursors []string, err error) {
	for tries := 0; ; tries++ {
		args := paging.Args{First: &size}
		switch {
		case backward:
			args = paging.Args{Last: &size, Before: &cursor}
		case cursor != "":
			args.After = &cursor
		}
		s, err := p.slice(args)
		if err != nil {
			s = nil
		} else {
			err = s.Broken
		}
		p.steps = append(p.steps, fmt.Sprint(backward, " ", cursor, ": ", describe(s), " ", err))
		var passing interface{ Retryable() bool }
		switch {
		case tries > 400:
			return nil, nil, errors.New("a walk without end")
		case says(err, "leads back only"):
			return nil, nil, errBackOnly
		case err != nil && (!errors.As(err, &passing) || !passing.Retryable()) && (!backward || !says(err, "not how to get there")):
			return nil, nil, err
		case s == nil:
			continue
		}
		var seen []int
		var at []string
		for i := range s.Len() {
			row, _ := strconv.Atoi(entity.IDOf(s.Item(i)))
			seen, at = append(seen, row), append(at, s.Cursor(i))
		}
		more, on := s.HasNext, s.End()
		if backward {
			more, on = s.HasPrevious, s.Start()
			rows, cursors = append(seen, rows...), append(at, cursors...)
		} else {
			rows, cursors = append(rows, seen...), append(cursors, at...)
		}
		switch {
		case !more:
			return rows, cursors, nil
		case err != nil && on == "":
			continue
		case on == "" || on == cursor && err == nil:
			return rows, cursors, errors.New("there is more, but no way there")
		}
		cursor = on
	}
}

// errBackOnly says that an item was reached in a way that does not tell how to go on.
var errBackOnly = errors.New("the cursor leads back only")

func describe(s *connection.Slice) string {
	if s == nil {
		return "nothing"
	}
	return fmt.Sprintf("%q previous %v next %v", rowsOf(s), s.HasPrevious, s.HasNext)
}

// Whatever the pages look like, a client that goes on for as long as there is more sees
// each row once, in order: forward, and back from any cursor.
func TestSlice_leadsToEachRowOnceThroughOddPages(t *testing.T) {
	t.Parallel()
	_, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"links", "next", "sameCursor", "cursors", "unpaged"}
	shapes := []string{"short", "empty", "linkless", "bare", "offset"}
	for seed := range uint64(1500) {
		random := rand.New(rand.NewPCG(seed, 1))
		edge := *m.Type("User").Fields["media"].Edge
		name := names[random.IntN(len(names))]
		edge.Paging, edge.PageSize = pagings[name], 3+random.IntN(7)
		shapes := shapes
		if random.IntN(2) == 0 { // behind an empty page nothing tells which rows come again
			shapes = []string{"short", "linkless", "bare", "offset", "overlap"}
		}
		some := slices.DeleteFunc(slices.Clone(shapes), func(string) bool { return random.IntN(3) > 0 })
		p := &trip{edge: &edge, node: &expansion.Expansion{Type: m.Type("Media")}, oddPages: &oddPages{
			Rand: random, rows: random.IntN(30), paging: edge.Paging, found: random.IntN(4) == 0 && name != "sameCursor", shapes: some, one: 2 + random.IntN(4),
		}}
		if err := p.holds(int32(1 + random.IntN(9))); err != nil {
			t.Errorf("seed %d: %d rows of %s (found: %v), %d on a page, one in %d of %v: %v", seed, p.rows, name, p.found, edge.PageSize, p.one, some, err)
			for _, step := range p.steps {
				t.Log(step)
			}
			return
		}
	}
}

// holds checks the way from the start, and the ways from a cursor on it.
func (p *trip) holds(size int32) error {
	rows, cursors, err := p.goOn("", size, false)
	if err != nil || !slices.Equal(rows, count(0, p.rows)) {
		return fmt.Errorf("from the start: %v, %w", rows, err)
	}
	if p.rows == 0 {
		return nil
	}
	at := p.IntN(p.rows)
	p.steps = append(p.steps, fmt.Sprint("from row ", at))
	if rows, _, err := p.goOn(cursors[at], size, false); err != nil || !slices.Equal(rows, count(at+1, p.rows)) {
		return fmt.Errorf("after %d: %v, %w", at, rows, err)
	}
	if slices.Contains(p.shapes, "overlap") { // on the way back, what is before a page is not known
		return nil
	}
	rows, cursors, err = p.goOn(cursors[at], size, true)
	if err != nil || !slices.Equal(rows, count(0, at)) {
		return fmt.Errorf("before %d: %v, %w", at, rows, err)
	}
	if at == 0 {
		return nil
	}
	at = p.IntN(at)
	p.steps = append(p.steps, fmt.Sprint("from row ", at, ", which was read backwards"))
	if rows, _, err := p.goOn(cursors[at], size, false); !errors.Is(err, errBackOnly) && (err != nil || !slices.Equal(rows, count(at+1, p.rows))) {
		return fmt.Errorf("after %d, which was read backwards: %v, %w", at, rows, err)
	}
	return nil
}

// count returns the rows from one up to another.
func count(from, to int) (rows []int) {
	for i := from; i < to; i++ {
		rows = append(rows, i)
	}
	return rows
}
