// Package transport is what stands between the Graph API client and the
// network: round trippers with one concern each.
package transport

import (
	"log/slog"
	"net/http"
	"net/url"
)

// Chain is what the round trippers are made from.
type Chain struct {
	// Base is the Graph API server, the only one that a token is sent to.
	Base *url.URL
	// AppSecret signs each call's token when it is set.
	AppSecret string
	// Log takes a line for each call, at level debug; nil is slog.Default().
	Log *slog.Logger
	// Under makes the calls; nil is the network.
	Under http.RoundTripper
}

// New links the chain. This is the one place that says its order: here from
// the network outwards, so that a call passes from the last line to the first.
func New(c Chain) http.RoundTripper {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	chain := c.Under
	if chain == nil {
		chain = network()
	}
	chain = &observe{log: c.Log, next: chain}
	chain = &token{base: c.Base, secret: []byte(c.AppSecret), next: chain}
	return chain
}
