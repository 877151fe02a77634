package memory

// forStrangers divides a bound: one part of it is for strangers, whoever else holds
// anything.
const forStrangers = 8

// heaviest returns the largest hold of the viewer who holds most, of those at the
// address that holds most: of strangers once they hold more than their part. Some bytes
// must be held.
func (b *Bound) heaviest() *Hold {
	s := sums{addresses: map[string]int{}, owners: map[Owner]int{}}
	strangers := b.ofStrangers > b.most/forStrangers
	var candidates []*Hold
	for e := b.holds.Front(); e != nil; e = e.Next() {
		if h := e.Value.(*Hold); h.owner.Stranger == strangers {
			s.addresses[h.owner.Address] += h.bytes
			s.owners[h.owner] += h.bytes
			candidates = append(candidates, h)
		}
	}
	heaviest := candidates[0]
	for _, h := range candidates[1:] {
		if s.heavier(h, heaviest) {
			heaviest = h
		}
	}
	return heaviest
}

// sums are the bytes that each address, and each owner there, holds.
type sums struct {
	addresses map[string]int
	owners    map[Owner]int
}

// heavier reports whether one hold is cut before another, older one.
func (s sums) heavier(one, older *Hold) bool {
	switch a, b := s.addresses[one.owner.Address], s.addresses[older.owner.Address]; {
	case a != b:
		return a > b
	case s.owners[one.owner] != s.owners[older.owner]:
		return s.owners[one.owner] > s.owners[older.owner]
	}
	return one.bytes > older.bytes
}
