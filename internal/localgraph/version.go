package localgraph

import (
	"fmt"
	"strconv"
	"strings"
)

// The versions that Meta has ever released, as major numbers with the last
// minor number of each; a major number above those had no minor but 0.
//
// Source: Meta, Graph API, "Changelog", as of v26.0.
const (
	newestMajor = 26
	oldestLive  = 21
)

var lastMinor = map[int]int{1: 0, 2: 12, 3: 3}

// isVersion tells whether a path segment names a version.
func isVersion(segment string) bool {
	_, _, ok := parseVersion(segment)
	return ok
}

func parseVersion(segment string) (major, minor int, ok bool) {
	number, ok := strings.CutPrefix(segment, "v")
	before, after, dot := strings.Cut(number, ".")
	major, err := strconv.Atoi(before)
	minor, err2 := strconv.Atoi(after)
	return major, minor, ok && dot && err == nil && err2 == nil
}

// serve returns the version that a call to an asked version is served with: a
// dead version, and one that is not out yet, is served as the oldest that
// lives. It tells whether there ever was such a version.
func serve(asked, newest string) (served string, ok bool) {
	major, minor, _ := parseVersion(asked)
	if major < 1 || major > newestMajor || minor < 0 || minor > lastMinor[major] {
		return newest, false
	}
	last, _, _ := parseVersion(newest)
	if major >= oldestLive && major <= last {
		return asked, true
	}
	return fmt.Sprintf("v%d.0", min(oldestLive, last)), true
}
