// Command hop compares the CPU time that GramQL takes for a request with that of a bare
// net/http proxy that makes the same one call to the same upstream and copies the answer.
//
//	go run ./tools/hop
//	go run ./tools/hop -memory
//	go run ./tools/hop -gramql ./before,./after -upstream h2 -gzip
//
// The upstream is canned: it answers each call with what the local graph answered when the
// call was made first. The proxy and GramQL (without cache, access log and explain) are
// processes of their own, one after the other under the same load, on one core each. The
// command fails if a request is answered with an error or takes more or less than one
// call. It needs only Go and Linux's /proc, and all traffic stays on this machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// options are what can be said on the command line.
type options struct {
	gramql      string
	requests    int
	rounds      int
	connections int
	upstream    string
	gzip        bool
	memory      bool
}

func main() {
	if base, ok := strings.CutPrefix(os.Args[len(os.Args)-1], proxyTo); ok {
		fail(serveProxy(base))
		return
	}
	var o options
	flag.StringVar(&o.gramql, "gramql", "", "the program, or several that are compared, separated by commas; empty: it is built")
	flag.IntVar(&o.requests, "n", 2000, "requests of each row, round and program")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds; the middle one counts")
	flag.IntVar(&o.connections, "connections", 16, "connections that clients keep open, each of another viewer")
	flag.StringVar(&o.upstream, "upstream", "http", "what the upstream speaks: http, tls (HTTP/1.1) or h2 (TLS and HTTP/2)")
	flag.BoolVar(&o.gzip, "gzip", false, "whether the upstream packs its answers")
	flag.BoolVar(&o.memory, "memory", false, "measure peak memory at 16, 64 and 512 connections, with an upstream that takes 20 ms")
	flag.Parse()
	runtime.GOMAXPROCS(1) // clients and upstream leave the other core to the program
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := o.check()
	if err == nil {
		err = compare(ctx, o)
	}
	stop()
	fail(err)
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (o options) check() error {
	if o.requests < 1 || o.rounds < 1 || o.connections < 1 {
		return errors.New("-n, -rounds and -connections are at least 1")
	}
	return nil
}

// compare starts everything, and measures what the options ask for.
func compare(ctx context.Context, o options) (err error) {
	dir, err := os.MkdirTemp("", "gramql-hop")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if o.gramql == "" {
		o.gramql = filepath.Join(dir, "gramql")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", o.gramql, ".").CombinedOutput(); err != nil { //nolint:gosec // our own sources
			return fmt.Errorf("go build: %w\n%s", err, out)
		}
	}
	up, err := openUpstream(ctx, dir, o)
	if err != nil {
		return err
	}
	defer up.close()
	s := &stage{dir: dir, upstream: up, options: o}
	defer s.close()
	if o.memory {
		return s.measureMemory(ctx)
	}
	return s.measureCPU(ctx)
}

// slow is how long the upstream takes for a call while memory is measured.
const slow = 20 * time.Millisecond
