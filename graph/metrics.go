package graph

import (
	"cmp"
	"errors"
	"slices"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/refused"
)

// own returns what the request asks for of a page of metrics, which can have those of other
// fields too.
func (p request) own(page *entity.Page) (*entity.Page, error) {
	if len(p.Metrics) == 0 || p.wanted == nil {
		return page, nil
	}
	own := *page
	var err error
	if own.Refused, err = p.Own(page.Refused); err != nil {
		return nil, err
	}
	if others := p.Others(p.wanted); len(others) > 0 {
		own.Items = slices.DeleteFunc(slices.Clone(page.Items), func(item any) bool { return slices.Contains(others, metricOf(item)) })
	}
	return &own, nil
}

// arrange puts metrics into the order in which the client names them. What has no name
// comes last.
func arrange[T any](items []*T, order []string) {
	if len(order) < 2 {
		return
	}
	place := func(item *T) int {
		if i := slices.Index(order, metricOf(item)); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(items, func(a, b *T) int { return cmp.Compare(place(a), place(b)) })
}

// metricOf returns the name of the metric that an item is, as the Graph API spells it;
// empty for anything else.
func metricOf(item any) string {
	if insight, ok := item.(*model.Insight); ok && insight.Name != nil {
		return *insight.Name
	}
	return ""
}

// isEmpty reports whether an error says that what a request asks for is empty: metrics of
// which there are no figures.
func (p request) isEmpty(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && len(p.Metrics) > 0 && refusal.NoFigures()
}

// each returns the errors of an edge's metrics, or the one of the edge.
func each(err error) []error {
	if metrics, ok := errors.AsType[refused.MetricErrors](err); ok {
		return metrics.Unwrap()
	}
	return []error{err}
}

// distinct returns errors without those that say the same as one before.
func distinct(errs []error) []error {
	var all []error
	for _, err := range errs {
		if !slices.ContainsFunc(all, func(before error) bool { return metrics(before) == metrics(err) && graphapi.Alike(before, err) }) {
			all = append(all, err)
		}
	}
	return all
}

// metrics returns which metrics an error names; empty for none.
func metrics(err error) string {
	if of, ok := errors.AsType[*refused.MetricError](err); ok {
		return of.Names()
	}
	return ""
}
