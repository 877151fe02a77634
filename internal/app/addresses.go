package app

import (
	"context"
	"errors"
	"net"
	"syscall"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/server"
)

// addresses are where the program listens.
type addresses struct {
	graphql    *server.Listener
	localGraph *server.Listener // nil if the upstream is another server
	admin      *server.Listener // nil if it is off
}

// takeAddresses takes the addresses in the order in which they drain: the local
// graph outlives the operations that need it, and the metrics outlive both.
func (a *App) takeAddresses(ctx context.Context) (err error) {
	s := a.settings
	if a.addresses.graphql, err = a.listen(ctx, "graphql", "-addr", s.Addr); err != nil {
		return err
	}
	if s.LocalGraph() {
		if a.addresses.localGraph, err = a.listen(ctx, "local graph", "-local-addr", s.LocalAddr); err != nil {
			return err
		}
	}
	if s.AdminAddr != "" {
		a.addresses.admin, err = a.listen(ctx, "admin", "-admin-addr", s.AdminAddr)
	}
	return err
}

// warnOfDemo says that the local graph is for one's own machine: its tokens are in
// its documentation.
func (a *App) warnOfDemo() {
	for setting, l := range map[string]*server.Listener{"-addr": a.addresses.graphql, "-local-addr": a.addresses.localGraph} {
		if a.settings.LocalGraph() && !l.IsLoopback() {
			a.log.Warn("other machines can reach the demo world, whose tokens are public; is -graph missing?", "setting", setting)
		}
	}
}

// listen takes the address of a setting. An address that this machine does not
// have is a wrong setting; one that is in use is not.
func (a *App) listen(ctx context.Context, name, setting, addr string) (*server.Listener, error) {
	listener, err := a.server.Listen(ctx, name, addr)
	if _, unknown := errors.AsType[*net.DNSError](err); unknown || errors.Is(err, syscall.EADDRNOTAVAIL) {
		return nil, &config.Error{Source: setting, Reason: err.Error()}
	}
	return listener, err
}
