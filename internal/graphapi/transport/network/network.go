// Package network makes the real calls to a Graph API server.
package network

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"
)

// New returns the transport that makes real calls. Look-ups run side by
// side, so more connections stay open to the one host than Go's default of 2.
// Packed answers are asked for and unpacked by Go itself.
func New() *http.Transport {
	return &http.Transport{
		Proxy:                  proxy,
		DialContext:            dialer().DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    32,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  30 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// dialer returns what makes the connections.
func dialer() *net.Dialer {
	return &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
}

// proxy takes the environment's proxy for HTTPS only: the proxy could read the token of
// a plain call.
func proxy(request *http.Request) (*url.URL, error) {
	if request.URL.Scheme != "https" {
		return nil, nil
	}
	return http.ProxyFromEnvironment(request)
}
