package command

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/gramql/gramql/internal/config"
)

// patience is how long a program that runs may take to answer a probe.
const patience = 3 * time.Second

// Healthy asks the program that serves the address of -addr on this machine whether
// it accepts requests (/readyz), and writes its word: "ready". A program that is
// starting, draining or not there is an error. Images without a shell or curl have
// their health check so.
func Healthy(ctx context.Context, w io.Writer, s config.Settings) error {
	addr, err := reachable(s.Addr)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/readyz", http.NoBody)
	if err != nil {
		return err
	}
	direct := &http.Client{Transport: &http.Transport{Proxy: nil, DisableKeepAlives: true}}
	response, err := direct.Do(request)
	if err != nil {
		return fmt.Errorf("nothing answers at %s: %w", addr, err)
	}
	defer func() { _ = response.Body.Close() }()
	word, err := io.ReadAll(io.LimitReader(response.Body, 64))
	if err != nil {
		return fmt.Errorf("the answer of %s broke off: %w", addr, err)
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %d: %.32q", addr, response.StatusCode, word)
	}
	_, err = w.Write(word)
	return err
}

// reachable returns the address at which a listener of this machine is reached:
// loopback for one that listens on all addresses.
func reachable(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", &config.Error{Source: "-addr", Reason: err.Error()}
	}
	if port == "0" {
		return "", &config.Error{Source: "-addr", Reason: "names port 0, so that nobody knows which port to ask; name the port"}
	}
	switch ip, err := netip.ParseAddr(host); {
	case host == "":
		host = "127.0.0.1"
	case err != nil || !ip.IsUnspecified(): // a name, or an address of its own
	case ip.Is4():
		host = "127.0.0.1"
	default:
		host = "::1"
	}
	return net.JoinHostPort(host, port), nil
}
