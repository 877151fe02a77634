package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
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

// split divides the arguments of a field into those of single calls: metrics with
// different metric types cannot be in one call. A metric that the Graph API would
// refuse is left out, with the reason in refused.
func split(of *Node, f *mapping.Field, d *dialect.Dialect, now time.Time, values map[string]any) (parts []map[string]any, refused []error, err error) {
	i := slices.IndexFunc(f.Params, func(p mapping.Param) bool { return p.Values != nil && len(p.Values.Metrics) > 0 })
	if i < 0 {
		return []map[string]any{values}, nil, nil
	}
	param := f.Params[i]
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
	seen := map[any]bool{}
	for _, metric := range metrics {
		if seen[metric] {
			continue
		}
		seen[metric] = true
		with, err := metricArgs(of, param, fmt.Sprint(metric), d, values)
		if err != nil {
			refused = append(refused, err)
			continue
		}
		same := slices.IndexFunc(parts, func(part map[string]any) bool { return part[argMetricType] == with[argMetricType] })
		if same < 0 {
			with[param.Argument] = []any{metric}
			parts = append(parts, with)
			continue
		}
		parts[same][param.Argument] = append(parts[same][param.Argument].([]any), metric)
	}
	return parts, refused, nil
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

// metricArgs returns the arguments that a call for one metric needs. The error says
// why it cannot be asked for like this.
func metricArgs(of *Node, param mapping.Param, name string, d *dialect.Dialect, values map[string]any) (map[string]any, error) {
	with := maps.Clone(values)
	metric, known := param.Values.Metrics[name]
	if reason := param.Values.Retired[name]; reason != "" && (d.Major == 0 || d.Major > metric.Until) {
		return nil, problem.Input(param.Argument, name+" has been retired", reason)
	}
	if !known { // the schema does not restrict it
		return with, nil
	}
	if !metric.Requires.SupportedBy(d.Login) {
		return nil, &mapping.UnsupportedError{What: "the metric " + name, Login: d.Login, Logins: metric.Requires.Logins}
	}
	for _, limit := range []struct {
		argument string
		allowed  []string
		limited  bool
	}{
		{argPeriod, metric.Periods, metric.Periods != nil},
		{argMetricType, metric.Types, metric.Types != nil},
		{argBreakdowns, metric.Breakdowns, true},
	} {
		for _, given := range graphql.CoerceList(values[limit.argument]) {
			if limit.limited && !slices.Contains(limit.allowed, fmt.Sprint(given)) {
				return nil, notTaken(limit.argument, name, given, limit.allowed)
			}
		}
	}
	if metricType := defaultType(metric, values); metricType != "" {
		with[argMetricType] = metricType
	}
	if err := totals(name, metric, with); err != nil {
		return nil, err
	}
	if !metric.Timeframe && values[argTimeframe] != nil {
		return nil, problem.Input(argTimeframe, name+" takes no timeframe", "Bound its time with since and until.")
	}
	return with, unfit(param, name, of.Products)
}

// defaultType returns the metric type to ask for when the client names none; empty
// where the Graph API's own default is right. Only totals have breakdowns.
func defaultType(metric mapping.Metric, values map[string]any) string {
	switch {
	case metric.Types == nil || values[argMetricType] != nil:
		return ""
	case values[argBreakdowns] != nil && slices.Contains(metric.Types, totalValue):
		return totalValue
	case metric.Types[0] != timeSeries:
		return metric.Types[0]
	}
	return ""
}

// totals returns an error if a metric with both types cannot be asked for like
// this: only totals have breakdowns, and only series have longer periods than a day.
func totals(name string, metric mapping.Metric, with map[string]any) error {
	if !slices.Contains(metric.Types, timeSeries) || !slices.Contains(metric.Types, totalValue) {
		return nil
	}
	total := with[argMetricType] != nil && fmt.Sprint(with[argMetricType]) == totalValue
	switch {
	case with[argBreakdowns] != nil && !total:
		by := strings.Trim(fmt.Sprint(with[argBreakdowns]), "[]")
		return notTaken(argMetricType, name+" by "+by, with[argMetricType], []string{totalValue})
	case total && fmt.Sprint(with[argPeriod]) != metric.Periods[0]:
		return notTaken(argPeriod, name+" as a total", with[argPeriod], metric.Periods[:1])
	}
	return nil
}

// unfit returns an error if no media of the given products have the metric.
func unfit(param mapping.Param, name string, products []string) error {
	had := param.Values.Metrics[name].Products
	has := func(product string) bool { return slices.Contains(had, product) }
	switch {
	case products == nil || had == nil || slices.ContainsFunc(products, has):
		return nil
	case len(products) == 0:
		return problem.Input(param.Argument, "these media have no insights", "Leave them out here.")
	}
	return problem.Input(param.Argument, fmt.Sprintf("%s exists for %s only; these media are %s", name, strings.Join(had, " and "), strings.Join(products, " or ")),
		"Leave it out here, and ask for it where there are media of its product type.")
}

// The metric types. Without one the Graph API returns a time series.
const (
	timeSeries = "TIME_SERIES"
	totalValue = "TOTAL_VALUE"
)

// notTaken returns the error of an argument that a metric does not take, with what
// it takes instead.
func notTaken(argument, metric string, given any, allowed []string) error {
	if argument == argBreakdowns { // clients mostly give one
		argument = argBreakdown
	}
	hint := "Leave it out, or ask for the metric in a field of its own."
	if len(allowed) > 0 {
		hint = "It takes " + strings.Join(allowed, ", ") + ". Metrics that differ in this can be asked for in fields of their own."
	}
	return problem.Input(argument, fmt.Sprintf("%s cannot be asked for with %v", metric, given), hint)
}
