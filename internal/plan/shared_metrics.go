package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
)

// Fields of a node that ask one edge for metrics, with all other arguments alike, are one
// page: a call asks for the metrics of all of them, and each field takes its own from the
// answer.

// isMetrics reports whether a parameter names metrics.
func isMetrics(p fields.Param) bool { return p.Name == paramMetric }

// withoutMetricsOf returns parameters without the one that names metrics.
func withoutMetricsOf(params []fields.Param) []fields.Param {
	if !slices.ContainsFunc(params, isMetrics) {
		return params
	}
	return slices.DeleteFunc(slices.Clone(params), isMetrics)
}

// metricsIn returns the metrics that parameters name, by the Graph API's names.
func metricsIn(params []fields.Param) []string {
	if i := slices.IndexFunc(params, isMetrics); i >= 0 && params[i].Value != "" {
		return strings.Split(params[i].Value, ",")
	}
	return nil
}

// withMetricsOf returns parameters that name the metrics of others too, behind their own.
func withMetricsOf(params, others []fields.Param) []fields.Param {
	all := metricsIn(params)
	for _, metric := range metricsIn(others) {
		if !slices.Contains(all, metric) {
			all = append(all, metric)
		}
	}
	if len(all) == len(metricsIn(params)) {
		return params
	}
	both := slices.Clone(params)
	both[slices.IndexFunc(both, isMetrics)].Value = strings.Join(all, ",")
	return both
}

// tellMetricsApart asks for the names of metrics, where the page or a field that takes its
// own from there has several.
func (e *Edge) tellMetricsApart(ofField []string) {
	if len(e.metrics()) > 1 || len(ofField) > 1 {
		e.Node.add("name")
	}
}

// Words returns the edge's name and parameters, with all metrics that it was asked for at
// first: the same for all that ask for the same.
func (e *Edge) Words() string {
	metrics := e.metrics()
	for _, refused := range e.Refused {
		metrics = append(metrics, refused.names()...)
	}
	slices.Sort(metrics)
	return e.Key + " " + strings.Join(metrics, ",")
}

// Metrics returns the metrics that the arguments name, by the Graph API's names and in the
// client's order; nil for a field without metrics.
func (a Arguments) Metrics() []string { return metricsIn(a.Params) }

// keepMetricsApart gives the page a key that no page with other metrics has.
func (e *Edge) keepMetricsApart() {
	if len(e.metrics()) > 0 {
		e.Key = e.Words()
	}
}

// inOrder notes in what order the client names the metrics of a field.
func inOrder(all []Arguments, f *mapping.Field, values map[string]any) {
	param, found := metricParam(f)
	if !found {
		return
	}
	var order []string
	for _, metric := range graphql.CoerceList(values[param.Argument]) {
		if name := strings.ToLower(fmt.Sprint(metric)); !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	for i := range all {
		all[i].Order = order
	}
}

// Own returns those refusals of a page's metrics that are about the field's own. It returns
// an error where all of these are refused.
func (a Arguments) Own(refused []*MetricError) ([]*MetricError, error) {
	metrics, lost := a.Metrics(), 0
	var own []*MetricError
	for _, r := range refused {
		if count := intersection(r.names(), metrics); count > 0 {
			own, lost = append(own, r), lost+count
		}
	}
	if len(own) > 0 && lost == len(metrics) {
		return nil, ofAllMetrics(own)
	}
	return own, nil
}

// OwnError returns the part of a page's error that is about the field's own metrics.
func (a Arguments) OwnError(err error) error {
	if all, ok := errors.AsType[MetricErrors](err); ok {
		if own, why := a.Own(all); why != nil {
			return why
		} else if len(own) > 0 {
			return MetricErrors(own)
		}
	}
	return err
}

// Others returns the metrics of a page that only other fields ask for.
func (a Arguments) Others(page *Edge) []string {
	own := a.Metrics()
	return slices.DeleteFunc(page.metrics(), func(metric string) bool { return slices.Contains(own, metric) })
}

// intersection returns how many texts are in both of two lists.
func intersection(a, b []string) (count int) {
	for _, text := range a {
		if slices.Contains(b, text) {
			count++
		}
	}
	return count
}
