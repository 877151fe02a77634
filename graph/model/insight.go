package model

import "time"

// InsightValue is one value of a series. The Graph API gives a number, or an
// object of numbers, under the same name.
//
// Meta: Instagram Platform, Insights, "online_followers".
type InsightValue struct {
	Value   *int64         `graphapi:"value"`
	Parts   []*InsightPart `graphapi:"value"`
	Share   *float64       `graphapi:"value"`
	EndTime *time.Time     `graphapi:"end_time"`
}

// SetName makes a part that comes as the member of an object one of that dimension.
func (p *InsightPart) SetName(name string) { p.DimensionValues = []string{name} }
