package expand

import (
	"strconv"
	"testing"
)

func TestWalks_forgetTheOldestFirst(t *testing.T) {
	w := walks{places: map[string]int64{}}
	for i := range int64(maxWalks + 1) {
		w.move(strconv.FormatInt(i, 10), i)
	}
	if _, ok := w.place("0"); ok || len(w.places) != maxWalks || len(w.oldest) != maxWalks {
		t.Errorf("%d walks are remembered, the first among them: %t", len(w.places), ok)
	}
	w.move("1", 77)
	if seq, ok := w.place("1"); !ok || seq != 77 || len(w.oldest) != maxWalks {
		t.Errorf("a walk that moved on is at %d, %t", seq, ok)
	}
}
