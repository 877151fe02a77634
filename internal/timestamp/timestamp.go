// Package timestamp reads and writes points in time as the Graph API and as
// GraphQL spell them.
package timestamp

import (
	"fmt"
	"strings"
	"time"
)

// Layout is the Graph API's spelling: ISO 8601 in UTC, without a colon in the
// offset, and so not RFC 3339.
//
// Source: Meta's samples, such as 2017-08-31T18:10:00+0000.
const Layout = "2006-01-02T15:04:05-0700"

// maxLength bounds the text: RFC 3339 with nanoseconds has 35 bytes.
const maxLength = 40

// Parse reads the Graph API's spelling and RFC 3339. The result is in UTC.
func Parse(text string) (time.Time, error) {
	if len(text) <= maxLength {
		if utc, ok := strings.CutSuffix(text, "+0000"); ok {
			text = utc + "Z" // RFC 3339, which the library reads three times as fast
		}
		for _, layout := range [...]string{time.RFC3339, Layout} {
			if t, err := time.Parse(layout, text); err == nil {
				return t.UTC(), nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("not a point in time such as 2017-08-31T18:10:00Z")
}

// Format writes RFC 3339 in UTC, to the second, as GraphQL clients expect it.
func Format(t time.Time) string { return string(Append(nil, t)) }

// Append appends what Format writes.
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
