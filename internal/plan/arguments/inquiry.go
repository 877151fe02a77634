package arguments

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/problem"
)

// inquiry is a field with metrics, as it is selected of a node.
type inquiry struct {
	of *expansion.Expansion
	*mapping.Field
	dialect *dialect.Dialect
	// param takes the metrics.
	param   mapping.Param
	values  map[string]any
	metrics []any
}

// args returns the arguments that a call for one metric needs. The error says why the
// metric cannot be asked for like this.
func (q inquiry) args(name string) (map[string]any, error) {
	param, d, values := q.param, q.dialect, q.values
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
	if err := q.timeframe(name, metric.Timeframe, with); err != nil {
		return nil, err
	}
	return with, unfit(param, name, q.of.Products)
}

// timeframe takes the timeframe out of the arguments of a metric that takes none, where
// it is meant for another metric. It returns an error if it is meant for none, or retired.
func (q inquiry) timeframe(name string, taken bool, with map[string]any) error {
	given := with[argTimeframe] != nil
	switch {
	case given && !taken:
		with[argTimeframe] = nil
		if !slices.ContainsFunc(q.metrics, q.takesTimeframe) {
			return problem.Input(argTimeframe, name+" takes no timeframe", "Bound its time with since and until.")
		}
	case given:
		word := fmt.Sprint(with[argTimeframe])
		if reason := q.retired(argTimeframe, word); reason != "" {
			return problem.Input(argTimeframe, fmt.Sprintf("%s cannot be asked for with %s, which has been retired", name, word), reason)
		}
	}
	return nil
}

func (q inquiry) takesTimeframe(metric any) bool {
	return q.param.Values.Metrics[fmt.Sprint(metric)].Timeframe
}

// retired returns what to use instead of a retired value of an argument; empty for a value
// that is not retired.
func (q inquiry) retired(argument, value string) string {
	for _, p := range q.Params {
		if p.Argument == argument && p.Values != nil {
			return p.Values.Retired[value]
		}
	}
	return ""
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
