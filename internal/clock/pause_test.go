package clock_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/internal/clock"
)

func TestPause_endsWithItsTimeOrWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		if !clock.Pause(t.Context(), time.Minute) || time.Since(begin) != time.Minute {
			t.Errorf("ended after %s", time.Since(begin))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if begin = time.Now(); clock.Pause(ctx, time.Minute) || time.Since(begin) != time.Second {
			t.Errorf("of a context of a second: ended after %s", time.Since(begin))
		}
	})
}
