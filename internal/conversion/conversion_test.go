package conversion_test

import (
	"math"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/conversion"
)

func TestWhole_readsEverySpellingOfAWholeNumber(t *testing.T) {
	for text, want := range map[string]int64{
		"12": 12, "-12": -12, "0": 0, "12.0": 12, "12.000": 12, "1.2e1": 12, "1.2E1": 12, "-1e3": -1000,
		"9223372036854775807": math.MaxInt64, "9223372036854775807.0": math.MaxInt64,
		"9007199254740992.00e0": 1 << 53, "-9.007199254740992e15": -1 << 53,
	} {
		if got, ok := conversion.Whole(text); !ok || got != want {
			t.Errorf("%s is %d, %v, not %d", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", "x", "12x", "1.5", "12.01", "1.25e1", "x.0", ".0", "1e400", "9.007199254740994e15", "-9.007199254740994e15",
		"9223372036854775808", "NaN", "Inf", "0x10", "1_000", " 1",
	} {
		if got, ok := conversion.Whole(text); ok {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}

func TestInt32_takesWhatFits(t *testing.T) {
	for text, want := range map[string]bool{
		"2147483647": true, "-2147483648": true, "2147483647.0": true,
		"2147483648": false, "-2147483649": false, "1.5": false, "x": false, "4294967296": false,
	} {
		if got, ok := conversion.Int32(text); ok != want || ok && got == 0 {
			t.Errorf("%s is %d, %v", text, got, ok)
		}
	}
}

func TestNumber_readsWhatJSONHas(t *testing.T) {
	for text, want := range map[string]float64{"0.25": 0.25, "-1.5e2": -150, "7": 7, "+1E0": 1} {
		if got, ok := conversion.Number(text); !ok || got != want {
			t.Errorf("%s is %v, %v, not %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "Inf", "NaN", "0x1p4", "1e", "1_0", "1e999", "infinity"} {
		if got, ok := conversion.Number(text); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

func TestIsDigits_refusesAllElse(t *testing.T) {
	for text, want := range map[string]bool{"0": true, "9": true, "0123456789": true, "": false, "1.0": false, "-1": false, "1e3": false, "/": false, "1:": false} {
		if conversion.IsDigits(text) != want {
			t.Errorf("%q is digits: %v", text, !want)
		}
	}
}

func TestBool_readsStringsAndNumbers(t *testing.T) {
	for value, want := range map[string][2]bool{
		`true`: {true, true}, `"true"`: {true, true}, `1`: {true, true}, `"1"`: {true, true},
		`false`: {false, true}, `"false"`: {false, true}, `0`: {false, true}, `"0"`: {false, true},
		`2`: {}, `"yes"`: {}, `null`: {}, `[]`: {}, `""`: {},
	} {
		if is, ok := conversion.Bool(value); [2]bool{is, ok} != want {
			t.Errorf("%s is %v, %v", value, is, ok)
		}
	}
}

func TestTime_readsMetasTimesAndUnixTime(t *testing.T) {
	for text, want := range map[string]string{
		"2017-08-31T18:10:00+0000":  "2017-08-31T18:10:00Z",
		"2017-08-31T20:10:00+02:00": "2017-08-31T18:10:00Z",
		"1504203000":                "2017-08-31T18:10:00Z",
		"1504203000.0":              "2017-08-31T18:10:00Z",
		"0":                         "1970-01-01T00:00:00Z",
		"137438953471":              "6325-04-08T15:04:31Z",
	} {
		got, ok := conversion.Time(text)
		if !ok || got.Format(time.RFC3339) != want || got.Location() != time.UTC {
			t.Errorf("%s is %v, %v, not %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "yesterday", "-1", "137438953472", "1.5", "2017-08-31"} {
		if got, ok := conversion.Time(text); ok || !got.IsZero() {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

func TestIsURL_takesAbsoluteURLsOfTheWeb(t *testing.T) {
	for text, want := range map[string]bool{
		"https://x": true, "http://x": true, "https://www.example.com/a?b#c": true, "https://ex.com/\u00e9": true,
		"": false, "https://": false, "http://": false, "https:///a": false, "//x": false, "/a": false, "x": false,
		"ftp://x": false, "javascript:alert(1)": false, "https://a b": false, "https://a\x7f": false, "http://a\nb": false,
		"https://a!": true, "https://a~": true,
	} {
		if conversion.IsURL(text) != want {
			t.Errorf("%q is a URL: %v", text, !want)
		}
	}
}

func TestEnumValue_isUnknownForWhatTheTypeLacks(t *testing.T) {
	isValue := func(word string) bool { return word == "IMAGE" }
	for text, want := range map[string]string{"IMAGE": "IMAGE", "image": "IMAGE", "HOLOGRAM": "UNKNOWN", "": "UNKNOWN"} {
		if got := conversion.EnumValue(text, isValue); got != want {
			t.Errorf("%q is %s, not %s", text, got, want)
		}
	}
}

func TestIsPlain_refusesEscapesAndWhatIsNotASCII(t *testing.T) {
	for value, want := range map[string]bool{`"a"`: true, `""`: true, "\"\x7f\"": true, `"\n"`: false, `"é"`: false, "\"\x80\"": false} {
		if conversion.IsPlain(value) != want {
			t.Errorf("%s is plain: %v", value, !want)
		}
	}
}

func TestAppendCharacters_replacesHalfCharacters(t *testing.T) {
	for value, want := range map[string]string{
		`"a\né"`: "a\né", `"\ud83d\ude00"`: "😀", `"x\ud83dy"`: "x\ufffdy", `"\ude00"`: "\ufffd", "\"\xff\"": "\ufffd",
	} {
		if got := string(conversion.AppendCharacters([]byte("> "), value)); got != "> "+want {
			t.Errorf("%s has the characters %q, not %q", value, got, want)
		}
	}
}

func TestWholeCharacters_keepsAllButHalfCharacters(t *testing.T) {
	for value, want := range map[string]string{
		`{"a": [1,"b"]}`:     `{"a": [1,"b"]}`,
		`"x\ud83d"`:          `"x` + "\ufffd" + `"`,
		`["\ud83d\ude00"]`:   `["😀"]`,
		"{\"\xff\":1}":       `{"` + "\ufffd" + `":1}`,
		`{"é":1,"é":2}`:      `{"é":1,"é":2}`,
		`{"é":1e2,"b":"\""}`: `{"é":1e2,"b":"\""}`,
	} {
		if got, err := conversion.WholeCharacters(value); err != nil || string(got) != want {
			t.Errorf("%s is %s, %v, not %s", value, got, err, want)
		}
	}
	if _, err := conversion.WholeCharacters(`"é`); err == nil {
		t.Error("half a string is taken")
	}
}
