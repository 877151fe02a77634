package viewer

import "testing"

func TestMemory_holdsWhatEachViewerAdded(t *testing.T) {
	t.Parallel()
	m, a, b := NewMemory[string, int](10, 5), ID{1}, ID{2}
	if !m.Empty(a) {
		t.Error("a new memory is not empty")
	}
	m.Add(a, "x", 1)
	if got, ok := m.Get(a, "x"); got != 1 || !ok || m.Empty(a) {
		t.Errorf("the viewer's value is %d, %v", got, ok)
	}
	if _, ok := m.Get(a, "y"); ok {
		t.Error("a value that was never added is there")
	}
	if _, ok := m.Get(b, "x"); ok || !m.Empty(b) {
		t.Error("another viewer has the value")
	}
}

func TestMemory_makesRoomAtTheCostOf(t *testing.T) {
	t.Parallel()
	type added struct{ viewer, key byte }
	for _, c := range []struct {
		name       string
		all, each  int
		add        []added
		kept, lost []added
	}{
		{"nobody while there is room", 3, 2, []added{{1, 1}, {1, 2}, {2, 1}}, []added{{1, 1}, {1, 2}, {2, 1}}, nil},
		{"the viewer that has as many as it may", 9, 2, []added{{2, 1}, {1, 1}, {1, 2}, {1, 3}}, []added{{2, 1}, {1, 2}, {1, 3}}, []added{{1, 1}}},
		{"the viewer that adds and has more than an equal share", 3, 3, []added{{2, 1}, {1, 1}, {1, 2}, {1, 3}}, []added{{2, 1}, {1, 2}, {1, 3}}, []added{{1, 1}}},
		{"the viewer that asked longest ago, if the one that adds has less", 4, 4, []added{{1, 1}, {1, 2}, {2, 1}, {2, 2}, {3, 1}}, []added{{2, 1}, {2, 2}, {3, 1}}, []added{{1, 1}, {1, 2}}},
		{"nobody for a value that is there already", 2, 2, []added{{1, 1}, {2, 1}, {1, 1}, {1, 1}}, []added{{1, 1}, {2, 1}}, nil},
		{"nobody in the room of a value that gave way", 3, 3, []added{{1, 1}, {2, 1}, {2, 2}, {2, 3}, {2, 4}, {3, 1}, {3, 1}}, []added{{2, 3}, {2, 4}, {3, 1}}, []added{{1, 1}, {2, 1}, {2, 2}}},
		{"nobody in the room of a viewer that was forgotten", 4, 4, []added{{1, 1}, {1, 2}, {2, 1}, {2, 2}, {3, 1}, {3, 2}}, []added{{2, 1}, {2, 2}, {3, 1}, {3, 2}}, []added{{1, 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := NewMemory[byte, bool](c.all, c.each)
			for _, a := range c.add {
				m.Add(ID{a.viewer}, a.key, true)
			}
			for _, a := range c.kept {
				if _, ok := m.Get(ID{a.viewer}, a.key); !ok {
					t.Errorf("value %d of viewer %d is lost", a.key, a.viewer)
				}
			}
			for _, a := range c.lost {
				if _, ok := m.Get(ID{a.viewer}, a.key); ok {
					t.Errorf("value %d of viewer %d is kept", a.key, a.viewer)
				}
			}
		})
	}
}

func TestMemory_dropsOneViewer(t *testing.T) {
	t.Parallel()
	m, a, b := NewMemory[string, int](2, 2), ID{1}, ID{2}
	m.Add(a, "x", 1)
	m.Add(b, "x", 2)
	m.Drop(a)
	m.Drop(a)
	if _, ok := m.Get(b, "x"); !ok || !m.Empty(a) {
		t.Errorf("of the one that is dropped nothing is left: %t; the other has its value: %t", m.Empty(a), ok)
	}
	if m.Add(a, "y", 3); m.Empty(b) {
		t.Error("what was dropped still takes room")
	}
}

func TestMemory_thatIsClearedHoldsNothing(t *testing.T) {
	t.Parallel()
	m, a, b := NewMemory[string, int](2, 2), ID{1}, ID{2}
	for range 2 {
		m.Add(a, "x", 1)
		m.Add(b, "x", 1)
		if _, ok := m.Get(a, "x"); !ok {
			t.Error("there is no room")
		}
		if m.Clear(); !m.Empty(a) || !m.Empty(b) {
			t.Error("a viewer's value is left")
		}
	}
}
