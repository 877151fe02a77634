package admission

import "github.com/hashicorp/golang-lru/v2/simplelru"

// share is start-time fair queueing among the members of one group: the next is
// whoever has had least. A member that comes back after a rest has not saved
// anything up, but goes before those that were served meanwhile.
//
// Source: Goyal, Vin, Cheng: Start-time Fair Queueing (1996).
type share struct {
	// now is the start of the turn that was served last.
	now     int
	members *simplelru.LRU[string, *member]
}

// member is what one member of a group has had.
type member struct {
	// end is when the member's last turn ends.
	end int
	// among is how the member's turns are shared out further; nil for not at all.
	among *share
}

// How many members of a group are remembered: addresses, and tokens of each. A
// member that is forgotten counts as rested.
const maxAddresses, maxTokens = 1000, 200

func newShare(most int) *share {
	members, err := simplelru.NewLRU[string, *member](most, nil)
	if err != nil {
		panic(err) // the sizes are constants of ours
	}
	return &share{members: members}
}

// start returns when a member's next turn starts; the least is next.
func (s *share) start(name string) int {
	if m, known := s.members.Peek(name); known {
		return max(s.now, m.end)
	}
	return s.now
}

// charge counts a member's turn.
func (s *share) charge(name string, size int) *member {
	m := s.member(name)
	s.now = max(s.now, m.end)
	m.end = s.now + size
	return m
}

// member returns a member by name, one that has had nothing if none is remembered.
func (s *share) member(name string) *member {
	m, known := s.members.Get(name)
	if !known {
		m = &member{}
		s.members.Add(name, m)
	}
	return m
}

// chargeBoth counts a turn of an address, and of one of its tokens.
func (s *share) chargeBoth(c Caller, size int) {
	m := s.charge(c.Address, size)
	m.tokens().charge(c.Token, size)
}

// refuse counts that a member asked for a turn and got none: the member has not
// rested, and does not go before those who have.
func (s *share) refuse(name string, size int) *member {
	m := s.member(name)
	m.end = max(m.end, s.now+size)
	return m
}

// refuseBoth counts that an address, and one of its tokens, asked and got no turn.
func (s *share) refuseBoth(c Caller, size int) {
	m := s.refuse(c.Address, size)
	m.tokens().refuse(c.Token, size)
}

// tokens is how the turns of an address are shared out among its tokens.
func (m *member) tokens() *share {
	if m.among == nil {
		m.among = newShare(maxTokens)
	}
	return m.among
}

// startOfToken returns when the next turn of an address's token starts.
func (s *share) startOfToken(c Caller) int {
	if m, known := s.members.Peek(c.Address); known && m.among != nil {
		return m.among.start(c.Token)
	}
	return 0
}
