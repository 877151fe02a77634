// Package loopback knows this machine by its names and addresses.
package loopback

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// Is reports whether a host, with or without a port, is this machine by its name or
// address alone: localhost, 127.0.0.0/8 or ::1. Names below localhost are not, for not
// every resolver keeps them to itself, as RFC 6761 asks for.
func Is(host string) bool {
	if name, port, err := net.SplitHostPort(host); err == nil {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
		host = name
	} else {
		host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}
