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
	requests int           // operations sent during the outage
	attempts float64       // upstream calls tried during the outage
	recovery time.Duration // from its end to the first answer
}

// What an outage may cost.
const (
	callsEach = 1.1             // calls for each operation until the breaker opens
	opensIn   = time.Second     // how soon it opens
	probes    = 5               // calls a second from then on
	recovers  = 5 * time.Second // how soon after the end operations are answered again
)

// suffer cuts the line for a while, counts the calls that are tried, and waits
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
	if most := callsEach*float64(rate)*opensIn.Seconds() + probes*o.length.Seconds(); o.attempts > most {
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
