package fields

import "strconv"

// Limit returns the page size that the parameters of an edge ask for, and reports
// whether they name one.
func Limit(params []Param) (int, bool) {
	for _, p := range params {
		if n, err := strconv.Atoi(p.Value); p.Name == "limit" && err == nil {
			return n, true
		}
	}
	return 0, false
}
