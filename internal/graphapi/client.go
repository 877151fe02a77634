// Package graphapi is the client of any server that speaks the Graph API:
// Meta's own hosts and the local graph. Each call goes through one Do, and each
// answer through one checkResponse, which alone decides what is an error.
//
// It knows no token and no retry: those are round trippers around it (package
// transport). It follows no redirect and no paging URL, for these may lead the
// token to an address of the server's choosing.
package graphapi

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Guard is the time that a call has when its context sets no deadline.
const Guard = 30 * time.Second

// Options are what a client is made from.
type Options struct {
	// Base is the server's address, such as https://graph.instagram.com.
	Base *url.URL
	// Version is put before every path, such as "v27.0". Without it the server
	// chooses one.
	Version string
	// Transport makes the calls; nil is http.DefaultTransport.
	Transport http.RoundTripper
	// Log takes what an operator should know; nil is slog.Default().
	Log *slog.Logger
}

// Client calls one Graph API server. It may be used by many goroutines at once.
type Client struct {
	base      url.URL
	version   string
	transport http.RoundTripper
	log       *slog.Logger
	drift     sync.Once
}

// New returns a client. It makes no call.
func New(o Options) *Client {
	c := &Client{
		base:      url.URL{Scheme: o.Base.Scheme, Host: o.Base.Host, Path: strings.TrimRight(o.Base.Path, "/")},
		version:   o.Version,
		transport: o.Transport,
		log:       o.Log,
	}
	if c.version != "" {
		c.base.Path += "/" + c.version
	}
	if c.transport == nil {
		c.transport = http.DefaultTransport
	}
	if c.log == nil {
		c.log = slog.Default()
	}
	return c
}

// Do makes one call and returns its answer, whose body is a JSON object or
// array by its outer brackets; what is between them is not parsed yet.
//
// The error is an *Error when the Graph API refused, and else a *Failure. It
// holds neither token nor URL.
func (c *Client) Do(ctx context.Context, call Call) (*Answer, error) {
	return c.do(ctx, &outgoing{call: call})
}

func (c *Client) do(ctx context.Context, a *outgoing) (*Answer, error) {
	if err := a.call.check(); err != nil {
		return nil, err
	}
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, Guard)
		defer cancel()
	}
	// The round tripper is used without an http.Client, which would follow
	// redirects and put the URL into its errors.
	response, err := c.transport.RoundTrip(c.request(ctx, a)) //nolint:bodyclose // Outcome closes it
	answer, err := Outcome(ctx, response, err)
	if response != nil {
		c.compareVersion(ctx, response.Header)
	}
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// request writes the HTTP request of a call whose path has been checked. It is
// put together by hand because http.NewRequest would parse the URL again.
func (c *Client) request(ctx context.Context, a *outgoing) *http.Request {
	address := c.base
	address.Path += a.call.Path
	request := &http.Request{
		Method: a.call.method(),
		URL:    &address,
		Header: http.Header{"Accept": {"application/json"}},
	}
	if query := a.call.query(); request.Method == http.MethodPost {
		setForm(request, query)
	} else {
		address.RawQuery = query
	}
	return request.WithContext(context.WithValue(ctx, outgoingKey{}, a))
}

// compareVersion warns once when the server answers in another version than the
// one asked for: Meta serves a dead or future version silently as the oldest
// one that lives.
//
// Source: Meta, Graph API: Platform Versioning.
func (c *Client) compareVersion(ctx context.Context, header http.Header) {
	served := header.Get("Facebook-Api-Version")
	if served == "" || c.version == "" || served == c.version {
		return
	}
	c.drift.Do(func() {
		c.log.WarnContext(ctx, "the Graph API answers in another version than the one asked for; "+
			"set -graph-version to one that lives",
			"asked", c.version, "served", clean(served, 20))
	})
}
