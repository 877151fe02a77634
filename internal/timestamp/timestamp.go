// Package timestamp reads and writes points in time as the Graph API and as
// GraphQL spell them.
package timestamp

import (
	"fmt"
	"strings"
	"time"
)

// layout is the Graph API's spelling: ISO 8601 in UTC, without a colon in the
// offset, and so not RFC 3339.
//
// Source: Meta's samples, such as 2017-08-31T18:10:00+0000.
const layout = "2006-01-02T15:04:05-0700"

// maxLength is the maximum length of a time: RFC 3339 with nanoseconds has 35 bytes.
const maxLength = 40

// Parse reads the Graph API's spelling and RFC 3339. The result is in UTC.
func Parse(text string) (time.Time, error) {
	if len(text) <= maxLength {
		if utc, ok := strings.CutSuffix(text, "+0000"); ok {
			text = utc + "Z" // RFC 3339, which the library reads three times as fast
		}
		for _, l := range [...]string{time.RFC3339, layout} {
			if t, err := time.Parse(l, text); err == nil {
				return t.UTC(), nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("not a point in time such as 2017-08-31T18:10:00Z")
}

// Append appends a time as RFC 3339 in UTC, to the second, as GraphQL clients expect
// it.
func Append(b []byte, t time.Time) []byte { return t.UTC().AppendFormat(b, time.RFC3339) }

// Unmarshal reads the value of a GraphQL argument.
func Unmarshal(value any) (*time.Time, error) {
	text, ok := value.(string)
	if !ok {
		return nil, fmt.Errorf("a point in time is a string, such as \"2017-08-31T18:10:00Z\"")
	}
	t, err := Parse(text)
	return &t, err
}
