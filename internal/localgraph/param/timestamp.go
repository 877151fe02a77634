package param

import (
	"strconv"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// maxTime is the last Unix time taken: the end of the year 9999.
const maxTime = 253402300799

var layouts = []string{
	catalog.Timestamp, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05",
	"2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly, "2006/01/02", "01/02/2006", "2 January 2006", "January 2, 2006",
}

// ReadTime reads what since and until take: a Unix time, a date or date and
// time in a common form (UTC when it names no zone), or words relative to now
// such as "yesterday", "-2 weeks" and "3 days ago". It reports whether the text is
// one of these.
//
// Source: Meta, Graph API, "Paginated Results": a Unix time or "strtotime data
// value". PHP's strtotime takes more forms than these.
func ReadTime(text string, now time.Time) (unix int64, ok bool) {
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, n >= 0 && n <= maxTime
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Unix(), true
		}
	}
	return parseWords(strings.Fields(strings.ToLower(text)), now.UTC())
}

func parseWords(words []string, now time.Time) (int64, bool) {
	day := now.Truncate(24 * time.Hour)
	switch len(words) {
	case 1:
		switch words[0] {
		case "now":
			return now.Unix(), true
		case "today":
			return day.Unix(), true
		case "yesterday":
			return day.AddDate(0, 0, -1).Unix(), true
		case "tomorrow":
			return day.AddDate(0, 0, 1).Unix(), true
		}
	case 2:
		return shift(now, words[0], words[1], 1)
	case 3:
		if words[2] == "ago" {
			return shift(now, words[0], words[1], -1)
		}
	}
	return 0, false
}

// shift moves a time by a number of units: "-2", "weeks".
func shift(now time.Time, count, unit string, sign int) (int64, bool) {
	n := 0
	switch count {
	case "last":
		n = -1
	case "next":
		n = 1
	default:
		var err error
		if n, err = strconv.Atoi(count); err != nil || n < -10000 || n > 10000 {
			return 0, false
		}
	}
	n *= sign
	var t time.Time
	switch strings.TrimSuffix(unit, "s") {
	case "second", "sec":
		t = now.Add(time.Duration(n) * time.Second)
	case "minute", "min":
		t = now.Add(time.Duration(n) * time.Minute)
	case "hour":
		t = now.Add(time.Duration(n) * time.Hour)
	case "day":
		t = now.AddDate(0, 0, n)
	case "week":
		t = now.AddDate(0, 0, 7*n)
	case "month":
		t = now.AddDate(0, n, 0)
	case "year":
		t = now.AddDate(n, 0, 0)
	default:
		return 0, false
	}
	return t.Unix(), t.Unix() >= 0 && t.Unix() <= maxTime
}
