package apierror

import (
	"fmt"
	"net/http"
	"strings"
)

// NoneOf refuses a value that a parameter does not take. at is the value's place
// in a list, or -1 where the parameter takes only one.
func NoneOf(name string, at int, known []string) *Error {
	if at >= 0 {
		name = fmt.Sprintf("%s[%d]", name, at)
	}
	return BadParameter("%s must be one of the following values: %s", name, strings.Join(known, ", "))
}

// MetricUnsupported refuses a metric that media of a product type do not have.
func MetricUnsupported(metric string) *Error {
	return BadParameter("The Media Insights API does not support the %s metric for this media product type.", metric)
}

// MetricRetired refuses a metric that no longer exists.
func MetricRetired(metric string) *Error {
	return BadParameter("Starting from version v22.0 and above, the %s metric is no longer supported for the queried media.", metric)
}

// NoChildInsights refuses the insights of a child of an album.
func NoChildInsights() *Error {
	return BadParameter("The Media Insights API does not support the media of an album.")
}

// TotalOnly refuses a metric as a time series.
func TotalOnly(metric string) *Error {
	return BadParameter("The following metrics (%s) should be specified with parameter metric_type=total_value", metric)
}

// Incompatible refuses a parameter's value for a metric.
func Incompatible(param, value, metric string) *Error {
	return BadParameter("Incompatible %s (%s) for the metric (%s)", param, value, metric)
}

// TooLongAgo refuses a time range that begins before anything that Meta keeps.
func TooLongAgo() *Error {
	return BadParameter("since param is not valid. Metrics data is available for the last 2 years")
}

// SpanTooLong refuses a time range that is too long for one call.
func SpanTooLong() *Error {
	return BadParameter("There cannot be more than 30 days (2592000 s) between since and until")
}

// BeforeConversion refuses the insights of a media that is older than the
// account's conversion.
func BeforeConversion() *Error {
	return &Error{
		Status: http.StatusBadRequest, Code: 100, Subcode: 2108006, Message: "Invalid parameter", lasting: true, blamesNothing: true,
		UserTitle: "Media Posted Before Business Account Conversion",
		UserText:  "The media was posted before the most recent time that the user's account was converted to a business account from a personal account.",
	}
}

// NotEnoughUsers refuses the demographics of too few people.
func NotEnoughUsers() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 3001, Subcode: 2874010, Message: "Not enough users", prefixed: true, lasting: true}
}

// NotEnoughViewers refuses the insights of a story that hardly anyone saw.
func NotEnoughViewers() *Error {
	return &Error{Status: http.StatusBadRequest, Code: 10, Message: "Not enough viewers for the media to show insights", prefixed: true}
}
