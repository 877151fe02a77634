//go:build !unix

package seal

import "io/fs"

// ofAnother reports whether a file is known to belong to another user than the one that
// runs the program.
func ofAnother(fs.FileInfo) bool { return false }
