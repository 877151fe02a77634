//go:build unix

package network

import (
	"errors"
	"syscall"
)

// isQuiet reports whether the server has neither closed a connection that no call uses
// nor sent anything on it, which would be taken for the answer to the next call.
func (c *connection) isQuiet() bool {
	socket, ok := c.Conn.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return false
	}
	quiet := false
	_ = raw.Read(func(descriptor uintptr) bool {
		var one [1]byte
		_, _, err := syscall.Recvfrom(int(descriptor), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		quiet = errors.Is(err, syscall.EAGAIN)
		return true // do not wait
	})
	return quiet
}
