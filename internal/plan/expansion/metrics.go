package expansion

import (
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/plan/refused"
)

// Fields of a node that ask one edge for metrics, with all other arguments alike, are one
// page: a call asks for the metrics of all of them, and each field takes its own from the
// answer.

// paramMetric is the parameter of edges with metrics.
//
// Source: Meta, Instagram Platform, Insights.
const paramMetric = "metric"

// isMetrics reports whether a parameter names metrics.
func isMetrics(p fields.Param) bool { return p.Name == paramMetric }

// withoutMetricsOf returns parameters without the one that names metrics.
func withoutMetricsOf(params []fields.Param) []fields.Param {
	if !slices.ContainsFunc(params, isMetrics) {
		return params
	}
	return slices.DeleteFunc(slices.Clone(params), isMetrics)
}

// MetricsIn returns the metrics that parameters name, by the Graph API's names.
func MetricsIn(params []fields.Param) []string {
	if i := slices.IndexFunc(params, isMetrics); i >= 0 && params[i].Value != "" {
		return strings.Split(params[i].Value, ",")
	}
	return nil
}

// withMetricsOf returns parameters that name the metrics of others too, behind their own.
func withMetricsOf(params, others []fields.Param) []fields.Param {
	all := MetricsIn(params)
	for _, metric := range MetricsIn(others) {
		if !slices.Contains(all, metric) {
			all = append(all, metric)
		}
	}
	if len(all) == len(MetricsIn(params)) {
		return params
	}
	both := slices.Clone(params)
	both[slices.IndexFunc(both, isMetrics)].Value = strings.Join(all, ",")
	return both
}

func (e *Edge) metrics() []string { return MetricsIn(e.Params) }

// TellMetricsApart asks for the names of metrics, where the page or a field that takes its
// own from there has several.
func (e *Edge) TellMetricsApart(ofField []string) {
	if len(e.metrics()) > 1 || len(ofField) > 1 {
		e.Node.Add("name")
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
	kept.Params, kept.Refused = slices.Clone(e.Params), slices.Clone(e.Refused)
	for i, p := range kept.Params {
		if isMetrics(p) {
			left := slices.DeleteFunc(e.metrics(), func(metric string) bool { return slices.Contains(names, metric) })
			kept.Params[i].Value = strings.Join(left, ",")
		}
	}
	for _, metric := range names {
		kept.Refused = append(kept.Refused, &refused.MetricError{Metrics: []string{metric}, Cause: err})
	}
	return &kept
}
