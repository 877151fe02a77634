package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// overload is what the program does with more load than it can serve.
type overload struct {
	name, operation string
	// viewers is how many tokens the load is spread over.
	viewers int
}

var overloads = []overload{
	{"cheap", cheapOperation, 50},
	{"costly", largeOperation, 50},
}

const (
	// served is the share of the program's capacity that it is asked to serve first.
	served = 0.8
	// times is how many times that load then comes.
	times = 5
)

// What an overload may cost: p99 against that at the load that can be served, and
// the share of the goodput that is left.
const (
	maxSlower   = 2.0
	leastServed = 0.9
)

// run measures the program at a load that it can serve, and at five times that.
func (o overload) run(ctx context.Context, length time.Duration, p *program) error {
	address := strings.TrimSuffix(strings.TrimPrefix(p.graphql, "http://"), "/graphql")
	capacity := o.flood(ctx, address, length/4, 0)
	base := o.flood(ctx, address, length/2, capacity.goodput()*served)
	over := o.flood(ctx, address, length, base.goodput()*times)
	_, _ = fmt.Fprintf(os.Stdout, "%s operations\n  as many as can be: %s\n  a load that can be served: %s\n  five times that: %s\n", o.name, capacity, base, over)
	slower, left := float64(over.percentile(99))/float64(base.percentile(99)), over.goodput()/base.goodput()
	_, _ = fmt.Fprintf(os.Stdout, "  p99 × %.2f, goodput × %.2f\n", slower, left)
	var errs []error
	if slower > maxSlower {
		errs = append(errs, fmt.Errorf("%s: p99 of what is answered is %.2f times that without overload", o.name, slower))
	}
	if left < leastServed {
		errs = append(errs, fmt.Errorf("%s: goodput is %.2f times that without overload", o.name, left))
	}
	return errors.Join(errs...)
}

// flow is what came of a load.
type flow struct {
	length   time.Duration
	answered []time.Duration // the shortest first
	statuses map[int]int
}

func (f flow) goodput() float64 { return float64(len(f.answered)) / f.length.Seconds() }

func (f flow) percentile(p int) time.Duration { return seen{times: f.answered}.percentile(p) }

func (f flow) String() string {
	return fmt.Sprintf("%.0f a second answered, p50 %v, p99 %v, statuses %v",
		f.goodput(), f.percentile(50).Round(100*time.Microsecond), f.percentile(99).Round(100*time.Microsecond), f.statuses)
}

// senders is how many connections a load comes over.
const senders = 256

// flood sends operations at a rate for a while, or, at rate 0, from a few clients
// that each send the next as soon as the answer is there.
func (o overload) flood(ctx context.Context, address string, length time.Duration, rate float64) flow {
	ctx, stop := context.WithTimeout(ctx, length)
	defer stop()
	due, clients := make(chan struct{}, senders), senders
	if rate == 0 {
		clients = 16
		close(due)
	} else {
		go pace(ctx, due, rate)
	}
	f := flow{length: length, statuses: map[int]int{}}
	var mu sync.Mutex
	var all sync.WaitGroup
	for client := range clients {
		all.Go(func() {
			c := &rawClient{address: address, request: rawRequest(fmt.Sprintf("%s~over%d", quiet, client%o.viewers), o.operation)}
			defer c.close()
			for {
				select {
				case <-due:
				case <-ctx.Done():
				}
				if ctx.Err() != nil {
					return
				}
				began := time.Now()
				status := c.do(ctx)
				took := time.Since(began)
				mu.Lock()
				f.statuses[status]++
				if status == http.StatusOK {
					f.answered = append(f.answered, took)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	slices.Sort(f.answered)
	return f
}

// pace lets a number of operations a second be sent; those for which no connection
// is free are not.
func pace(ctx context.Context, due chan<- struct{}, rate float64) {
	began, sent := time.Now(), 0
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for ; float64(sent) < time.Since(began).Seconds()*rate; sent++ {
			select {
			case due <- struct{}{}:
			default:
			}
		}
	}
}

// rawClient sends one request again and again over one connection, at the least cost:
// it shares the machine with the program that it measures.
type rawClient struct {
	address string
	request []byte
	conn    net.Conn
	reader  *bufio.Reader
}

func rawRequest(token, operation string) []byte {
	body := fmt.Sprintf(`{"query":%q}`, operation)
	return fmt.Appendf(nil, "POST /graphql HTTP/1.1\r\nHost: soak\r\nAuthorization: Bearer %s\r\nCache-Control: no-cache\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", token, len(body), body)
}

// do returns the status of the answer; 0 when none came.
func (c *rawClient) do(ctx context.Context) int {
	if c.conn == nil {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", c.address)
		if err != nil {
			return 0
		}
		c.conn, c.reader = conn, bufio.NewReaderSize(conn, 16<<10)
	}
	if _, err := c.conn.Write(c.request); err != nil {
		c.close()
		return 0
	}
	status, length := 0, -1
	for {
		line, err := c.reader.ReadSlice('\n')
		if err != nil {
			c.close()
			return 0
		}
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			break
		}
		if status == 0 {
			_, _ = fmt.Sscanf(text, "HTTP/1.1 %d", &status)
		}
		if value, ok := strings.CutPrefix(text, "Content-Length: "); ok {
			_, _ = fmt.Sscan(value, &length)
		}
	}
	if _, err := io.CopyN(io.Discard, c.reader, int64(length)); err != nil {
		c.close()
		return 0
	}
	return status
}

func (c *rawClient) close() {
	if c.conn != nil {
		_ = c.conn.Close()
		c.conn = nil
	}
}
