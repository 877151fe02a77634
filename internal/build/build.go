// Package build says which build of the program is running.
package build

import "runtime/debug"

// Version returns the program's version: a tag, a commit, or "unknown" where Go
// recorded neither.
func Version() string {
	if build, ok := debug.ReadBuildInfo(); ok {
		return build.Main.Version
	}
	return "unknown"
}
