package plan

import (
	"strings"

	"github.com/gramql/gramql/internal/fields"
)

// MetricError is the Graph API's refusal of some of several metrics.
type MetricError struct {
	metrics string // by the Graph API's names
	cause   error
}

// OfMetrics returns an error as that of the metrics in an edge's parameters.
func OfMetrics(params []fields.Param, err error) error {
	for _, p := range params {
		if p.Name == paramMetric {
			return &MetricError{p.Value, err}
		}
	}
	return err
}

// Names returns the metrics by their names in the schema.
func (e *MetricError) Names() string {
	return strings.ReplaceAll(strings.ToUpper(e.metrics), ",", ", ")
}

// Error names the metrics, and says what the Graph API said.
func (e *MetricError) Error() string { return e.Names() + ": " + e.cause.Error() }

// Unwrap returns what the Graph API said.
func (e *MetricError) Unwrap() error { return e.cause }
