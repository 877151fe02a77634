//go:build !unix

package server

// descriptors returns how many files and sockets the process may have open at once;
// 0 if that is not known.
func descriptors() uint64 { return 0 }
