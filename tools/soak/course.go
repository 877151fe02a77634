package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// course is what the program held from beginning to end.
type course struct {
	program *program
	every   time.Duration
	samples []sample
}

// measure samples the program until the context ends.
func (c *course) measure(ctx context.Context) error {
	began := time.Now()
	tick := time.NewTicker(c.every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		s, err := c.program.sample(context.WithoutCancel(ctx))
		if err != nil {
			return err
		}
		s.at = time.Since(began)
		c.samples = append(c.samples, s)
	}
}

// What counts as a drift between the time after the warm-up and the end: a share
// of goroutines and files beyond what a load in flight explains, and a growth of
// memory.
const (
	drift       = 0.05
	inFlight    = clients / 2
	growth      = 1 << 20 // bytes a minute
	growthFloor = 32 << 20
)

// verdict compares the medians of the second quarter with those of the last.
func (c *course) verdict() error {
	n := len(c.samples)
	if n < 8 {
		return fmt.Errorf("%d samples are too few; run for longer", n)
	}
	before, after := c.samples[n/4:n/2], c.samples[n*3/4:]
	var errs []error
	compare := func(what string, of func(sample) float64, allowed func(float64) float64) {
		from, to := median(before, of), median(after, of)
		if to > from+allowed(from) {
			errs = append(errs, fmt.Errorf("%s rose from %.0f to %.0f", what, from, to))
		}
	}
	share := func(v float64) float64 { return v*drift + inFlight }
	compare("goroutines", func(s sample) float64 { return s.goroutines }, share)
	compare("open files", func(s sample) float64 { return s.files }, share)
	minutes := (after[0].at - before[0].at).Minutes()
	compare("resident memory", func(s sample) float64 { return s.memory }, func(float64) float64 { return max(growth*minutes, growthFloor) })
	return errors.Join(errs...)
}

func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func (c *course) write(w io.Writer) {
	_, _ = fmt.Fprintf(w, "%8s %11s %6s %8s\n", "at", "goroutines", "files", "memory")
	step := max(1, len(c.samples)/12)
	for i := 0; i < len(c.samples); i += step {
		s := c.samples[i]
		_, _ = fmt.Fprintf(w, "%8s %11.0f %6.0f %5.0f MB\n", s.at.Round(time.Second), s.goroutines, s.files, s.memory/(1<<20))
	}
}
