package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// proxyTo begins the argument that makes this command the bare proxy; the upstream's
// address follows.
const proxyTo = "proxy-to="

// serveProxy is the bare hop: it makes the call that a client sends and copies the answer,
// in the plainest way that net/http has.
func serveProxy(base string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // for as long as the process lives
	if err != nil {
		return err
	}
	fmt.Println("proxy: http://" + listener.Addr().String())
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 0, 512
	client := &http.Client{Transport: transport}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := pass(w, r, client, base); err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
		}
	})}
	return server.Serve(listener)
}

// pass makes a client's call and copies its answer.
func pass(w http.ResponseWriter, r *http.Request, client *http.Client, base string) error {
	request, err := http.NewRequestWithContext(r.Context(), r.Method, base+r.RequestURI, r.Body) //nolint:gosec // what a proxy is for
	if err != nil {
		return err
	}
	request.ContentLength = r.ContentLength
	for _, name := range []string{"Authorization", "Content-Type"} {
		if value := r.Header.Get(name); value != "" {
			request.Header.Set(name, value)
		}
	}
	response, err := client.Do(request) //nolint:gosec // what a proxy is for
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	w.Header().Set("Content-Type", response.Header.Get("Content-Type"))
	w.WriteHeader(response.StatusCode)
	_, err = io.Copy(w, response.Body)
	return err
}
