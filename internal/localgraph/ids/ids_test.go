package ids_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph/ids"
)

func TestNew_staysInItsRange(t *testing.T) {
	t.Parallel()
	seen := map[int64]bool{}
	for _, r := range []ids.Range{ids.Media, ids.Comment, ids.Container, ids.Event} {
		for range 100 {
			id := ids.New(r)
			if id < int64(r) || id >= int64(r)+100_000_000_000_000 || seen[id] {
				t.Errorf("%d is not of the range %d, or not new", id, r)
			}
			seen[id] = true
		}
	}
}

func TestOld_hasItsTimeInTheUpperBits(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(1, 2))
	created := time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)
	old := ids.Old(created, chance)
	if got := old>>23 + 1314220021721; got != created.UnixMilli() {
		t.Errorf("made at %d, want %d", got, created.UnixMilli())
	}
	if other := ids.Old(created, chance); other == old || other>>23 != old>>23 {
		t.Errorf("%d and %d are of one time, and not the same", old, other)
	}
	if later := ids.Old(created.Add(time.Millisecond), chance); later <= old {
		t.Errorf("%d is later than %d", later, old)
	}
}

func TestShortcode_isTheIDInBase64(t *testing.T) {
	t.Parallel()
	for old, want := range map[int64]string{0: "", 1: "B", 63: "_", 64: "BA", 3978946263896854486: "Dc4Douv8I_W"} {
		if got := ids.Shortcode(old); got != want {
			t.Errorf("%d: %s, want %s", old, got, want)
		}
	}
}

func TestHashtag_dependsOnTheNameOnly(t *testing.T) {
	t.Parallel()
	if got := ids.Hashtag("dinodata"); got != ids.Hashtag("dinodata") || got == ids.Hashtag("dinodat") || got < 17_843_000_000_000_000 || got%100 != 7 {
		t.Error(got)
	}
}
