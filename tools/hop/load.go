package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
)

// client sends one row's request again and again, on one connection that is kept.
type client struct {
	connection net.Conn
	reader     *bufio.Reader
	row        row
	request    []byte
}

// newClient connects the client of a number, who is a viewer of its own.
func newClient(ctx context.Context, p *process, r row, c call, number int) (*client, error) {
	connection, err := new(net.Dialer).DialContext(ctx, "tcp", p.host)
	if err != nil {
		return nil, err
	}
	head, rest := p.request(r, c)
	return &client{connection, bufio.NewReader(connection), r, fmt.Appendf(nil, "%s%d%s", head, number, rest)}, nil
}

// ask sends the request and returns the body of the answer.
func (c *client) ask() (string, error) {
	if _, err := c.connection.Write(c.request); err != nil {
		return "", err
	}
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return "", err
	}
	return string(body), c.row.check(response.StatusCode, string(body))
}

// greet has each of so many clients ask once, in turn, so that their tokens are known to
// work: operations of tokens that are not known share few places.
func greet(ctx context.Context, p *process, r row, c call, connections int) error {
	for number := range connections {
		one, err := newClient(ctx, p, r, c, number)
		if err != nil {
			return err
		}
		_, err = one.ask()
		if err := errors.Join(err, one.connection.Close()); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// load sends a number of requests of a row on so many connections. The error is that of
// the first request that is not answered as it should be.
func load(ctx context.Context, p *process, r row, c call, requests, connections int) error {
	var (
		clients sync.WaitGroup
		sent    atomic.Int64
		failed  = make(chan error, connections)
	)
	for number := range connections {
		clients.Go(func() {
			one, err := newClient(ctx, p, r, c, number)
			if err != nil {
				failed <- err
				return
			}
			defer func() { _ = one.connection.Close() }()
			for sent.Add(1) <= int64(requests) && ctx.Err() == nil {
				if _, err := one.ask(); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	clients.Wait()
	close(failed)
	return errors.Join(<-failed, ctx.Err())
}
