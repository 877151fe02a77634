package localgraph

import (
	"fmt"
	"strconv"
	"strings"
)

// The major numbers of versions: the newest, the next one, and the oldest that
// is alive.
//
// Source: Meta, Graph API, "Changelog", as of v27.0.
const (
	comingMajor = newestMajor + 1
	newestMajor = 27
	oldestLive  = 21
)

// lastMinor is the highest minor number of a major number; those that are missing
// have only 0.
var lastMinor = map[int]int{1: 0, 2: 12, 3: 3}

// isVersion reports whether a path segment names a version.
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

// serve returns the version that answers calls to a version: the oldest that is
// alive, in place of a dead version and of one that is not out yet. It reports
// whether there is, was or will be such a version.
func serve(named string) (served string, ok bool) {
	major, minor, _ := parseVersion(named)
	switch {
	case major < 1 || major > comingMajor || minor < 0 || minor > lastMinor[major]:
		return "", false
	case major < oldestLive || major > newestMajor:
		return fmt.Sprintf("v%d.0", oldestLive), true
	}
	return named, true
}
