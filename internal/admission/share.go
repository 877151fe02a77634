package admission

import (
	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/gramql/gramql/internal/viewer"
)

// share is start-time fair queueing among the members of one group: the next is
// whoever has had least. A member that comes back after a rest has not saved
// anything up, but goes before those that were served meanwhile.
//
// Source: Goyal, Vin, Cheng: Start-time Fair Queueing (1996).
type share[K comparable] struct {
	// now is the start of the turn that was served last.
	now     int
	members *simplelru.LRU[K, *member]
}

// member is what one member of a group has had.
type member struct {
	// end is when the member's last turn ends.
	end int
	// among is how an address's turns are shared out among its viewers; nil for a viewer.
	among *share[viewer.ID]
}

// How many members of a group are remembered: addresses, and viewers of each. A
// member that is forgotten counts as rested.
const maxAddresses, maxViewers = 1000, 200

func newShare[K comparable](most int) *share[K] {
	members, err := simplelru.NewLRU[K, *member](most, nil)
	if err != nil {
		panic(err) // the sizes are constants of ours
	}
	return &share[K]{members: members}
}

// start returns when a member's next turn starts; the least is next.
func (s *share[K]) start(name K) int {
	if m, known := s.members.Peek(name); known {
		return max(s.now, m.end)
	}
	return s.now
}

// charge counts a member's turn.
func (s *share[K]) charge(name K, size int) *member {
	m := s.member(name)
	s.now = max(s.now, m.end)
	m.end = s.now + size
	return m
}

// refuse counts that a member asked for a turn and got none: the member has not
// rested, and does not go before those who have.
func (s *share[K]) refuse(name K, size int) *member {
	m := s.member(name)
	m.end = max(m.end, s.now+size)
	return m
}

// member returns a member by name, one that has had nothing if none is remembered.
func (s *share[K]) member(name K) *member {
	m, known := s.members.Get(name)
	if !known {
		m = &member{}
		s.members.Add(name, m)
	}
	return m
}

// viewers is how the turns of an address are shared out among its viewers.
func (m *member) viewers() *share[viewer.ID] {
	if m.among == nil {
		m.among = newShare[viewer.ID](maxViewers)
	}
	return m.among
}

// shares is what each address has had, and each viewer there.
type shares struct{ *share[string] }

// chargeBoth counts a turn of an address, and of one of its viewers.
func (s shares) chargeBoth(c Caller, size int) {
	m := s.charge(c.Address, size)
	m.viewers().charge(c.Viewer, size)
}

// refuseBoth counts that an address, and one of its viewers, asked and got no turn.
func (s shares) refuseBoth(c Caller, size int) {
	m := s.refuse(c.Address, size)
	m.viewers().refuse(c.Viewer, size)
}

// startOfViewer returns when the next turn of a viewer at an address starts.
func (s shares) startOfViewer(c Caller) int {
	if m, known := s.members.Peek(c.Address); known && m.among != nil {
		return m.among.start(c.Viewer)
	}
	return 0
}
