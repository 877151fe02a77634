package conformance

import "slices"

// shape is what is alike in all values at one place of an answer: in all rows of a
// list, and in the lists below each of them.
type shape struct {
	// kinds are what the values are, such as "number", "time" or "object".
	kinds []string
	// values are the numbers and words themselves.
	values []string
	// objects is how many of the values are objects. members are theirs, keys is the
	// order in which these came.
	objects int
	keys    []string
	members map[string]*shape
	// present is in how many objects the values are a member.
	present int
	// rows are those of all lists, of which the longest has so many. orders are the
	// orders by time in which they came.
	rows    *shape
	longest int
	orders  []string
	// pages are how those of the objects are paged that have rows.
	pages []page
}

func newShape() *shape { return &shape{members: map[string]*shape{}} }

// member returns the shape of a member, which may be new.
func (s *shape) member(key string) *shape {
	m := s.members[key]
	if m == nil {
		m = newShape()
		s.members[key] = m
		s.keys = append(s.keys, key)
	}
	return m
}

// add adds a word to words unless it is there.
func add(words *[]string, word string) {
	if !slices.Contains(*words, word) {
		*words = append(*words, word)
	}
}
