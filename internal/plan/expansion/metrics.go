package expansion

import (
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/refused"
)

// Fields of a node that ask one edge for metrics, with all other arguments alike, are one
// page: a call asks for the metrics of all of them, and each field takes its own from the
// answer.

// metricsAt returns where among parameters of an edge its metrics are named; -1 for
// nowhere.
func metricsAt(edge *mapping.Edge, params []fields.Param) int {
	if edge.Metrics == "" {
		return -1
	}
	return slices.IndexFunc(params, func(p fields.Param) bool { return p.Name == edge.Metrics })
}

// withoutMetricsOf returns parameters of an edge without the one that names metrics.
func withoutMetricsOf(edge *mapping.Edge, params []fields.Param) []fields.Param {
	if i := metricsAt(edge, params); i >= 0 {
		return slices.Delete(slices.Clone(params), i, i+1)
	}
	return params
}

// withMetrics returns parameters of an edge that name these metrics in place of those that
// they name.
func withMetrics(edge *mapping.Edge, params []fields.Param, metrics []string) []fields.Param {
	params = slices.Clone(params)
	if i := metricsAt(edge, params); i >= 0 {
		params[i].Value = strings.Join(metrics, ",")
	}
	return params
}

// MetricsIn returns the metrics that parameters of an edge name, by the Graph API's names.
func MetricsIn(edge *mapping.Edge, params []fields.Param) []string {
	if i := metricsAt(edge, params); i >= 0 && params[i].Value != "" {
		return strings.Split(params[i].Value, ",")
	}
	return nil
}

// withMetricsOf returns parameters of an edge that name the metrics of others too, behind
// their own.
func withMetricsOf(edge *mapping.Edge, params, others []fields.Param) []fields.Param {
	own := MetricsIn(edge, params)
	all := own
	for _, metric := range MetricsIn(edge, others) {
		if !slices.Contains(all, metric) {
			all = append(all, metric)
		}
	}
	if len(all) == len(own) {
		return params
	}
	return withMetrics(edge, params, all)
}

func (e *Edge) metrics() []string { return MetricsIn(e.Edge, e.Params) }

// TellMetricsApart asks each item for its metric, where the page or a field that takes its
// own from there has several.
func (e *Edge) TellMetricsApart(ofField []string) {
	if len(e.metrics()) > 1 || len(ofField) > 1 {
		e.Node.Add(e.Metric)
	}
}

// KeepMetricsApart gives the page a key that no page with other metrics has.
func (e *Edge) KeepMetricsApart() {
	if len(e.metrics()) > 0 {
		e.Key = e.Words()
	}
}

// Words returns the edge's name and parameters, with all metrics that it was asked for at
// first: the same for all that ask for the same.
func (e *Edge) Words() string {
	metrics := e.metrics()
	for _, lost := range e.Refused {
		metrics = append(metrics, lost.Metrics...)
	}
	slices.Sort(metrics)
	return e.Key + " " + strings.Join(metrics, ",")
}

// WithMetrics returns the edge with these metrics in place of its own. It keeps its key.
func (e *Edge) WithMetrics(names []string) *Edge {
	other := *e
	other.Params, other.Refused = withMetrics(e.Edge, e.Params, names), nil
	return &other
}

// WithoutMetrics returns the edge without metrics that are refused. It keeps its key.
func (e *Edge) WithoutMetrics(lost []*refused.MetricError) *Edge {
	for _, r := range lost {
		e = e.withoutMetrics(r.Metrics, r.Cause)
	}
	return e
}

// withoutMetrics returns the edge without some of its metrics, which are refused with
// an error. It keeps its key.
func (e *Edge) withoutMetrics(names []string, err error) *Edge {
	kept := *e
	left := slices.DeleteFunc(e.metrics(), func(metric string) bool { return slices.Contains(names, metric) })
	kept.Params, kept.Refused = withMetrics(e.Edge, e.Params, left), slices.Clone(e.Refused)
	for _, metric := range names {
		kept.Refused = append(kept.Refused, &refused.MetricError{Metrics: []string{metric}, Cause: err})
	}
	return &kept
}
