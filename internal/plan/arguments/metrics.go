package arguments

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/problem"
)

// The arguments of a field with metrics.
const (
	argMetricType = "metricType"
	argPeriod     = "period"
	argBreakdown  = "breakdown"
	argBreakdowns = "breakdowns"
	argTimeframe  = "timeframe"
)

// split divides the arguments of a field into those of single calls: metrics that need
// different arguments cannot be in one call. A metric that the Graph API would refuse
// is left out, with the reason in refused.
func split(of *expansion.Expansion, f *mapping.Field, d *dialect.Dialect, now time.Time, values map[string]any) (parts []map[string]any, refused []error, err error) {
	param, found := metricParam(f)
	if !found {
		return []map[string]any{values}, nil, nil
	}
	metrics := graphql.CoerceList(values[param.Argument])
	if len(metrics) == 0 {
		return nil, nil, problem.Input(param.Argument, "is empty", "Name at least one metric.")
	}
	if err := span(d, now, values); err != nil {
		return nil, nil, err
	}
	if values, err = together(values); err != nil {
		return nil, nil, err
	}
	q := inquiry{of, f, d, param, values, metrics}
	seen := map[any]bool{}
	for _, metric := range metrics {
		if seen[metric] {
			continue
		}
		seen[metric] = true
		with, err := q.args(fmt.Sprint(metric))
		if err != nil {
			refused = append(refused, err)
			continue
		}
		same := slices.IndexFunc(parts, func(part map[string]any) bool { return alike(part, with) })
		if same < 0 {
			with[param.Argument] = []any{metric}
			parts = append(parts, with)
			continue
		}
		parts[same][param.Argument] = append(parts[same][param.Argument].([]any), metric)
	}
	return parts, refused, nil
}

// metricParam returns the parameter of a field that takes metrics; false where none does.
func metricParam(f *mapping.Field) (mapping.Param, bool) {
	i := slices.IndexFunc(f.Params, func(p mapping.Param) bool { return p.Values != nil && len(p.Values.Metrics) > 0 })
	if i < 0 {
		return mapping.Param{}, false
	}
	return f.Params[i], true
}

// alike reports whether two metrics with those arguments can be in one call: of the
// arguments, only these depend on the metric.
func alike(a, b map[string]any) bool {
	return a[argMetricType] == b[argMetricType] && a[argTimeframe] == b[argTimeframe]
}

// together returns the arguments with all breakdowns in breakdowns, each once.
func together(values map[string]any) (map[string]any, error) {
	one, several := values[argBreakdown], graphql.CoerceList(values[argBreakdowns])
	if one != nil && values[argBreakdowns] != nil {
		return nil, problem.Input(argBreakdowns, "is given together with breakdown", "Give all dimensions in breakdowns.")
	}
	if one != nil {
		several = []any{one}
	}
	with := maps.Clone(values)
	with[argBreakdown], with[argBreakdowns] = nil, nil
	var each []any
	for _, dimension := range several {
		if !slices.Contains(each, dimension) {
			each = append(each, dimension)
		}
	}
	if len(each) > 0 {
		with[argBreakdowns] = each
	}
	return with, nil
}
