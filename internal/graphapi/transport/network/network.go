// Package network makes the real calls to a Graph API server.
//
//	network.go     which calls go which way
//	pool.go        the own way: who has which connection
//	connection.go  a call and the head of its answer on one connection
//	body.go        the rest of the answer, after which the connection is free
//	quiet_*.go     whether a connection that was kept can still be used
//	packed.go      answers that are packed
package network

import (
	"crypto/tls"
	"maps"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Bounds of both ways.
const (
	dialTime      = 10 * time.Second
	handshakeTime = 10 * time.Second
	// headerTime is how long the head of an answer may take.
	headerTime = 30 * time.Second
	// idleTime is how long a connection is kept that no call uses.
	idleTime  = 90 * time.Second
	maxHeader = 64 << 10 // bytes
	// maxKept is how many connections are kept that no call uses. Look-ups run side by
	// side, so there are more than Go's default of 2 to the one server.
	maxKept = 64
)

// Network makes real calls. It may be used by many goroutines at once.
//
// Calls over plain HTTP are made in the caller's goroutine: net/http has two goroutines
// for each connection, and waking them takes as long as all the rest of a small call.
// HTTPS is net/http's, which speaks HTTP/2 and knows proxies. With both, packed answers
// are asked for, and are unpacked here.
type Network struct {
	plain  pool
	secure *http.Transport
}

var _ http.RoundTripper = (*Network)(nil)

// New returns a network without connections.
func New() *Network {
	return &Network{secure: &http.Transport{
		Proxy:                  proxy,
		DialContext:            dialer().DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // done by unpack
		MaxIdleConns:           maxKept,
		MaxIdleConnsPerHost:    maxKept / 2,
		IdleConnTimeout:        idleTime,
		TLSHandshakeTimeout:    handshakeTime,
		ResponseHeaderTimeout:  headerTime,
		MaxResponseHeaderBytes: maxHeader,
	}}
}

// RoundTrip makes a call. The error is the context's when the context ends first; it holds
// neither the URL nor the header of the call.
func (n *Network) RoundTrip(request *http.Request) (response *http.Response, err error) {
	if request.URL.Scheme == "http" {
		response, err = n.plain.RoundTrip(request)
	} else {
		packs := *request // a round tripper leaves the request as it was
		packs.Header = maps.Clone(request.Header)
		packs.Header["Accept-Encoding"] = []string{packing}
		response, err = n.roundTripSecure(&packs)
	}
	if err == nil {
		unpack(response)
	}
	return response, err
}

// CloseIdleConnections closes the connections that no call uses.
func (n *Network) CloseIdleConnections() {
	n.plain.close(time.Now())
	n.secure.CloseIdleConnections()
}

// dialer returns what makes the connections.
func dialer() *net.Dialer {
	return &net.Dialer{Timeout: dialTime, KeepAlive: 30 * time.Second}
}

// proxy takes the environment's proxy for HTTPS only: the proxy could read the token of
// a plain call.
func proxy(request *http.Request) (*url.URL, error) {
	if request.URL.Scheme != "https" {
		return nil, nil
	}
	return http.ProxyFromEnvironment(request)
}
