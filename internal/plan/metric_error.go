package plan

import (
	"errors"
	"strings"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
)

// MetricError is the Graph API's refusal of some of several metrics.
type MetricError struct {
	metrics string // by the Graph API's names
	cause   error
}

// OfMetrics returns an error as that of the metrics in an edge's parameters, unless it
// names metrics itself.
func OfMetrics(params []fields.Param, err error) error {
	if _, named := errors.AsType[MetricErrors](err); named {
		return err
	}
	for _, p := range params {
		if isMetrics(p) {
			return &MetricError{p.Value, err}
		}
	}
	return err
}

// names returns the metrics by the Graph API's names.
func (e *MetricError) names() []string { return strings.Split(e.metrics, ",") }

// Names returns the metrics by their names in the schema.
func (e *MetricError) Names() string {
	return strings.ReplaceAll(strings.ToUpper(e.metrics), ",", ", ")
}

// Error names the metrics, and says what the Graph API said.
func (e *MetricError) Error() string { return e.Names() + ": " + e.cause.Error() }

// Unwrap returns what the Graph API said.
func (e *MetricError) Unwrap() error { return e.cause }

// MetricErrors are the refusals of all metrics of an edge, for different reasons.
type MetricErrors []*MetricError

// Error tells of the first one.
func (e MetricErrors) Error() string { return e[0].Error() }

// Unwrap returns all of them.
func (e MetricErrors) Unwrap() []error {
	all := make([]error, len(e))
	for i, refused := range e {
		all[i] = refused
	}
	return all
}

// ofAllMetrics returns the error of an edge of which no metric is left: the reason,
// where all were refused for the same, or else MetricErrors.
func ofAllMetrics(refused []*MetricError) error {
	for _, other := range refused {
		if !graphapi.Alike(other.cause, refused[0].cause) {
			return MetricErrors(refused)
		}
	}
	return refused[0].cause
}
