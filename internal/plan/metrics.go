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
	argTimeframe  = "timeframe"
)

// split divides the arguments of a field into those of single calls: metrics with
// different metric types cannot be in one call. What the Graph API would refuse is
// refused here, with the reason.
func split(of *Node, f *mapping.Field, login dialect.Login, now time.Time, values map[string]any) ([]map[string]any, error) {
	i := slices.IndexFunc(f.Params, func(p mapping.Param) bool { return p.Values != nil && len(p.Values.Metrics) > 0 })
	if i < 0 {
		return []map[string]any{values}, nil
	}
	param := f.Params[i]
	metrics := graphql.CoerceList(values[param.Argument])
	if len(metrics) == 0 {
		return nil, problem.Input(param.Argument, "is empty", "Name at least one metric.")
	}
	if err := span(login, now, values); err != nil {
		return nil, err
	}
	var parts []map[string]any
	for _, metric := range metrics {
		name := fmt.Sprint(metric)
		with, err := metricArgs(param, name, login, values)
		if err != nil {
			return nil, err
		}
		if err := unfit(param, name, of.Products); err != nil {
			return nil, err
		}
		same := slices.IndexFunc(parts, func(part map[string]any) bool { return part[argMetricType] == with[argMetricType] })
		if same < 0 {
			with[param.Argument] = []any{metric}
			parts = append(parts, with)
			continue
		}
		parts[same][param.Argument] = append(parts[same][param.Argument].([]any), metric)
	}
	return parts, nil
}

// metricArgs returns the arguments that a call for one metric needs.
func metricArgs(param mapping.Param, name string, login dialect.Login, values map[string]any) (map[string]any, error) {
	with := maps.Clone(values)
	metric, known := param.Values.Metrics[name]
	if !known { // the schema does not restrict it
		return with, nil
	}
	if !metric.Requires.SupportedBy(login) {
		return nil, &mapping.UnsupportedError{What: "the metric " + name, Login: login, Logins: metric.Requires.Logins}
	}
	for _, limit := range []struct {
		argument string
		allowed  []string
		limited  bool
	}{
		{argPeriod, metric.Periods, metric.Periods != nil},
		{argMetricType, metric.Types, metric.Types != nil},
		{argBreakdown, metric.Breakdowns, true},
	} {
		given := values[limit.argument]
		if given != nil && limit.limited && !slices.Contains(limit.allowed, fmt.Sprint(given)) {
			return nil, notTaken(limit.argument, name, given, limit.allowed)
		}
	}
	if metricType := defaultType(metric, values); metricType != "" {
		with[argMetricType] = metricType
	}
	if err := totals(name, metric, with); err != nil {
		return nil, err
	}
	return with, looksBack(name, metric, values)
}

// defaultType returns the metric type to ask for when the client names none; empty
// where the Graph API's own default is right. Only totals have breakdowns.
func defaultType(metric mapping.Metric, values map[string]any) string {
	switch {
	case metric.Types == nil || values[argMetricType] != nil:
		return ""
	case values[argBreakdown] != nil && slices.Contains(metric.Types, totalValue):
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
	case with[argBreakdown] != nil && !total:
		return notTaken(argMetricType, name+" by "+fmt.Sprint(with[argBreakdown]), with[argMetricType], []string{totalValue})
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
	hint := "Leave it out, or ask for the metric in a field of its own."
	if len(allowed) > 0 {
		hint = "It takes " + strings.Join(allowed, ", ") + ". Metrics that differ in this can be asked for in fields of their own, with aliases."
	}
	return problem.Input(argument, fmt.Sprintf("%s cannot be asked for with %v", metric, given), hint)
}

// looksBack returns an error if the metric needs a timeframe, or takes none.
func looksBack(name string, metric mapping.Metric, values map[string]any) error {
	given := values[argTimeframe] != nil
	switch {
	case metric.Timeframe && !given:
		return problem.Input(argTimeframe, name+" requires a timeframe", "Give THIS_WEEK or THIS_MONTH.")
	case metric.Timeframe && values[argBreakdown] == nil:
		return problem.Input(argBreakdown, name+" requires a breakdown", "Give one of "+strings.Join(metric.Breakdowns, ", ")+".")
	case !metric.Timeframe && given:
		return problem.Input(argTimeframe, name+" takes no timeframe", "Bound its time with since and until.")
	}
	return nil
}
