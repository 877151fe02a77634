// Package insight makes up the numbers of insights, and refuses what Meta
// refuses. The numbers follow from ids and days: the same question has the same
// answer at any time.
//
//	query.go  parameters → a query
//	media.go  the numbers of media, of the metrics in media_metrics.go
//	user.go   the numbers of users, of the metrics in user_metrics.go
//
// Source: Meta, Instagram Platform, "Insights" of IG User and IG Media, and the
// changelog of April 2026.
package insight

import (
	"encoding/json"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
)

// Result is one metric of one node in one period.
type Result struct {
	Name, Period, Title, Description string
	Values                           []Value
	Total                            *Total
	ID                               string
}

// Value is a count, of all time or of the period up to EndTime.
type Value struct {
	Value   any    `json:"value"`
	EndTime string `json:"end_time,omitempty"`
}

// Total is one number for a whole time range, and how it breaks down.
type Total struct {
	Value      int64       `json:"value"`
	Breakdowns []Breakdown `json:"breakdowns,omitempty"`
}

// Breakdown is a number in slices.
type Breakdown struct {
	Keys    []string `json:"dimension_keys"`
	Results []Slice  `json:"results"`
}

// Slice is what one value of each dimension contributes.
type Slice struct {
	Values []string `json:"dimension_values"`
	Value  int64    `json:"value"`
}

// Property returns a property of a result as it is written, and whether there
// is one: plain text, but for values and total_value, which are JSON.
func (r *Result) Property(name string) (text string, ok bool) {
	switch name {
	case "name":
		return r.Name, true
	case "period":
		return r.Period, true
	case "title":
		return r.Title, true
	case "description":
		return r.Description, true
	case "id":
		return r.ID, true
	case "values":
		return written(r.Values), r.Values != nil
	case "total_value":
		return written(r.Total), r.Total != nil
	}
	return "", false
}

func written(value any) string {
	text, err := json.Marshal(value)
	if err != nil { // numbers, strings and lists of them cannot fail
		panic(err)
	}
	return string(text)
}

// resultID is the id of a result: that of its node, with a path behind it.
func resultID(node, metric, period string) string {
	return node + "/insights/" + metric + "/" + period
}

// fraction returns a part of a number between two percentages of it, which it
// chooses by hashing the seeds: the same seeds give the same part.
func fraction(of int64, low, high int64, seeds ...any) int64 {
	sum := fnv.New64a()
	for _, seed := range seeds {
		switch s := seed.(type) {
		case string:
			_, _ = sum.Write([]byte(s)) // never fails
		case int64:
			_, _ = sum.Write(strconv.AppendInt(nil, s, 10)) // never fails
		}
		_, _ = sum.Write([]byte{0}) // never fails
	}
	const steps = 1 << 20
	mixed := sum.Sum64() * 0x9e3779b97f4a7c15 // similar seeds must not give similar parts
	place := int64((mixed ^ mixed>>32) * 0xbf58476d1ce4e5b9 >> 44)
	return of * (low*steps + (high-low)*place) / (100 * steps)
}

// split cuts a number into slices that add up to it, the largest first.
func split(of int64, key string, values []string, seeds ...any) []Slice {
	slices := make([]Slice, len(values))
	rest := of
	for i, value := range values {
		share := rest
		if i < len(values)-1 {
			share = fraction(rest, 42, 66, append(seeds[:len(seeds):len(seeds)], key, value)...)
		}
		slices[i] = Slice{[]string{value}, share}
		rest -= share
	}
	return slices
}

// among reports whether a list of words, with commas between, has a word.
func among(list, word string) bool {
	return slices.Contains(strings.Split(list, ","), word)
}
