package admission

import (
	"context"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// The pressure at which there are fewer places. While goroutines that could run wait
// for a processor, or memory is short, more operations at once only make all of them
// slower.
const (
	pressureEvery = 50 * time.Millisecond
	// calm is the part of the delay below which there is room for more operations.
	calm = 0.3
	// memoryFull is the share of the memory limit above which there are fewer places.
	memoryFull = 0.85
	// leastPlaces is the fewest places there ever are.
	leastPlaces = 8
)

// pressure is what the program feels of its load.
type pressure struct {
	// delay is how long the slowest tenth of the goroutines waited for a processor.
	delay time.Duration
	// memory is the share of the memory limit in use; 0 without a limit.
	memory float64
}

// Adapt sets the number of places by the pressure that the program is under, until
// the context ends.
func (g *Gate) Adapt(ctx context.Context) {
	if g == nil || g.limits.Delay == 0 {
		return
	}
	tick := time.NewTicker(pressureEvery)
	defer tick.Stop()
	m := newMeasure()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			g.adapt(m.read())
		}
	}
}

// adapt takes places away in proportion to the delay, and gives some back while all
// are taken and nothing is delayed.
func (g *Gate) adapt(p pressure) {
	g.mu.Lock()
	defer g.mu.Unlock()
	fewest, taken := min(leastPlaces, g.limits.Inside), min(g.places, max(g.inside, leastPlaces))
	delay := float64(p.delay) / float64(g.limits.Delay)
	switch {
	case p.memory > memoryFull:
		g.places = max(fewest, taken/2)
	case delay > 1:
		g.places = max(fewest, int(float64(taken)*max(0.5, 1/delay)))
	case delay < calm && (g.waiting > 0 || g.inside >= g.places*3/4):
		g.places = min(g.limits.Inside, g.places+max(1, g.places/16))
		g.fill()
	case g.waiting == 0 && g.inside < g.places/2: // a burst may come
		g.places = min(g.limits.Inside, g.places+1)
	}
}

// measure reads the pressure from the runtime.
type measure struct {
	samples []metrics.Sample
	before  []uint64
}

const (
	metricDelay  = "/sched/latencies:seconds"
	metricMemory = "/memory/classes/total:bytes"
	metricFreed  = "/memory/classes/heap/released:bytes"
)

func newMeasure() *measure {
	return &measure{samples: []metrics.Sample{{Name: metricDelay}, {Name: metricMemory}, {Name: metricFreed}}}
}

func (m *measure) read() pressure {
	metrics.Read(m.samples)
	p := pressure{}
	if limit := debug.SetMemoryLimit(-1); limit < math.MaxInt64 {
		p.memory = float64(m.samples[1].Value.Uint64()-m.samples[2].Value.Uint64()) / float64(limit)
	}
	delays := m.samples[0].Value.Float64Histogram()
	if m.before != nil {
		p.delay = slowestTenth(delays, m.before)
	}
	m.before = append(m.before[:0], delays.Counts...)
	return p
}

// slowestTenth returns the delay that nine tenths of the delays since a count do not
// reach.
func slowestTenth(h *metrics.Float64Histogram, before []uint64) time.Duration {
	total := uint64(0)
	for i, n := range h.Counts {
		total += n - before[i]
	}
	slow := total / 10
	if slow == 0 {
		return 0
	}
	seen := uint64(0)
	for i := len(h.Counts) - 1; i >= 0; i-- {
		if seen += h.Counts[i] - before[i]; seen >= slow {
			return time.Duration(max(0, h.Buckets[i]) * float64(time.Second))
		}
	}
	return 0
}
