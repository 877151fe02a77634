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
	if len(raw.Value) == 0 || json.Unmarshal(raw.Value, &v.Value) == nil {
		return nil
	}
	if json.Unmarshal(raw.Value, &v.Share) == nil {
		return nil
	}
	var parts map[string]int64
	if err := json.Unmarshal(raw.Value, &parts); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(parts)) {
		n := parts[key]
		v.Parts = append(v.Parts, &InsightPart{DimensionValues: []string{key}, Value: &n})
	}
	return nil
}
