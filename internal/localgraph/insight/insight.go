// Package insight makes up the numbers that insights answer with, and refuses
// what cannot be asked. The numbers follow from ids and days: the same question
// has the same answer at any time.
//
//	media.go  the metrics of media
//	user.go   the metrics of users
//	query.go  parameters → a query
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

// Value is what was counted, in all or up to the end of a day.
type Value struct {
	Value   any    `json:"value"`
	EndTime string `json:"end_time,omitempty"`
}

// Total is one number for a whole time range, and how it breaks down.
type Total struct {
	Value      int64       `json:"value"`
	Breakdowns []Breakdown `json:"breakdowns,omitempty"`
}

// Breakdown is a number in parts.
type Breakdown struct {
	Keys    []string `json:"dimension_keys"`
	Results []Part   `json:"results"`
}

// Part is what one value of each dimension contributes.
type Part struct {
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

// share returns that part of a number which lies between two percentages, and
// where between is told by the seeds.
func share(of int64, low, high int64, seeds ...any) int64 {
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
	mixed := sum.Sum64() * 0x9e3779b97f4a7c15 // neighbours shall not resemble each other
	place := int64((mixed ^ mixed>>32) * 0xbf58476d1ce4e5b9 >> 44)
	return of * (low*steps + (high-low)*place) / (100 * steps)
}

// split breaks a number down into parts, the first the largest. They add up.
func split(of int64, key string, values []string, seeds ...any) []Part {
	parts := make([]Part, len(values))
	rest := of
	for i, value := range values {
		part := rest
		if i < len(values)-1 {
			part = share(rest, 42, 66, append(slices.Clone(seeds), key, value)...)
		}
		parts[i] = Part{[]string{value}, part}
		rest -= part
	}
	return parts
}

// among reports whether a list of words, with commas between, has a word.
func among(list, word string) bool {
	return slices.Contains(strings.Split(list, ","), word)
}
