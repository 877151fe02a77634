package dialect

import (
	"strconv"
	"strings"
	"sync"
)

// Major returns the major number of a version of the Graph API, such as "v27.0".
func Major(version string) (major int, ok bool) {
	number, v := strings.CutPrefix(version, "v")
	number, _, dot := strings.Cut(number, ".")
	major, err := strconv.Atoi(number)
	return major, v && dot && err == nil && major > 0
}

// inVersion is a login type in a version of the Graph API.
type inVersion struct {
	login Login
	major int
}

// dated are the dialects with a version: few, and each the same at any time.
var dated sync.Map

// At returns the dialect as a version of the Graph API speaks it.
func (d *Dialect) At(version string) *Dialect {
	major, ok := Major(version)
	if !ok || major == d.Major {
		return d
	}
	key := inVersion{d.Login, major}
	if known, ok := dated.Load(key); ok {
		return known.(*Dialect)
	}
	at := *d
	at.Major = major
	known, _ := dated.LoadOrStore(key, &at)
	return known.(*Dialect)
}
