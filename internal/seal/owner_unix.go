//go:build unix

package seal

import (
	"io/fs"
	"os"
	"syscall"
)

// ofAnother reports whether a file belongs to another user than the one that runs the
// program.
func ofAnother(info fs.FileInfo) bool {
	file, known := info.Sys().(*syscall.Stat_t)
	return known && int64(file.Uid) != int64(os.Getuid())
}
