package fault

import (
	"slices"
	"sync"
)

// Set is the faults that are switched on.
type Set struct {
	mu   sync.Mutex
	list []*Fault
}

// Add switches faults on.
func (s *Set) Add(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, fault := range faults {
		s.list = append(s.list, &fault)
	}
}

// Clear switches all faults off.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = nil
}

// All returns the faults that are on.
func (s *Set) All() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Fault, len(s.list))
	for i, fault := range s.list {
		all[i] = *fault
	}
	return all
}

// None reports whether no fault is on.
func (s *Set) None() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.list) == 0
}

// Take returns the first fault of these kinds that hits, and counts the strike.
func (s *Set) Take(hits func(*Fault) bool, kinds ...Kind) (struck Fault, ok bool) {
	s.Strike(func(fault *Fault) bool {
		if ok || !hits(fault) {
			return false
		}
		struck, ok = *fault, true
		return true
	}, kinds...)
	return struck, ok
}

// Strike shows all faults of these kinds to hits, in order, and counts a strike of
// each that hits.
func (s *Set) Strike(hits func(*Fault) bool, kinds ...Kind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = slices.DeleteFunc(s.list, func(fault *Fault) bool {
		if !slices.Contains(kinds, fault.Kind) || !hits(fault) || fault.Times == 0 {
			return false
		}
		fault.Times--
		return fault.Times == 0
	})
}
