package mediafile

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"syscall"

	"github.com/gramql/gramql/internal/loopback"
)

// Loopback is the word for all names and addresses of this machine.
const Loopback = "loopback"

// hosts are those that files may be fetched from.
type hosts struct {
	loopback bool
	names    []string // in lower case; *.example stands for all below it
}

func parseHosts(allowed []string) hosts {
	if allowed == nil {
		allowed = []string{Loopback}
	}
	h := hosts{}
	for _, name := range allowed {
		if name == Loopback {
			h.loopback = true
			continue
		}
		h.names = append(h.names, strings.ToLower(name))
	}
	return h
}

// allow reports whether a host, without its port, may be asked.
func (h hosts) allow(host string) bool { return h.named(host) || h.loopback && isLocal(host) }

// named reports whether a host is allowed by its name.
func (h hosts) named(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return slices.ContainsFunc(h.names, func(name string) bool {
		below, all := strings.CutPrefix(name, "*")
		return host == name || all && strings.HasSuffix(host, below) && host != below
	})
}

// isLocal reports whether a host is a name or address of this machine; dial sees to
// it that a name leads there.
func isLocal(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return strings.HasSuffix(host, ".localhost") || loopback.Is(host)
}

// dial connects to an allowed host. One that is allowed as a name of this machine
// must lead to this machine.
func (h hosts) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	dialer := net.Dialer{}
	if !h.named(host) {
		dialer.Control = func(_, to string, _ syscall.RawConn) error {
			if resolved, _, err := net.SplitHostPort(to); err != nil || !loopback.Is(resolved) {
				return fmt.Errorf("%w: %s leads elsewhere", ErrForbidden, host)
			}
			return nil
		}
	}
	return dialer.DialContext(ctx, network, address)
}
