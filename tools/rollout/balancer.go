package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"time"
)

// interval is how often the balancer asks whether a backend is ready.
const interval = time.Second

// balancer passes requests on to backends in turn, on connections that it keeps. It
// knows of them only what /readyz said last, and sends no request twice.
type balancer struct {
	mu       sync.Mutex
	backends []*backend
	next     int
}

type backend struct {
	base  string
	proxy *httputil.ReverseProxy
	ready bool
}

func (b *balancer) add(base string) {
	u, err := url.Parse(base)
	if err != nil {
		panic(err) // of what a replica said of itself
	}
	proxy := &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(u) },
		Transport: &http.Transport{MaxIdleConnsPerHost: clients},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, err.Error(), http.StatusBadGateway)
		},
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.backends = append(b.backends, &backend{base: base, proxy: proxy})
}

func (b *balancer) remove(base string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.backends = slices.DeleteFunc(b.backends, func(k *backend) bool { return k.base == base })
}

// ServeHTTP passes a request on.
func (b *balancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if k := b.pick(); k != nil {
		k.proxy.ServeHTTP(w, r)
		return
	}
	http.Error(w, "no backend is ready", http.StatusBadGateway)
}

func (b *balancer) pick() *backend {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range b.backends {
		b.next++
		if k := b.backends[b.next%len(b.backends)]; k.ready {
			return k
		}
	}
	return nil
}

// poll asks each backend in turn until the context ends.
func (b *balancer) poll(ctx context.Context) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		b.mu.Lock()
		backends := slices.Clone(b.backends)
		b.mu.Unlock()
		for _, k := range backends {
			ready := isReady(ctx, k.base)
			b.mu.Lock()
			k.ready = ready
			b.mu.Unlock()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

var prober = &http.Client{Timeout: interval}

func isReady(ctx context.Context, base string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/readyz", http.NoBody)
	if err != nil {
		return false
	}
	response, err := prober.Do(r)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// untilReady waits until so many backends are.
func (b *balancer) untilReady(ctx context.Context, want int) error {
	for {
		b.mu.Lock()
		ready := 0
		for _, k := range b.backends {
			if k.ready {
				ready++
			}
		}
		b.mu.Unlock()
		if ready == want {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d of %d replicas are ready: %w", ready, want, ctx.Err())
		case <-time.After(interval / 10):
		}
	}
}
