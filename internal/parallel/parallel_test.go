package parallel_test

import (
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/parallel"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestCalls_runSideBySideUntilAllHaveReturned(t *testing.T) {
	var calls parallel.Calls
	var done atomic.Int32
	meet := make(chan struct{})
	calls.Start(func() { meet <- struct{}{}; done.Add(1) }) // returns only while the other runs
	calls.Start(func() { <-meet; done.Add(1) })
	calls.Wait()
	if done.Load() != 2 {
		t.Errorf("%d of 2 have returned", done.Load())
	}
}

func TestCalls_panicWhereTheyAreWaitedFor(t *testing.T) {
	var calls parallel.Calls
	var done atomic.Bool
	calls.Start(func() { panic("first") })
	calls.Start(func() { done.Store(true) })
	defer func() {
		if cause := recover(); cause != "first" {
			t.Errorf("Wait panics with %v", cause)
		}
		if !done.Load() {
			t.Error("the other has not returned")
		}
	}()
	calls.Wait()
}
