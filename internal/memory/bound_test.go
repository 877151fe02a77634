package memory_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/memory"
	"github.com/gramql/gramql/internal/viewer"
)

var (
	ann, ben = viewer.ID{1}, viewer.ID{2}

	annAtHome  = memory.Owner{Address: "home", Viewer: ann}
	annOutside = memory.Owner{Address: "café", Viewer: ann}
	benAtHome  = memory.Owner{Address: "home", Viewer: ben}
	stranger   = memory.Owner{Address: "café", Viewer: ben, Stranger: true}
	another    = memory.Owner{Address: "home", Viewer: ann, Stranger: true}
)

// holding has owners hold bytes of a bound, one after the other, and returns which of
// their holds were cut.
type holding struct {
	bound *memory.Bound
	holds []*memory.Hold
	cut   []int
}

func (h *holding) hold(of memory.Owner, bytes int) *memory.Hold {
	i := len(h.holds)
	hold := h.bound.Hold(of, func() { h.cut = append(h.cut, i) })
	h.holds = append(h.holds, hold)
	hold.Grow(bytes)
	return hold
}

func TestBound_cutsWhoeverHoldsMost(t *testing.T) {
	t.Parallel()
	type held struct {
		of    memory.Owner
		bytes int
	}
	for name, c := range map[string]struct {
		holds []held
		cut   []int
	}{
		"nobody while there is room":         {[]held{{annAtHome, 60}, {benAtHome, 40}}, nil},
		"the address with most":              {[]held{{annOutside, 40}, {benAtHome, 39}, {annAtHome, 39}}, []int{1}},
		"there the viewer with most":         {[]held{{annAtHome, 40}, {benAtHome, 35}, {benAtHome, 39}}, []int{2}},
		"there the largest hold":             {[]held{{annAtHome, 40}, {annAtHome, 70}}, []int{1}},
		"the largest hold though it is old":  {[]held{{annAtHome, 70}, {annAtHome, 40}}, []int{0}},
		"the oldest of equal ones":           {[]held{{annAtHome, 60}, {annAtHome, 60}}, []int{0}},
		"as many as it takes":                {[]held{{annAtHome, 40}, {annAtHome, 35}, {annAtHome, 20}, {annOutside, 50}}, []int{0, 1}},
		"what is too large alone":            {[]held{{annAtHome, 101}}, []int{0}},
		"strangers before all others":        {[]held{{annAtHome, 80}, {stranger, 30}}, []int{1}},
		"the stranger with most":             {[]held{{annAtHome, 60}, {stranger, 20}, {another, 30}}, []int{2}},
		"strangers of more than their part":  {[]held{{annAtHome, 95}, {stranger, 13}}, []int{1}},
		"no stranger within their part":      {[]held{{stranger, 12}, {annAtHome, 95}}, []int{1}},
		"no stranger for what others hold":   {[]held{{stranger, 5}, {annAtHome, 30}, {benAtHome, 70}}, []int{2}},
		"not an address for its strangers":   {[]held{{another, 12}, {annAtHome, 40}, {annOutside, 49}}, []int{2}},
		"not a stranger for who is known":    {[]held{{annAtHome, 60}, {another, 20}, {stranger, 21}}, []int{2}},
		"strangers until they hold too much": {[]held{{stranger, 50}, {another, 49}, {annAtHome, 95}}, []int{0, 1}},
	} {
		h := holding{bound: memory.NewBound(100)}
		for _, next := range c.holds {
			h.hold(next.of, next.bytes)
		}
		if !slices.Equal(h.cut, c.cut) {
			t.Errorf("%s: holds %v are cut, want %v", name, h.cut, c.cut)
		}
	}
}

func TestHold_isCutOnceAndCountsNoMore(t *testing.T) {
	t.Parallel()
	h := holding{bound: memory.NewBound(100)}
	h.hold(annAtHome, 101)
	h.holds[0].Grow(1000)
	if h.hold(annAtHome, 100); !slices.Equal(h.cut, []int{0}) {
		t.Errorf("holds %v are cut, want the first alone", h.cut)
	}
	h.holds[0].Release()
	if h.hold(benAtHome, 1); !slices.Equal(h.cut, []int{0, 1}) {
		t.Errorf("holds %v are cut, want the second too: the first had nothing to give back", h.cut)
	}
}

func TestHold_makesRoomOnceItIsReleased(t *testing.T) {
	t.Parallel()
	for name, of := range map[string]memory.Owner{"of a viewer": annAtHome, "of a stranger": stranger} {
		h := holding{bound: memory.NewBound(100)}
		first := h.hold(of, 60)
		first.Release()
		first.Release()
		first.Grow(1000)
		if h.hold(benAtHome, 50); h.cut != nil {
			t.Errorf("%s: holds %v are cut", name, h.cut)
		}
		h.hold(another, 12)
		if h.hold(benAtHome, 39); !slices.Equal(h.cut, []int{1}) {
			t.Errorf("%s: holds %v are cut, want the largest", name, h.cut)
		}
	}
}

func TestHold_becomesLargerOrSmaller(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		becomes, next int
		cut           []string
	}{
		{30, 70, nil},
		{30, 71, []string{"next"}},
		{80, 20, nil},
		{80, 21, []string{"new"}},
		{101, 100, []string{"new"}},
	} {
		var cut []string
		cuts := func(name string) func() { return func() { cut = append(cut, name) } }
		b := memory.NewBound(100)
		hold := b.Hold(annAtHome, cuts("old"))
		hold.Grow(50)
		if !hold.Become(c.becomes, cuts("new")) {
			t.Errorf("%d bytes: it says that it was cut before", c.becomes)
		}
		b.Hold(benAtHome, cuts("next")).Grow(c.next)
		if !slices.Equal(cut, c.cut) {
			t.Errorf("%d bytes and %d: %v, want %v", c.becomes, c.next, cut, c.cut)
		}
	}
}

func TestHold_saysThatItWasCut(t *testing.T) {
	t.Parallel()
	h := holding{bound: memory.NewBound(100)}
	hold := h.hold(annAtHome, 101)
	if hold.Become(10, func() { t.Error("it is cut again") }) {
		t.Error("a hold that was cut has become one of 10 bytes")
	}
	if h.hold(benAtHome, 100); len(h.cut) != 1 {
		t.Errorf("holds %v are cut: the bytes of one that was cut are counted", h.cut)
	}
}

func TestBound_thatIsNilBoundsNothing(t *testing.T) {
	t.Parallel()
	h := holding{}
	hold := h.hold(annAtHome, 1<<40)
	if !hold.Become(1<<50, func() { t.Error("it is cut") }) || h.cut != nil {
		t.Errorf("holds %v are cut", h.cut)
	}
	hold.Release()
}

func TestBound_saysHowManyBytesItIs(t *testing.T) {
	t.Parallel()
	if got := memory.NewBound(100).Most(); got != 100 {
		t.Error(got)
	}
}

func ExampleBound() {
	b := memory.NewBound(100)
	b.Hold(annAtHome, func() { fmt.Println("the request of 70 bytes is cut") }).Grow(70)
	b.Hold(annOutside, func() { fmt.Println("the request of 40 bytes is cut") }).Grow(40)
	// Output: the request of 70 bytes is cut
}
