// Command rollout restarts two replicas of GramQL one after the other, under load
// and behind a balancer that asks /readyz each second. It fails if a single request
// is lost.
//
//	go run ./tools/rollout
//
// It needs only Go, and all traffic stays on this machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

// options are what can be said on the command line.
type options struct {
	gramql string
	delay  time.Duration
	rate   int
}

// most is how long all of it may take.
const most = 3 * time.Minute

func main() {
	var o options
	flag.StringVar(&o.gramql, "gramql", "", "the program; empty: it is built")
	flag.DurationVar(&o.delay, "drain-delay", 3*time.Second, "the program's -drain-delay")
	flag.IntVar(&o.rate, "rate", 100, "requests a second")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeout(ctx, most)
	err := rollout(ctx, o)
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// rollout does it all, in the order in which it happens.
func rollout(ctx context.Context, o options) (err error) {
	dir, err := os.MkdirTemp("", "gramql-rollout")
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

	b := &balancer{}
	var replicas [2]*replica
	for i := range replicas {
		r, err := startReplica(o, filepath.Join(dir, fmt.Sprint(i)))
		if err != nil {
			return err
		}
		defer func() { replicas[i].kill() }()
		replicas[i] = r
		b.add(r.base)
	}
	polling, end := context.WithCancel(ctx)
	defer end()
	go b.poll(polling)
	front := httptest.NewServer(b)
	defer front.Close()
	if err := b.untilReady(ctx, len(replicas)); err != nil {
		return err
	}

	l := newLoad(front.URL + "/graphql")
	loaded, unload := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); l.run(loaded, o.rate) }()
	err = restart(ctx, o, b, replicas[:])
	unload()
	<-ended
	l.write(os.Stdout)
	return errors.Join(err, l.verdict())
}

// restart replaces each replica when all are ready.
func restart(ctx context.Context, o options, b *balancer, replicas []*replica) error {
	for i, old := range replicas {
		if err := b.untilReady(ctx, len(replicas)); err != nil {
			return err
		}
		if err := old.stop(ctx); err != nil {
			return err
		}
		b.remove(old.base)
		next, err := startReplica(o, old.dir)
		if err != nil {
			return err
		}
		replicas[i] = next
		b.add(next.base)
	}
	return b.untilReady(ctx, len(replicas))
}
