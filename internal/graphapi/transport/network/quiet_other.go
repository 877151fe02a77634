//go:build !unix

package network

import "time"

// isQuiet reports whether a connection was in use a moment ago: here it cannot be seen
// whether the server has closed it.
func (c *connection) isQuiet() bool { return time.Since(c.since) < time.Second }
