// Package build says which build of the program is running.
package build

import "runtime/debug"

// Version returns the program's version: a tag, a commit, "(devel)" for sources that
// Go knows no commit of, or "unknown" where Go recorded nothing.
func Version() string {
	return versionIn(debug.ReadBuildInfo())
}

func versionIn(build *debug.BuildInfo, recorded bool) string {
	if !recorded || build.Main.Version == "" {
		return "unknown"
	}
	return build.Main.Version
}
