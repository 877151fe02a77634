package fields

import (
	"slices"
	"strconv"
)

// limit is the parameter that says how many items a page has.
const limit = "limit"

// Limit returns the page size that the parameters of an edge ask for, and reports
// whether they name one.
func Limit(params []Param) (int, bool) {
	for _, p := range params {
		if n, err := strconv.Atoi(p.Value); p.Name == limit && err == nil {
			return n, true
		}
	}
	return 0, false
}

// WithLimit returns the parameters of an edge with another page size.
func WithLimit(params []Param, n int) []Param {
	return append(slices.Clip(WithoutLimit(params)), Param{limit, strconv.Itoa(n)})
}

// WithoutLimit returns the parameters of an edge without a page size.
func WithoutLimit(params []Param) []Param {
	isLimit := func(p Param) bool { return p.Name == limit }
	if !slices.ContainsFunc(params, isLimit) {
		return params
	}
	return slices.DeleteFunc(slices.Clone(params), isLimit)
}
