package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Quiet viewers ask seldom, each with a token of its own.
const (
	quietViewers = 5
	quietEvery   = 200 * time.Millisecond
)

// seen is what quiet viewers saw, and what the program held meanwhile.
type seen struct {
	times   []time.Duration // of operations that were answered, the shortest first
	refused map[string]int  // operations that were not, by what came of them
	memory  float64         // bytes, the most
}

// percentile returns the time that a percentage of the operations did not exceed.
func (s seen) percentile(p int) time.Duration {
	if len(s.times) == 0 {
		return 0
	}
	return s.times[min(len(s.times)*p/100, len(s.times)-1)]
}

func (s seen) String() string {
	return fmt.Sprintf("%d operations of quiet viewers answered, p50 %v, p99 %v, not answered %v, %.0f MB",
		len(s.times), s.percentile(50).Round(100*time.Microsecond), s.percentile(99).Round(100*time.Microsecond), s.refused, s.memory/(1<<20))
}

// watch has quiet viewers ask for a while.
func watch(ctx context.Context, p *program, length time.Duration) seen {
	s := seen{refused: map[string]int{}}
	ctx, stop := context.WithTimeout(ctx, length)
	defer stop()
	load := newLoad(p.graphql)
	defer load.client.CloseIdleConnections()
	var mu sync.Mutex
	var all sync.WaitGroup
	for viewer := range quietViewers {
		all.Go(func() {
			every(ctx, quietEvery, func() {
				began := time.Now()
				outcome, odd := load.ask(context.WithoutCancel(ctx), fmt.Sprintf("%s~quiet%d", quiet, viewer), operations[1].query)
				took := time.Since(began)
				mu.Lock()
				defer mu.Unlock()
				if outcome != "answered" || odd != "" {
					s.refused[outcome]++
					return
				}
				s.times = append(s.times, took)
			})
		})
	}
	all.Go(func() {
		every(ctx, quietEvery, func() {
			if now, err := p.sample(context.WithoutCancel(ctx)); err == nil {
				mu.Lock()
				defer mu.Unlock()
				s.memory = max(s.memory, now.memory)
			}
		})
	})
	all.Wait()
	slices.Sort(s.times)
	return s
}

// every does something again and again until the context ends.
func every(ctx context.Context, pause time.Duration, do func()) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
