package model

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/timestamp"
)

// InsightValue is one value of a series. The Graph API gives a number, or an
// object of numbers, under the same name.
//
// Meta: Instagram Platform, Insights, "online_followers".
type InsightValue struct {
	Value   *int64
	Share   *float64
	Parts   []*InsightPart
	EndTime *time.Time
}

// UnmarshalJSON reads a value as the Graph API gives it.
func (v *InsightValue) UnmarshalJSON(text []byte) error {
	var raw struct {
		Value   json.RawMessage `json:"value"`
		EndTime string          `json:"end_time"`
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return err
	}
	if raw.EndTime != "" {
		end, err := timestamp.Parse(raw.EndTime)
		if err != nil {
			return err
		}
		v.EndTime = &end
	}
	return v.read(raw.Value)
}

// read reads the value itself: a whole number, a share, or parts.
func (v *InsightValue) read(text json.RawMessage) error {
	if len(text) == 0 {
		return nil
	}
	var whole *int64
	if json.Unmarshal(text, &whole) == nil {
		v.Value = whole
		return nil
	}
	var share *float64
	if json.Unmarshal(text, &share) == nil {
		v.Share = share
		return nil
	}
	var parts map[string]int64
	if err := json.Unmarshal(text, &parts); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(parts)) {
		n := parts[key]
		v.Parts = append(v.Parts, &InsightPart{DimensionValues: []string{key}, Value: &n})
	}
	return nil
}
