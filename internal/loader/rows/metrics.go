package rows

import (
	"cmp"
	"errors"
	"math/bits"
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/refused"
)

// Media of one product type have metrics that others lack, and one media that lacks a metric
// makes the call for a page fail. So where the first node of a page is refused some of several
// metrics, all are asked for the others together, and those metrics of the nodes apart.

// metricsOf returns the metrics that the edge of a node asks for; none of a field.
func metricsOf(m entity.Missing) []string {
	if m.Edge == nil {
		return nil
	}
	return expansion.MetricsIn(m.Edge.Edge, m.Edge.Params)
}

// mostCalls returns how many calls it mostly takes at most to ask a node for an edge by itself:
// of several metrics, the refused one is found by halves.
func mostCalls(m entity.Missing) int {
	if metrics := metricsOf(m); len(metrics) > 1 {
		return 1 + bits.Len(uint(len(metrics)))
	}
	return 1
}

// several reports whether the hunt is for an edge with several metrics, of which a node may be
// refused some only.
func (h *rowHunt) several() bool {
	_, edge := h.part.(rowEdge)
	return edge && len(metricsOf(h.rows[0])) > 1
}

// refusedBefore returns the error with which a node is remembered to be refused its part, or a
// metric of it; nil when no such error is remembered.
func (h *rowHunt) refusedBefore(m entity.Missing) error {
	if err := h.part.refused(m); err != nil || !h.several() {
		return err
	}
	for _, metric := range metricsOf(m) {
		if err := h.RefusedPart(m.Node.GraphID, partOf(m.Edge, metric)); err != nil {
			return err
		}
	}
	return nil
}

// refuse gives a node that is refused its part the error or, where that may be about one of
// several metrics, the metrics that the node is not refused. Where no calls are left to find these
// out, the node is left for another time.
func (h *rowHunt) refuse(m entity.Missing, why error) {
	known := h.refusedBefore(m) != nil
	if !h.several() || h.part.refused(m) != nil || !known && noFigures(why) {
		h.part.refuse(m, why)
		return
	}
	if (known || h.Left() > 2) && h.take() {
		page, err := h.source.FollowUp(m.Node, m.Edge)
		if err == nil {
			m.Node.Put(m.Edge.Key, page, nil)
			h.answered = true
			return
		}
	} else if known || !h.asTheFirst(why) {
		h.part.leave(m, repair.ErrLeftOut)
		return
	}
	h.part.refuse(m, why)
}

// asTheFirst reports whether the first node on the page is refused the part for the same reason, and
// no node has had it.
func (h *rowHunt) asTheFirst(why error) bool {
	first := h.part.refused(h.rows[0])
	return !h.answered && first != nil && graphapi.Alike(first, why)
}

// ofOneMetric reports whether the refusal of an edge can be about one of several metrics.
func ofOneMetric(m entity.Missing) bool {
	return len(metricsOf(m)) > 1 && !noFigures(m.Edge.RefusedWith)
}

// noFigures reports whether an error says that a node has no figures, whatever the metric.
func noFigures(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.NoFigures()
}

// lostMetrics are the metrics of an edge that the first node on a page is refused: the part
// that the other nodes on the page are asked for apart.
type lostMetrics struct {
	*Rows
	// rows are the nodes on the page, the first one too.
	rows []entity.Missing
	// edge asks for these metrics alone, and refusal says why the first node has none of them.
	edge    *expansion.Edge
	refusal []*refused.MetricError
	// outcomes are what is known of nodes, by their places on the page.
	outcomes map[*entity.Base]outcome
}

// outcome is a page with the figures of a node, or why there is none.
type outcome struct {
	page *entity.Page
	why  error
}

// withoutMetrics asks for several metrics of the first node by itself. If the node is refused
// some of them, the others are asked without these for now. It returns the lost metrics, nil for
// none, how many nodes are done with, and whether one of the others is refused for sure.
func (h *rowHunt) withoutMetrics() (lost *lostMetrics, done int, sure bool) {
	first := h.rows[0]
	if len(metricsOf(first)) < 2 {
		return nil, 0, true
	}
	if known := h.lostByAll(); len(known) > 0 {
		h.MarkRefused()
		h.leaveOut(known)
		return nil, 0, false
	}
	if h.part.refused(first) != nil || !h.take() {
		return nil, 0, true
	}
	page, err := h.source.FollowUp(first.Node, first.Edge)
	first.Node.Put(first.Edge.Key, page, err)
	h.answered = h.answered || err == nil
	if err != nil {
		h.RememberEdge(first, err)
		h.behind = true
		return nil, h.unlessForbidden(err), false
	}
	if len(page.Refused) == 0 {
		return nil, 1, true
	}
	lost = h.lost(slices.DeleteFunc(slices.Clone(page.Refused), leftOut))
	h.leaveOut(page.Refused)
	if len(lost.refusal) == 0 {
		return nil, 1, false
	}
	if lost.byAll() {
		for i, metric := range metricsIn(lost.refusal) {
			h.RememberAll(first, partOf(lost.edge, metric), lost.refusal[i].Cause)
		}
		return nil, 1, false
	}
	return lost, 1, false
}

// leftOut reports whether metrics were left out of a call though nothing may be wrong with them.
func leftOut(r *refused.MetricError) bool { return errors.Is(r, repair.ErrLeftOut) }

// unlessForbidden gives all nodes the error of the first one, if that seems to need a permission
// and the last node and the one in the middle are refused so too. It returns how many nodes are
// done with.
func (h *rowHunt) unlessForbidden(err error) (done int) {
	if !forbidden(err) || !forbidden(h.err) {
		return 1
	}
	h.rows = h.unlessEnds(h.rows)
	for done < len(h.rows) && h.part.refused(h.rows[done]) != nil {
		done++
	}
	return done
}

// lostByAll returns the metrics that all nodes on the page are remembered to be refused, unless
// these are all that is asked for.
func (h *rowHunt) lostByAll() (known []*refused.MetricError) {
	first := h.rows[0]
	metrics := metricsOf(first)
	for _, metric := range metrics {
		if err := h.RefusedAll(first, partOf(first.Edge, metric)); err != nil {
			known = append(known, &refused.MetricError{Metrics: []string{metric}, Cause: err})
		}
	}
	if len(known) == len(metrics) {
		return nil
	}
	return known
}

// leaveOut asks no node for some metrics.
func (h *rowHunt) leaveOut(lost []*refused.MetricError) {
	for i, m := range h.rows {
		h.rows[i].Edge = m.Edge.WithoutMetrics(lost)
	}
}

// lost returns the metrics that the first node is refused.
func (h *rowHunt) lost(why []*refused.MetricError) *lostMetrics {
	return &lostMetrics{
		Rows: h.Rows, rows: slices.Clone(h.rows), edge: h.rows[0].Edge.WithMetrics(metricsIn(why)),
		refusal: why, outcomes: map[*entity.Base]outcome{},
	}
}

// metricsIn returns the metrics that were refused.
func metricsIn(lost []*refused.MetricError) (names []string) {
	for _, r := range lost {
		names = append(names, r.Metrics...)
	}
	return names
}

// partOf returns one metric of an edge.
func partOf(e *expansion.Edge, metric string) expansion.Part {
	p := expansion.EdgeOnly(e.Parent, e).Parts()[0]
	p.Metric = metric
	return p
}

// byAll reports whether the last node and the one in the middle are refused the metrics like
// the first one: then all of them are taken to be.
func (l *lostMetrics) byAll() bool {
	for _, at := range []int{len(l.rows) - 1, len(l.rows) / 2} {
		if asked, err := l.sample(l, l.rows[at]); !asked || err == nil {
			return false
		}
	}
	return true
}

// tellApart asks the nodes behind the first one for the lost metrics: each by itself where the
// refusal is about one media, and there mostly about all of a product type.
func (l *lostMetrics) tellApart() {
	others := slices.DeleteFunc(slices.Clone(l.rows[1:]), func(m entity.Missing) bool { _, known := l.outcomes[m.Node]; return known || l.refused(m) != nil })
	if suspect.OneMedia(l.refusal[0].Cause) && len(others) <= l.LeftApart() {
		for _, m := range others {
			_, _ = l.sample(l, m)
		}
	} else {
		h := &rowHunt{Rows: l.Rows, part: l, rows: l.rows, err: l.refusal[0].Cause, behind: true, answered: true}
		h.hunt(1, false)
	}
	for _, m := range l.rows[1:] {
		l.merge(m)
	}
}

// merge gives a node the figures that it was asked for apart from its others, or their errors.
func (l *lostMetrics) merge(m entity.Missing) {
	page, err := m.Node.Page(m.Edge.Key)
	if page == nil || err != nil {
		return
	}
	found, asked := l.outcomes[m.Node]
	if !asked {
		found.why = cmp.Or(l.refused(m), error(repair.ErrLeftOut))
	}
	merged := *page
	merged.Refused = slices.DeleteFunc(slices.Clone(page.Refused), func(r *refused.MetricError) bool {
		return slices.ContainsFunc(r.Metrics, func(metric string) bool { return slices.Contains(metricsIn(l.refusal), metric) })
	})
	switch {
	case found.why == nil:
		merged.Items = slices.Concat(page.Items, found.page.Items)
	case slices.ContainsFunc(l.refusal, func(r *refused.MetricError) bool { return graphapi.Alike(r, found.why) }):
		merged.Refused = append(merged.Refused, l.refusal...)
	default:
		for _, metric := range metricsIn(l.refusal) {
			merged.Refused = append(merged.Refused, &refused.MetricError{Metrics: []string{metric}, Cause: found.why})
		}
	}
	m.Node.Put(m.Edge.Key, &merged, nil)
}

func (l *lostMetrics) wanted(entity.Missing) *expansion.Expansion {
	return expansion.EdgeOnly(l.edge.Parent, l.edge)
}

func (l *lostMetrics) alone(m entity.Missing) error {
	page, err := l.source.FollowUpAlone(m.Node, l.edge)
	if err == nil {
		l.outcomes[m.Node] = outcome{page: page}
	}
	return err
}

func (l *lostMetrics) give(m entity.Missing, from entity.Entity) {
	if page, _ := from.EntityBase().Page(l.edge.Key); page != nil {
		l.outcomes[m.Node] = outcome{page: page}
	}
}

func (l *lostMetrics) refuse(m entity.Missing, err error) {
	for _, metric := range metricsIn(l.refusal) {
		l.RememberPart(m.Node.GraphID, partOf(l.edge, metric), err)
	}
	l.outcomes[m.Node] = outcome{why: err}
}

func (*lostMetrics) leave(entity.Missing, error) {} // what is not known of a node in the end was left out

func (l *lostMetrics) refused(m entity.Missing) (err error) {
	for _, metric := range metricsIn(l.refusal) {
		if err = l.RefusedPart(m.Node.GraphID, partOf(l.edge, metric)); err == nil {
			return nil
		}
	}
	return err
}
