package coercion

import (
	"encoding/json"
	"strconv"
	"strings"
)

// number returns a JSON number as it is written. Who decodes variables may keep the
// digits, or not.
func number(value any) (string, bool) {
	switch n := value.(type) {
	case json.Number:
		return n.String(), true
	case float64:
		return strconv.FormatFloat(n, 'g', -1, 64), true
	case int64:
		return strconv.FormatInt(n, 10), true
	case int:
		return strconv.Itoa(n), true
	}
	return "", false
}

// Integer returns the whole number that a JSON number is: 3, 3.0 and 3e2 are; false
// for 3.5, and for what does not fit into 64 bits.
func Integer(value any) (int64, bool) {
	text, _ := number(value)
	digits, ok := wholeDigits(text)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil
}

// maxExponent is the largest power of ten that a float holds.
const maxExponent = 308

// wholeDigits returns the digits of the whole number that a JSON number is, all of
// them, for a float would round an id; false for a number that is not whole, or none.
func wholeDigits(number string) (string, bool) {
	exponent := 0
	if e := strings.IndexAny(number, "eE"); e >= 0 {
		n, err := strconv.Atoi(number[e+1:])
		if err != nil || n > maxExponent {
			return "", false
		}
		number, exponent = number[:e], n
	}
	number, negative := strings.CutPrefix(number, "-")
	whole, fraction, _ := strings.Cut(number, ".")
	digits, point := whole+fraction, len(whole)+exponent
	digits += strings.Repeat("0", max(0, point-len(digits)))
	point = max(0, point) // before the digits, all of them are of the fraction
	if digits == "" || strings.Trim(digits[point:], "0") != "" {
		return "", false
	}
	digits = strings.TrimLeft(digits[:point], "0")
	switch {
	case digits == "":
		return "0", true
	case negative:
		return "-" + digits, true
	}
	return digits, true
}
