package repair

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/refused"
)

// metricHunt looks for the metrics that an edge is refused for, where the error names
// none: it asks for half of them, and for more with each answer. The others are answered
// by the last call, so that there is nothing to put together.
type metricHunt[T any] struct {
	*isolation[T]
	// node is what was refused, with all metrics of the edge.
	node *expansion.Expansion
	edge expansion.Part
	// rest are the trials that left out other parts of the node later.
	rest []trial
	// good are the metrics that were answered, and reasons why the others were not.
	good    []string
	reasons map[string]*refused.Pending
	// answered reports whether there is an answer, and made are the trials that led to it.
	answered bool
	answer   T
	made     []trial
	read     int // how many nodes the answer has: of several answers, one is counted
}

func newHunt[T any](i *isolation[T], n *expansion.Expansion, edge expansion.Part, rest []trial) *metricHunt[T] {
	h := &metricHunt[T]{isolation: i, node: n, edge: edge, rest: rest, reasons: map[string]*refused.Pending{}}
	for _, metric := range edge.Metrics() {
		h.reasons[metric] = leftOut()
	}
	return h
}

// severalMetrics reports whether a part is an edge as a whole that is asked for several
// metrics.
func severalMetrics(p expansion.Part) bool { return !ofMetricOnly(p) && len(p.Metrics()) > 1 }

// MetricsOnly returns the edge with several metrics that is all that a node is asked for;
// false where there is more, or less.
func MetricsOnly(n *expansion.Expansion) (expansion.Part, bool) {
	edges := slices.DeleteFunc(n.Parts(), func(p expansion.Part) bool { return !severalMetrics(p) })
	if len(edges) != 1 || !n.Without(edges, nil, false).Empty() {
		return expansion.Part{}, false
	}
	return edges[0], true
}

// byMetric returns the answer with those metrics of an edge that can be had, where the
// edge was left out of it with all of them.
func (i *isolation[T]) byMetric(answer T) T {
	at := slices.IndexFunc(i.made, func(t trial) bool {
		return !t.deferred && !t.unsure && len(t.parts) == 1 && severalMetrics(t.parts[0])
	})
	if at < 0 {
		return answer
	}
	t, rest := i.made[at], i.made[at+1:]
	if slices.ContainsFunc(rest, func(t trial) bool { return len(t.parts) == 0 }) { // of smaller pages
		return answer
	}
	h := newHunt(i, t.refused, t.parts[0], rest)
	h.read = i.best.read
	h.hunt(t.err)
	if !h.answered && h.differ() {
		_ = h.ask(nil)
	}
	if !h.answered {
		return answer
	}
	i.made, i.node = slices.Concat(i.made[:at], h.trials()), h.asked()
	return h.answer
}

// onlyMetrics returns the answer to a call for one edge and nothing else that was refused,
// with those metrics of the edge that can be had.
func (i *isolation[T]) onlyMetrics(found T, err error) (T, []trial, error) {
	edge, ok := MetricsOnly(i.node)
	if !ok {
		return found, nil, err
	}
	h := newHunt(i, i.node, edge, nil)
	h.hunt(err)
	switch {
	case h.answered:
		i.made, i.node = h.trials(), h.asked()
		i.rememberAll()
		return h.answer, i.made, nil
	case h.differ():
		without, _ := h.without(nil)
		return found, nil, without.Refused[h.edge.Key]
	}
	return found, nil, err
}

// hunt looks for the metrics that make the edge fail. At least one of those that were
// asked for together does.
func (h *metricHunt[T]) hunt(err error) {
	refusal, _ := suspect.Separable(h.node, err)
	for pending := h.edge.Metrics(); len(pending) > 0; {
		suspects, unknown := pending, []string(nil)
		for len(suspects) > 1 {
			half := len(suspects) / 2
			switch refused := h.ask(suspects[:half]); {
			case refused == nil:
				suspects = suspects[half:]
			case !h.separable(refused):
				return
			default:
				suspects, unknown, err = suspects[:half], slices.Concat(suspects[half:], unknown), refused
				h.refusals++
			}
		}
		if len(h.good) > 0 && refusal != nil && h.once(refusal) {
			switch refused := h.ask(suspects); {
			case refused == nil:
				return // it has passed
			case h.separable(refused):
				err = refused
				h.refusals++
			}
		}
		h.reasons[suspects[0]].Cause = err
		if len(unknown) == 0 {
			return
		}
		refused := h.ask(unknown)
		if refused == nil || !h.separable(refused) || len(h.good) == 0 && graphapi.KindOf(refused) == graphapi.Forbidden {
			return
		}
		pending, err = unknown, refused
	}
}

func (h *metricHunt[T]) separable(err error) bool {
	_, ok := suspect.Separable(h.node, err)
	return ok
}

// ask asks for the good metrics and some more, and returns what these are refused for.
func (h *metricHunt[T]) ask(more []string) error {
	wanted := slices.Concat(h.good, more)
	n, made := h.without(wanted)
	if n.Empty() {
		return ErrSpent
	}
	answer, read, refused := h.call(n, repairs)
	if refused == nil {
		h.Read(-h.read)
		h.good, h.answered, h.answer, h.made, h.read = wanted, true, answer, made, read
	}
	return refused
}

// without returns the node without all metrics but the wanted ones, and the trials that
// lead there.
func (h *metricHunt[T]) without(wanted []string) (*expansion.Expansion, []trial) {
	n, made := h.node, []trial(nil)
	leave := func(t trial) {
		v := t.verdict()
		t.refused, t.parts = n, v.Among(n.Parts())
		n = n.Without(t.parts, t.err, t.deferred)
		t.node = n
		made = append(made, t)
	}
	for _, metric := range h.edge.Metrics() {
		if slices.Contains(wanted, metric) {
			continue
		}
		part := h.edge
		part.Metric = metric
		leave(trial{err: h.reasons[metric], parts: []expansion.Part{part}})
	}
	for _, t := range h.rest {
		leave(t)
	}
	return n, made
}

// asked returns the node that the answer is to.
func (h *metricHunt[T]) asked() *expansion.Expansion {
	if len(h.made) == 0 {
		return h.node
	}
	return h.made[len(h.made)-1].node
}

// trials returns the trials that led to the answer, with what is known in the end.
func (h *metricHunt[T]) trials() []trial {
	for i, t := range h.made {
		h.made[i] = t.told()
	}
	return h.made
}

// differ reports whether all metrics are refused, for different reasons.
func (h *metricHunt[T]) differ() bool {
	metrics := h.edge.Metrics()
	return !slices.ContainsFunc(metrics, func(metric string) bool { return errors.Is(h.reasons[metric], ErrLeftOut) }) &&
		slices.ContainsFunc(metrics, func(metric string) bool { return !graphapi.Alike(h.reasons[metric], h.reasons[metrics[0]]) })
}
