// Package conversion says what the text of a value in an answer means: a number, a truth
// value, a point in time, a URL. The Graph API does not spell all values as it documents
// them; what else a value may look like stands here, once for all that read answers.
//
// The texts are those of JSON numbers, or the characters of JSON strings, which are
// numbers as well: Meta's documentation calls some counts strings.
package conversion

import (
	"math"
	"strconv"
	"strings"
)

// Whole returns the whole number that a text means: 12, 12.0 and 1.2e1 are the same.
func Whole(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		return n, true
	}
	if before, zeros, found := strings.Cut(text, "."); found && zeros != "" && strings.Trim(zeros, "0") == "" {
		n, err = strconv.ParseInt(before, 10, 64)
		return n, err == nil
	}
	const exact = 1 << 53 // up to which a float64 holds every whole number
	f, ok := Number(text)
	return int64(f), ok && f == math.Trunc(f) && math.Abs(f) <= exact
}

// Int32 returns the whole number of at most 31 bits that a text means.
func Int32(text string) (int32, bool) {
	n, ok := Whole(text)
	return int32(n), ok && n == int64(int32(n)) //nolint:gosec // whether it fits is the question
}

// Number returns the number that a text means.
func Number(text string) (float64, bool) {
	if strings.Trim(text, "0123456789+-.eE") != "" { // there are no others in JSON
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

// IsDigits reports whether a text is digits and nothing else, as an id is that came as a
// number.
func IsDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}
