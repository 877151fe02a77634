package arguments

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/refused"
)

// Own returns those refusals of a page's metrics that are about the field's own. It returns
// an error where all of these are refused.
func (a Arguments) Own(lost []*refused.MetricError) ([]*refused.MetricError, error) {
	count := 0
	var own []*refused.MetricError
	for _, r := range lost {
		if both := intersection(r.Metrics, a.Metrics); both > 0 {
			own, count = append(own, r), count+both
		}
	}
	if len(own) > 0 && count == len(a.Metrics) {
		return nil, refused.OfAll(own)
	}
	return own, nil
}

// OwnError returns the part of a page's error that is about the field's own metrics.
func (a Arguments) OwnError(err error) error {
	if all, ok := errors.AsType[refused.MetricErrors](err); ok {
		if own, why := a.Own(all); why != nil {
			return why
		} else if len(own) > 0 {
			return refused.MetricErrors(own)
		}
	}
	return err
}

// Others returns the metrics of a page that only other fields ask for.
func (a Arguments) Others(page *expansion.Edge) []string {
	return slices.DeleteFunc(expansion.MetricsIn(page.Edge, page.Params), func(metric string) bool { return slices.Contains(a.Metrics, metric) })
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

// intersection returns how many texts are in both of two lists.
func intersection(a, b []string) (count int) {
	for _, text := range a {
		if slices.Contains(b, text) {
			count++
		}
	}
	return count
}
