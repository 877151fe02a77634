package param

import (
	"testing"
	"time"
)

var noon = time.Date(2026, time.November, 21, 12, 30, 0, 0, time.UTC)

func TestReadTime_readsCommonForms(t *testing.T) {
	for text, want := range map[string]string{
		"1504203000":                "2017-08-31T18:10:00Z",
		"0":                         "1970-01-01T00:00:00Z",
		"2017-08-31T18:10:00+0000":  "2017-08-31T18:10:00Z",
		"2017-08-31T18:10:00Z":      "2017-08-31T18:10:00Z",
		"2017-08-31T20:10:00+02:00": "2017-08-31T18:10:00Z",
		"2017-08-31 18:10:00":       "2017-08-31T18:10:00Z",
		" 2017-08-31 ":              "2017-08-31T00:00:00Z",
		"31 August 2017":            "2017-08-31T00:00:00Z",
		"now":                       "2026-11-21T12:30:00Z",
		"today":                     "2026-11-21T00:00:00Z",
		"Yesterday":                 "2026-11-20T00:00:00Z",
		"-3 days":                   "2026-11-18T12:30:00Z",
		"+1 week":                   "2026-11-28T12:30:00Z",
		"2 weeks ago":               "2026-11-07T12:30:00Z",
		"last month":                "2026-10-21T12:30:00Z",
		"next year":                 "2027-11-21T12:30:00Z",
		"tomorrow":                  "2026-11-22T00:00:00Z",
		"-90 seconds":               "2026-11-21T12:28:30Z",
		"1 sec":                     "2026-11-21T12:30:01Z",
		"+5 minutes":                "2026-11-21T12:35:00Z",
		"30 min ago":                "2026-11-21T12:00:00Z",
		"2 hours ago":               "2026-11-21T10:30:00Z",
		"10000 hours":               "2028-01-12T04:30:00Z",
		"-10000 hours":              "2025-09-30T20:30:00Z",
		"-56 years":                 "1970-11-21T12:30:00Z",
		"253402300799":              "9999-12-31T23:59:59Z",
	} {
		got, ok := ReadTime(text, noon)
		if at := time.Unix(got, 0).UTC().Format(time.RFC3339); !ok || at != want {
			t.Errorf("ReadTime(%q) = %s, %t; want %s", text, at, ok, want)
		}
	}
}

func TestReadTime_refusesWhatIsNoTime(t *testing.T) {
	for _, text := range []string{"", "once", "-1", "2017-13-01", "99999999999999", "3 fortnights ago", "99999999999 days", "-9999 years", "1e9"} {
		if got, ok := ReadTime(text, noon); ok {
			t.Errorf("ReadTime(%q) = %d", text, got)
		}
	}
}

func FuzzReadTime_staysBetweenItsBounds(f *testing.F) {
	for _, seed := range []string{"", "1504203000", "2017-08-31T18:10:00+0000", "-3 days", "last year", "tomorrow", "10000 years ago"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, ok := ReadTime(text, noon); ok && (got > maxTime || got < time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC).Unix()) {
			t.Errorf("ReadTime(%q) = %d", text, got)
		}
	})
}
