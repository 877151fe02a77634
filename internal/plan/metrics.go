package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
)

// The arguments that metrics are asked with.
const (
	argMetricType = "metricType"
	argPeriod     = "period"
	argBreakdown  = "breakdown"
	argTimeframe  = "timeframe"
)

// split shares the arguments of a field out into those that can be asked with
// together: metrics whose values come in different ways cannot. What the Graph
// API would refuse is refused here, with the reason.
func split(of *Node, f *mapping.Field, login dialect.Login, values map[string]any) ([]map[string]any, error) {
	i := slices.IndexFunc(f.Params, func(p mapping.Param) bool { return p.Values != nil && len(p.Values.Metrics) > 0 })
	if i < 0 {
		return []map[string]any{values}, nil
	}
	param := f.Params[i]
	metrics := graphql.CoerceList(values[param.Argument])
	if len(metrics) == 0 {
		return nil, problem.Input(param.Argument, "is empty", "Name at least one metric.")
	}
	if err := span(login, values); err != nil {
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

// metricArgs returns the arguments that one metric is asked with.
func metricArgs(param mapping.Param, name string, login dialect.Login, values map[string]any) (map[string]any, error) {
	with := maps.Clone(values)
	metric, known := param.Values.Metrics[name]
	if !known { // the schema says nothing of what it takes
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
	if way := comes(metric, values); way != "" {
		with[argMetricType] = way
	}
	if err := totals(name, metric, with); err != nil {
		return nil, err
	}
	return with, looksBack(name, metric, values)
}

// comes returns how the values of a metric come where nothing is said; empty where
// the Graph API knows by itself. A breakdown is of totals only.
func comes(metric mapping.Metric, values map[string]any) string {
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

// totals tells what is wrong with a metric that can come as a total and as a
// series: breakdowns are of totals, and longer periods than a day of series.
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

// unfit tells what is wrong with a metric of media that can only be of some
// products, if anything.
func unfit(param mapping.Param, name string, products []string) error {
	had := param.Values.Metrics[name].Products
	has := func(product string) bool { return slices.Contains(had, product) }
	switch {
	case products == nil || had == nil || slices.ContainsFunc(products, has):
		return nil
	case len(products) == 0:
		return problem.Input(param.Argument, "these media have no insights", "Leave them out here.")
	}
	return problem.Input(param.Argument, fmt.Sprintf("%s is of %s, and these media are %s", name, strings.Join(had, " and "), strings.Join(products, " or ")),
		"Leave it out here, and ask for it where media of its product type are.")
}

// How values come; as a series when nothing is said.
const (
	timeSeries = "TIME_SERIES"
	totalValue = "TOTAL_VALUE"
)

// notTaken says what a metric takes instead of an argument that was given.
func notTaken(argument, metric string, given any, allowed []string) error {
	hint := "Leave it out, or ask for the metric in a field of its own."
	if len(allowed) > 0 {
		hint = "It takes " + strings.Join(allowed, ", ") + ". Metrics that differ in this can be asked for in fields of their own, with aliases."
	}
	return problem.Input(argument, fmt.Sprintf("%s cannot be asked for with %v", metric, given), hint)
}

// looksBack tells what is wrong with the timeframe of a metric, if anything.
func looksBack(name string, metric mapping.Metric, values map[string]any) error {
	given := values[argTimeframe] != nil
	switch {
	case metric.Timeframe && !given:
		return problem.Input(argTimeframe, name+" needs one", "Give THIS_WEEK or THIS_MONTH.")
	case metric.Timeframe && values[argBreakdown] == nil:
		return problem.Input(argBreakdown, name+" needs one", "Give one of "+strings.Join(metric.Breakdowns, ", ")+".")
	case !metric.Timeframe && given:
		return problem.Input(argTimeframe, name+" has none", "Bound its time with since and until.")
	}
	return nil
}
