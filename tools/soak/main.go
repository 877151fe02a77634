// Command soak runs GramQL for a long time under load and with faults, over a
// local graph behind an unreliable line. It fails if the program leaks goroutines,
// file descriptors or memory, answers anything but GraphQL, or does not end
// properly.
//
//	go run ./tools/soak -for 20m -rate 100
//	go run ./tools/soak -attack made-up -for 20s
//	go run ./tools/soak -overload -for 20s
//
// With -attack, it attacks the program instead, and fails if quiet viewers beside the
// attacker are refused anything, or memory grows beyond what the attack may take.
// With -overload, it sends five times what the program can serve, and fails if what is
// answered takes more than twice as long, or less is answered than nine tenths.
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
	attack   string
	overload bool
}

func main() {
	var o options
	flag.StringVar(&o.gramql, "gramql", "", "the program; empty: it is built")
	flag.DurationVar(&o.duration, "for", time.Minute, "how long")
	flag.IntVar(&o.rate, "rate", 100, "operations a second")
	flag.Float64Var(&o.faults, "faults", 0.05, "share of upstream calls that go wrong")
	flag.DurationVar(&o.outage, "outage", 0, "how long nothing reaches the upstream, in the middle")
	flag.StringVar(&o.attack, "attack", "", "an attack to see quiet viewers beside, or all")
	flag.BoolVar(&o.overload, "overload", false, "send five times the load that can be served")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	run := soak
	switch {
	case o.overload:
		run = overloadAll
	case o.attack != "":
		run = attackAll
	}
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// soak puts a program of its own under load, with faults.
func soak(ctx context.Context, o options) error {
	return alone(ctx, o, func(up *upstream, p *program) error { return endure(ctx, o, up, p) })
}

// endure does it all, in the order in which it happens.
func endure(ctx context.Context, o options, up *upstream, p *program) error {
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

	err := errors.Join(<-suffered, <-measured, l.verdict(cut.requests), course.verdict())
	l.write(os.Stdout)
	course.write(os.Stdout)
	return err
}

// attackAll makes the attacks that are asked for, each on a program of its own.
func attackAll(ctx context.Context, o options) error {
	if o.attack != "all" {
		a, err := find(o.attack)
		if err != nil {
			return err
		}
		return attackOne(ctx, o, a)
	}
	var errs []error
	for _, a := range attacks {
		if err := attackOne(ctx, o, a); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", a.name, err))
		}
	}
	return errors.Join(errs...)
}

func attackOne(ctx context.Context, o options, a attack) error {
	return alone(ctx, o, func(up *upstream, p *program) error { return bystanders(ctx, o, a, up, p) })
}

// overloadAll overloads the program with each kind of operation.
func overloadAll(ctx context.Context, o options) error {
	var errs []error
	for _, kind := range overloads {
		errs = append(errs, alone(ctx, o, func(_ *upstream, p *program) error { return kind.run(ctx, o.duration, p) }))
	}
	return errors.Join(errs...)
}

// alone does something with a program of its own.
func alone(ctx context.Context, o options, do func(*upstream, *program) error) (err error) {
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
	return errors.Join(do(up, p), p.stop())
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
