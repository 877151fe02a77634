package httpx

import "testing"

func TestBuffers_thatAreLargeWaitForNoOtherAnswer(t *testing.T) {
	t.Parallel()
	for range 100 {
		large := takeBuffer()
		large.Grow(maxKept + 1)
		giveBack(large)
		next := takeBuffer()
		if next.Cap() > maxKept {
			t.Fatalf("a buffer of %d bytes waits for the next answer", next.Cap())
		}
		giveBack(next)
	}
}
