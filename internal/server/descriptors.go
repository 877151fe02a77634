package server

// mostConnections is how many connections are served where descriptors would allow
// more: each takes some 20 kB.
const mostConnections = 16_384

// DefaultConnections returns how many connections an address should serve: half of
// the process's descriptors, for an operation in one needs others to the upstream.
func DefaultConnections() int {
	half := descriptors() / 2
	if half == 0 || half > mostConnections {
		return mostConnections
	}
	return int(half)
}
