package wording

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	prefixed     = regexp.MustCompile(`^\(#(-?\d{1,9})\)`)
	metricAt     = regexp.MustCompile(`\bmetrics?\[(\d+)\]`)
	lacking      = regexp.MustCompile(`nonexisting field \((\w+)\)(?: on node type \((\w+)\))?`)
	missingParam = regexp.MustCompile(`\bparameter \w+ is required\b`)
	objectID     = regexp.MustCompile(`Object with ID '([^']+)'`)
)

// Code returns the code that graph.facebook.com puts before its messages, such as
// (#100); 0 where there is none.
func Code(message string) int {
	code, _ := strconv.Atoi(group(prefixed, message))
	return code
}

// MetricIndex returns the place, among the metrics that the call asked for, of the metric
// that a message counts, such as metric[0]; false for a message that counts none.
func MetricIndex(message string) (int, bool) {
	i, err := strconv.Atoi(group(metricAt, message))
	return i, err == nil
}

// MissingField returns the field that a node does not have, and the type of the node,
// empty where the message does not tell; false for a message about anything else.
func MissingField(message string) (field, node string, ok bool) {
	found := lacking.FindStringSubmatch(message)
	if found == nil {
		return "", "", false
	}
	return found[1], found[2], true
}

// ObjectID returns the id of the node that a message names as an object; empty where it
// names none.
func ObjectID(message string) string { return group(objectID, message) }

// group returns what the first group of an expression matches in a text; empty where
// the expression does not match.
func group(expression *regexp.Regexp, text string) string {
	if found := expression.FindStringSubmatch(text); found != nil {
		return found[1]
	}
	return ""
}

// AboutOneMedia reports whether a message is about one media, so that other media may have
// what this media lacks.
func AboutOneMedia(message string) bool {
	return strings.Contains(message, "this media") || strings.Contains(message, "the media ")
}

// Withdrawn reports whether a message says that something is there no longer.
//
// Source: Meta, Graph API changelog v22.0, and its answers to metrics of before.
func Withdrawn(message string) bool {
	return strings.Contains(message, "no longer") || strings.Contains(message, "deprecated")
}

// TooFewViewers reports whether a message says that hardly anyone saw a story, so that there
// are no figures of it.
//
// Source: Meta, IG Media Insights.
func TooFewViewers(message string) bool {
	return strings.Contains(strings.ToLower(message), "not enough viewers")
}

// AsksForLess reports whether a text says that the call asked for too much at once.
//
// Source: Meta, Graph API: Handle Errors, code 1.
func AsksForLess(text string) bool {
	return strings.Contains(strings.ToLower(text), "reduce the amount of data")
}

// NeedsProof reports whether a message says, by the parameter's name, that the call needs a
// proof that the app's own server makes it.
//
// Source: Meta, Graph API: Securing Graph API Requests.
func NeedsProof(message string) bool { return strings.Contains(message, "appsecret_proof") }

// NeedsToken reports whether a message says that the call needs a token.
func NeedsToken(message string) bool { return strings.Contains(message, "active access token") }

// NeedsParameter reports whether a message says that the call lacks a parameter, which it
// names.
func NeedsParameter(message string) bool { return missingParam.MatchString(message) }

// AboutCursor reports whether a message says that a cursor is not taken.
func AboutCursor(message string) bool {
	return strings.Contains(strings.ToLower(message), "cursor")
}

// AboutPath reports whether a message is about the path of the call, and not about its fields.
func AboutPath(message string) bool { return strings.Contains(message, "path component") }
