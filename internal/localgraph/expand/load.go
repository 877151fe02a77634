package expand

import (
	"context"
	"database/sql"
	"slices"
	"strconv"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// span is the run of rows of one parent.
type span struct {
	parent     int64
	start, end int
	more       bool   // there are rows beyond the page
	walk       string // the cursor, where all pages have the same one
	empty      bool   // by quirk: there are rows, but they are not shown
}

// maxRows is the most rows that one call may ask for: at each edge, a page for
// every parent found. Meta counts work, not rows, and does not say how; the
// refusal is the same.
const maxRows = 50_000

// reserve counts the most rows that a statement can give, before it runs.
func (c *Call) reserve(rows int) error {
	if c.rows += rows; c.rows > maxRows {
		return apierror.TooMuchData()
	}
	return nil
}

// loadNodes reads the nodes of these ids, in their order, and all below them.
func (g *Graph) loadNodes(ctx context.Context, call *Call, l *level, ids []int64) error {
	if err := call.reserve(len(ids)); err != nil {
		return err
	}
	if _, err := g.query(ctx, l, nodesSQL(l), call.args(idList(ids))...); err != nil {
		return err
	}
	if len(l.ids) != len(ids) {
		return apierror.Unknown()
	}
	return g.loadBelow(ctx, call, l)
}

// loadEdge reads one page behind each parent, and all below.
func (g *Graph) loadEdge(ctx context.Context, call *Call, l *level, parents []int64) error {
	if len(parents) == 0 {
		return nil
	}
	if err := call.reserve(len(parents) * l.page.limit); err != nil {
		return err
	}
	args, err := g.edgeArgs(call, l, parents)
	if err != nil {
		return err
	}
	keys, err := g.query(ctx, l, edgeSQL(l), append(call.args(idList(parents)), args...)...)
	if err != nil {
		return err
	}
	l.cut(parents, keys)
	if !l.page.backward() {
		for i := range l.spans {
			l.misbehave(call, &l.spans[i])
		}
	}
	l.drop()
	if l.edge.Paging == catalog.Repeated {
		g.walkOn(call, l)
	}
	return g.loadBelow(ctx, call, l)
}

// cut finds the span of each parent; keys holds each row's parent, as its place
// among the parents. One row beyond the limit was read: it shows that there are
// more.
func (l *level) cut(parents []int64, keys []int) {
	l.spans = make([]span, len(parents))
	row := 0
	for i, parent := range parents {
		s := span{parent: parent, start: row}
		for row < len(keys) && keys[row] == i {
			row++
		}
		s.end = row
		if s.end-s.start > l.page.limit {
			s.more = true
			if l.page.backward() {
				s.start++
			} else {
				s.end--
			}
		}
		l.spans[i] = s
	}
}

// drop removes the rows that are in no span, so that nothing is read below them.
func (l *level) drop() {
	kept, width := 0, len(l.columns)
	for i := range l.spans {
		s := &l.spans[i]
		n := copy(l.ids[kept:], l.ids[s.start:s.end])
		copy(l.seqs[kept:], l.seqs[s.start:s.end])
		copy(l.cells[kept*width:], l.cells[s.start*width:s.end*width])
		s.start, s.end = kept, kept+n
		kept += n
	}
	l.ids, l.seqs, l.cells = l.ids[:kept], l.seqs[:kept], l.cells[:kept*width]
}

func (l *level) misbehave(call *Call, s *span) {
	n := s.end - s.start
	if n > 1 && call.quirk(ShortPage, l.edge.Name) {
		s.end, s.more = s.start+n/2, true
	}
	if n > 0 && call.quirk(EmptyPage, l.edge.Name) {
		s.empty, s.more = true, true
	}
}

// loadBelow reads the objects and edges of a level's rows. It refuses rows of
// which Meta has lost something.
func (g *Graph) loadBelow(ctx context.Context, call *Call, l *level) error {
	for row := range l.ids {
		if slices.ContainsFunc(l.lost, func(column int) bool { return l.cell(row, column).number != 0 }) {
			return apierror.LostVideo()
		}
	}
	if len(l.ids) == 0 {
		return nil
	}
	for i := range l.items {
		it := &l.items[i]
		var err error
		switch {
		case it.level == nil:
		case it.level.query != nil:
			err = call.computeInsights(l, it.level, it.column)
		case it.level.edge != nil:
			err = g.loadEdge(ctx, call, it.level, l.ids)
		case it.field.Value == catalog.Lookup:
			err = g.loadLookup(ctx, call, it)
		default:
			err = g.loadObjects(ctx, call, l, it)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// query runs a level's statement and keeps its rows. It returns the first column
// of each: the place of the row's parent, or of its id, in the list.
func (g *Graph) query(ctx context.Context, l *level, text string, args ...any) (keys []int, err error) {
	var key int
	var seq, id int64
	cells := make([]cell, len(l.columns))
	targets := []any{&key, &seq, &id}
	for i := range cells {
		targets = append(targets, &cells[i])
	}
	err = g.db.Query(ctx, text, func(rows *sql.Rows) error {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		keys, l.seqs, l.ids = append(keys, key), append(l.seqs, seq), append(l.ids, id)
		l.cells = append(l.cells, cells...)
		return nil
	}, args...)
	return keys, err
}

// cell returns a value of a row.
func (l *level) cell(row, column int) cell { return l.cells[row*len(l.columns)+column] }

// cell is one value from SQLite: nothing, an integer or a text.
type cell struct {
	number int64
	text   string
	set    bool
}

var _ sql.Scanner = (*cell)(nil)

// Scan sets the cell to a value.
func (c *cell) Scan(value any) error {
	*c = cell{set: value != nil}
	switch v := value.(type) {
	case int64:
		c.number = v
	case string:
		c.text = v
	case []byte:
		c.text = string(v)
	}
	return nil
}

// idList writes ids as the JSON array that the statements read.
func idList(ids []int64) string {
	list := []byte{'['}
	for i, id := range ids {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, id, 10)
	}
	return string(append(list, ']'))
}
