package memory

import "testing"

func TestBound_forgetsHoldsThatAreCutOrReleased(t *testing.T) {
	t.Parallel()
	b := NewBound(100)
	cut, released := b.Hold(Owner{}, func() {}), b.Hold(Owner{}, func() {})
	cut.Grow(101)
	released.Release()
	if n := b.holds.Len(); n != 0 {
		t.Errorf("%d holds are kept", n)
	}
}
