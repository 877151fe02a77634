package expand

import (
	"strconv"

	"github.com/gramql/gramql/internal/localgraph/insight"
)

// insights compiles the insights of a level's rows. It returns the column that
// they are computed from, and the query.
func (c *compiler) insights(parents, l *level) (column int, q *insight.Query, err error) {
	var params insight.Params
	for _, p := range l.params {
		unix, _ := p.value.(int64)
		switch p.name {
		case "metric":
			params.Metric = p.text
		case "metric_type":
			params.MetricType = p.text
		case "period":
			params.Period = p.text
		case "breakdown":
			params.Breakdown = p.text
		case "timeframe":
			params.Timeframe = p.text
		case "since":
			params.Since = unix
		case "until":
			params.Until = unix
		}
	}
	q, err = insight.Read(parents.typ.Kind, c.call.Viewer.Login, params, c.call.Now.Unix())
	return parents.columnOf(l.edge.Subject), q, err
}

// computeInsights fills a level with the insights of its parents' rows.
func (c *Call) computeInsights(parents, l *level, column int) error {
	if err := c.reserve(len(parents.ids) * l.query.Metrics()); err != nil {
		return err
	}
	l.spans = make([]span, len(parents.ids))
	for row, id := range parents.ids {
		results, err := l.query.Of(parents.cell(row, column).text)
		if err != nil {
			return err
		}
		l.spans[row] = span{parent: id, start: len(l.ids), end: len(l.ids) + len(results)}
		for i := range results {
			l.ids, l.seqs = append(l.ids, id), append(l.seqs, int64(i))
			for _, property := range l.columns {
				text, ok := results[i].Property(property)
				l.cells = append(l.cells, cell{text: text, set: ok})
			}
		}
	}
	return nil
}

// ranges writes the paging block of insights: links to the time ranges before and
// after.
func (w *writer) ranges(l *level, parent int64) {
	if !l.query.Ranged {
		return
	}
	length := l.query.Until - l.query.Since
	w.text = append(w.text, `,"paging":{"previous":`...)
	w.text = appendString(w.text, w.rangeFrom(l, parent, l.query.Since-length))
	w.text = append(w.text, `,"next":`...)
	w.text = appendString(w.text, w.rangeFrom(l, parent, l.query.Until))
	w.text = append(w.text, '}')
}

// rangeFrom returns the address of the time range that starts at a Unix time.
func (w *writer) rangeFrom(l *level, parent, since int64) string {
	params := [][2]string{{"fields", l.list.String()}}
	for _, p := range l.params {
		switch p.name {
		case "since":
			p.text = strconv.FormatInt(since, 10)
		case "until":
			p.text = strconv.FormatInt(since+l.query.Until-l.query.Since, 10)
		}
		params = append(params, [2]string{p.name, p.text})
	}
	return w.call.Link.edge(parent, l.edge.Name, params)
}
