package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// outage is a time in which nothing reaches the upstream.
type outage struct {
	length   time.Duration
	requests int // operations that came meanwhile
	attempts float64
	recovery time.Duration
}

// What an outage may cost: so many calls for each operation until the breaker
// opens, which takes no more than a moment, and then so many a second. The
// program has to answer again so soon after the end.
const (
	repeated = 1.1
	moment   = time.Second
	probes   = 5
	recovers = 5 * time.Second
)

// suffer cuts the line for a while, counts what is tried meanwhile, and waits
// until operations are answered again.
func (o *outage) suffer(ctx context.Context, up *upstream, p *program, l *load, length time.Duration) error {
	before, err := p.sample(ctx)
	if err != nil {
		return err
	}
	asked := l.total()
	up.line.Cut()
	select {
	case <-ctx.Done():
	case <-time.After(length):
	}
	after, err := p.sample(context.WithoutCancel(ctx))
	o.length, o.requests, o.attempts = length, l.total()-asked, after.calls-before.calls
	if err := errors.Join(err, up.line.Mend()); err != nil {
		return err
	}
	for back := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		outcome, _ := l.ask(context.WithoutCancel(ctx), operations[0].token, `{ me { username } }`)
		o.recovery = time.Since(back)
		if outcome == "answered" || o.recovery > 2*recovers {
			return nil
		}
	}
}

func (o *outage) verdict(rate int) error {
	var errs []error
	if most := repeated*float64(rate)*moment.Seconds() + probes*o.length.Seconds(); o.attempts > most {
		errs = append(errs, fmt.Errorf("%.0f calls were tried during the outage, %.0f are allowed", o.attempts, most))
	}
	if o.recovery > recovers {
		errs = append(errs, fmt.Errorf("the program answered again only %v after the outage", o.recovery))
	}
	return errors.Join(errs...)
}

func (o *outage) write(w io.Writer) {
	_, _ = fmt.Fprintf(w, "an outage of %v: %d operations, %.0f calls tried, answering again after %v\n",
		o.length, o.requests, o.attempts, o.recovery.Round(10*time.Millisecond))
}
