package server

// mostConnections is how many connections are served where descriptors would allow
// more: each takes some 20 kB.
const mostConnections = 16_384

// DefaultConnections returns how many connections an address should serve: a third of
// the process's descriptors, for an operation in one needs others to the upstream.
func DefaultConnections() int {
	third := descriptors() / 3
	if third == 0 || third > mostConnections {
		return mostConnections
	}
	return int(third)
}

// crowdSize returns how many connections over the limit are open at once; each more
// closes the oldest, which has had its time.
func crowdSize() int {
	if eighth := descriptors() / 8; eighth > 0 && eighth < largestCrowd {
		return int(eighth)
	}
	return largestCrowd
}
