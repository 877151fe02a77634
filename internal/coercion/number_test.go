package coercion

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestWholeDigits_areThoseOfTheNumberHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"0": "0", "-0": "0", "0.0": "0", "-0.0": "0", "0e9": "0", "0e-9": "0", "0.000e2": "0",
		"3": "3", "3.0": "3", "3e0": "3", "3e2": "300", "3E+2": "300", "0.3e1": "3", "1.50e1": "15", "30e-1": "3", "-30.0": "-30",
		"17841400000000001": "17841400000000001", "17841400000000001.0": "17841400000000001",
		"1.7841400000000001e16": "17841400000000001", "178414000000000010e-1": "17841400000000001", "-9007199254740993.00": "-9007199254740993",
		"99999999999999999999999999": "99999999999999999999999999",
		"1e308":                      "1" + strings.Repeat("0", 308),
	} {
		if got, ok := wholeDigits(number); got != want || !ok {
			t.Errorf("%s is %q, %v, want %q", number, got, ok, want)
		}
	}
	for _, number := range []string{"3.5", "0.1", "1e-1", "15e-2", "1e-400", "17841400000000001.5", "1e309", "1e999999999999999999999", ""} {
		if got, ok := wholeDigits(number); ok {
			t.Errorf("%s is no whole number, but %q", number, got)
		}
	}
}

func TestInteger_isExactUpTo64Bits(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]int64{
		"9007199254740993.0": 9007199254740993, "9.223372036854775807e18": 9223372036854775807, "-9223372036854775808.0": -9223372036854775808,
	} {
		if got, ok := Integer(json.Number(number)); got != want || !ok {
			t.Errorf("%s is %d, %v", number, got, ok)
		}
	}
	for _, number := range []string{"9223372036854775808", "-9.223372036854775809e18", "1e19"} {
		if got, ok := Integer(json.Number(number)); ok {
			t.Errorf("%s does not fit, but is %d", number, got)
		}
	}
}
