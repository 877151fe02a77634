package cache

import (
	"bytes"
	"math"
	"strconv"
	"time"
)

// expiry returns when the first media URL in a body expires, and whether one
// does. Such URLs are signed and hold their end in a parameter: oe=66F0A1B2,
// the seconds since 1970 in hexadecimal digits.
func expiry(body []byte) (time.Time, bool) {
	first := int64(math.MaxInt64)
	const name = "oe="
	for at := bytes.Index(body, []byte(name)); at >= 0; at = bytes.Index(body, []byte(name)) {
		before, value := body[:at], body[at+len(name):]
		if begins(before) {
			first = min(first, seconds(value))
		}
		body = value
	}
	return time.Unix(first, 0), first < math.MaxInt64
}

// begins reports whether a parameter begins behind these bytes. JSON may hold an
// ampersand as an escape.
func begins(before []byte) bool {
	return bytes.HasSuffix(before, []byte("?")) || bytes.HasSuffix(before, []byte("&")) ||
		bytes.HasSuffix(before, []byte(`\u0026`))
}

// seconds reads hexadecimal digits; what is no time never ends.
func seconds(value []byte) int64 {
	const longestTime = 12 // digits: some million years
	digits := 0
	for digits < min(len(value), longestTime+1) && isHex(value[digits]) {
		digits++
	}
	at, err := strconv.ParseInt(string(value[:digits]), 16, 64)
	if err != nil || digits > longestTime {
		return math.MaxInt64
	}
	return at
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
