// Command soak runs GramQL for a long time under load and with faults, over a
// local graph behind an unreliable line. It fails if the program leaks goroutines,
// file descriptors or memory, answers anything but GraphQL, or does not end
// properly.
//
//	go run ./tools/soak -for 20m -rate 100
//
// It needs only Go, and all traffic stays on this machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

// options are what can be said on the command line.
type options struct {
	gramql   string
	duration time.Duration
	rate     int
	faults   float64
	outage   time.Duration
}

func main() {
	var o options
	flag.StringVar(&o.gramql, "gramql", "", "the program; empty: it is built")
	flag.DurationVar(&o.duration, "for", time.Minute, "how long")
	flag.IntVar(&o.rate, "rate", 100, "operations a second")
	flag.Float64Var(&o.faults, "faults", 0.05, "share of upstream calls that go wrong")
	flag.DurationVar(&o.outage, "outage", 0, "how long nothing reaches the upstream, in the middle")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := soak(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// soak does it all, in the order in which it happens.
func soak(ctx context.Context, o options) (err error) {
	dir, err := os.MkdirTemp("", "gramql-soak")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	up, err := openUpstream(ctx, dir)
	if err != nil {
		return err
	}
	defer up.close()
	p, err := startProgram(ctx, o.gramql, dir, up.line.URL().String())
	if err != nil {
		return err
	}
	defer p.kill()

	running, cancel := context.WithTimeout(ctx, o.duration)
	defer cancel()
	faulty := make(chan struct{})
	go func() {
		defer close(faulty)
		up.goBad(running, float64(o.rate)*o.faults)
	}()
	course := &course{program: p, every: max(o.duration/60, time.Second)}
	measured := make(chan error, 1)
	go func() { measured <- course.measure(running) }()
	l := newLoad(p.graphql)
	cut := &outage{}
	suffered := make(chan error, 1)
	go func() { suffered <- middle(running, o, cut, up, p, l) }()
	l.run(running, o.rate)
	<-faulty
	up.heal(ctx)

	err = errors.Join(<-suffered, <-measured, l.verdict(cut.requests), course.verdict(), p.stop())
	l.write(os.Stdout)
	course.write(os.Stdout)
	return err
}

// middle is what happens half-way.
func middle(ctx context.Context, o options, cut *outage, up *upstream, p *program, l *load) error {
	if o.outage == 0 {
		return nil
	}
	select {
	case <-ctx.Done():
		return nil
	case <-time.After((o.duration - o.outage) / 2):
	}
	if err := cut.suffer(ctx, up, p, l, o.outage); err != nil {
		return err
	}
	cut.write(os.Stdout)
	return cut.verdict(o.rate)
}
