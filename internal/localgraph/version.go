package localgraph

import (
	"fmt"
	"strconv"
	"strings"
)

// The major numbers of the versions that there are: the newest, the one that is
// to come, and the oldest that still lives.
//
// Source: Meta, Graph API, "Changelog", as of v26.0.
const (
	comingMajor = newestMajor + 1
	newestMajor = 26
	oldestLive  = 21
)

// lastMinor is the last minor number that a major number had; those that are not
// there had none but 0.
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

// serve returns the version that a call to an asked version is served with: a
// dead version, and one that is not out yet, is served as the oldest that
// lives. It reports whether there ever was such a version.
func serve(asked string) (served string, ok bool) {
	major, minor, _ := parseVersion(asked)
	switch {
	case major < 1 || major > comingMajor || minor < 0 || minor > lastMinor[major]:
		return "", false
	case major < oldestLive || major > newestMajor:
		return fmt.Sprintf("v%d.0", oldestLive), true
	}
	return asked, true
}
