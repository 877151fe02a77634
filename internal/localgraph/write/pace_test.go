package write

import (
	"testing"
	"time"
)

func TestPaces_areOfEachAccount(t *testing.T) {
	t.Parallel()
	var p paces
	now := time.Unix(0, 0)
	for range mostLikes {
		p.allow(1, now)
	}
	if p.allow(1, now) || !p.allow(2, now) {
		t.Error("another account is locked out, or not the one that is too fast")
	}
}
