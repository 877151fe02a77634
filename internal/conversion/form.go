package conversion

import (
	"strings"
	"time"

	"github.com/gramql/gramql/internal/timestamp"
)

// Bool returns what the JSON text of a value says: true or false, or the string of one,
// or 1 or 0.
func Bool(value string) (is, ok bool) {
	switch strings.Trim(value, `"`) {
	case "true", "1":
		return true, true
	case "false", "0":
		return false, true
	}
	return false, false
}

// Time returns the point in time that a text means, in UTC. A few fields of the Graph
// API have Unix time, in seconds.
func Time(text string) (time.Time, bool) {
	if t, err := timestamp.Parse(text); err == nil {
		return t, true
	}
	const end = 1 << 37 // in the year 6325
	unix, ok := Whole(text)
	if !ok || unix < 0 || unix >= end {
		return time.Time{}, false
	}
	return time.Unix(unix, 0).UTC(), true
}

// IsURL reports whether a text is an absolute URL of the web.
func IsURL[T string | []byte](text T) bool {
	const web, secure = "http://", "https://"
	rest := len(web)
	switch {
	case len(text) >= len(secure) && string(text[:len(secure)]) == secure:
		rest = len(secure)
	case len(text) < len(web) || string(text[:len(web)]) != web:
		return false
	}
	for i := rest; i < len(text); i++ {
		if c := text[i]; c <= ' ' || c == 0x7f {
			return false
		}
	}
	return len(text) > rest && text[rest] != '/'
}

// Unknown is the value of every enum type for what Meta added after the schema was
// written.
const Unknown = "UNKNOWN"

// EnumValue returns the value of an enum type that a text in any letter case is: Unknown
// for a text that is none of the type's values.
func EnumValue(text string, isValue func(string) bool) string {
	if value := strings.ToUpper(text); isValue(value) {
		return value
	}
	return Unknown
}
