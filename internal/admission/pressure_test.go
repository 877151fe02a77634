package admission

import (
	"runtime/metrics"
	"testing"
	"testing/synctest"
	"time"
)

func TestAdapt_takesPlacesAwayWhileGoroutinesWaitForAProcessor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 100, Waiting: 0, Wait: time.Second, Delay: 10 * time.Millisecond})
		for range 100 {
			d.come(t.Context(), "a")
		}
		d.adapt(pressure{delay: 20 * time.Millisecond})
		if d.places != 50 {
			t.Errorf("%d places are left at twice the delay", d.places)
		}
		d.adapt(pressure{delay: time.Second})
		if d.places != 25 {
			t.Errorf("%d places are left at any delay, want half of those before", d.places)
		}
		for range 10 {
			d.adapt(pressure{delay: time.Hour})
		}
		if d.places != leastPlaces {
			t.Errorf("%d places are left in the end, want %d", d.places, leastPlaces)
		}
	})
}

func TestAdapt_takesPlacesAwayWhileMemoryIsShort(t *testing.T) {
	d := open(Limits{Inside: 100, Waiting: 0, Wait: time.Second, Delay: 10 * time.Millisecond})
	d.adapt(pressure{memory: memoryFull + 0.01})
	if d.places != leastPlaces {
		t.Errorf("%d places are left, want %d", d.places, leastPlaces)
	}
}

func TestAdapt_givesPlacesBackToWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 100, Waiting: 10, Wait: time.Second, Delay: 10 * time.Millisecond})
		d.places = 1
		d.come(t.Context(), "a", "b")
		d.want(t, "a", "")
		d.adapt(pressure{})
		synctest.Wait()
		d.want(t, "a b", "")
		d.leave(2)
	})
}

func TestAdapt_givesAllPlacesBackInTheEnd(t *testing.T) {
	d := open(Limits{Inside: 20, Waiting: 0, Wait: time.Second, Delay: 10 * time.Millisecond})
	d.places = 8
	for range 30 {
		d.adapt(pressure{delay: 5 * time.Millisecond})
	}
	if d.places != 20 {
		t.Errorf("%d places, want all 20", d.places)
	}
}

func TestSlowestTenth_isOfTheDelaysSinceTheLastCount(t *testing.T) {
	h := &metrics.Float64Histogram{Buckets: []float64{0, 0.001, 0.010, 0.100, 1}, Counts: []uint64{80, 25, 2, 1000}}
	if got := slowestTenth(h, []uint64{0, 10, 2, 1000}); got != time.Millisecond {
		t.Errorf("%v, want the millisecond of the 15 slowest of 95", got)
	}
	if got := slowestTenth(h, []uint64{75, 20, 2, 1000}); got != time.Millisecond {
		t.Errorf("%v of ten delays", got)
	}
	if got := slowestTenth(h, h.Counts); got != 0 {
		t.Errorf("%v of none", got)
	}
}
