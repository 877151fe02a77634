package refused

import (
	"errors"
	"strings"

	"github.com/gramql/gramql/internal/graphapi"
)

// MetricError is the Graph API's refusal of some of several metrics.
type MetricError struct {
	// Metrics are the metrics, by the Graph API's names.
	Metrics []string
	Cause   error
}

// OfMetrics returns an error as that of metrics, by the Graph API's names, unless the error
// names metrics itself.
func OfMetrics(metrics []string, err error) error {
	if _, named := errors.AsType[MetricErrors](err); named || len(metrics) == 0 {
		return err
	}
	return &MetricError{Metrics: metrics, Cause: err}
}

// Names returns the metrics by their names in the schema.
func (e *MetricError) Names() string {
	return strings.ToUpper(strings.Join(e.Metrics, ", "))
}

// Error names the metrics, and says what the Graph API said.
func (e *MetricError) Error() string { return e.Names() + ": " + e.Cause.Error() }

// Unwrap returns what the Graph API said.
func (e *MetricError) Unwrap() error { return e.Cause }

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

// OfAll returns the error of an edge of which no metric is left: the reason,
// where all were refused for the same, or else MetricErrors.
func OfAll(refused []*MetricError) error {
	for _, other := range refused {
		if !graphapi.Alike(other.Cause, refused[0].Cause) {
			return MetricErrors(refused)
		}
	}
	return refused[0].Cause
}
