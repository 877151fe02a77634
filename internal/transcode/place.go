package transcode

import "github.com/gramql/gramql/internal/plan"

// place is where one of the nodes is that a call asks for: the whole of an answer, or a
// value in it.
type place struct {
	in    []byte
	at    int
	whole bool
}

// locate finds the nodes that the call asks for.
func (r *run) locate(p *Program, answers [][]byte) bool {
	switch p.form {
	case plan.FormIDs:
		return r.locateIDs(p.ids, answers[0])
	case plan.FormAccount, plan.FormAccounts:
		return r.locateAccounts(p, answers[0])
	}
	for _, in := range answers {
		r.places = append(r.places, place{in: in, whole: true})
	}
	return true
}

// locateIDs finds nodes by their ids. They come in any order.
func (r *run) locateIDs(ids []string, in []byte) bool {
	r.in, r.at = in, 0
	for range ids {
		r.places = append(r.places, place{in: in, at: unseen})
	}
	next := 0
	ok := r.members(func(name []byte) bool {
		for range ids {
			if next == len(ids) {
				next = 0
			}
			if ids[next] == string(name) {
				break
			}
			next++
		}
		if next == len(ids) || ids[next] != string(name) || r.places[next].at != unseen {
			return false
		}
		r.peek()
		r.places[next].at = r.at
		next++
		return r.skip(maxDepth)
	})
	if !ok || !r.end() {
		return false
	}
	for _, found := range r.places {
		if found.at == unseen {
			return false
		}
	}
	return true
}

// locateAccounts finds the accounts of a page of Facebook Pages, of which not all have one.
// Where the token's own account is wanted, the first Page has to have it; else there must be
// no further page.
func (r *run) locateAccounts(p *Program, in []byte) bool {
	r.in, r.at = in, 0
	pages, beside, data, cursors := 0, page{}, false, false
	ok := r.members(func(name []byte) (ok bool) {
		switch string(name) {
		case "data":
			ok, data = !data && r.each(func() bool {
				pages++
				return r.locateAccount(p, in)
			}), true
		case "paging":
			ok, cursors = !cursors && r.paging(&beside), true
		default:
			ok = string(name) != errorMember && r.skip(maxDepth)
		}
		return ok
	})
	if !ok || !data || !r.end() {
		return false
	}
	if p.form == plan.FormAccount {
		return pages == 1 && len(r.places) == 1
	}
	return !beside.next
}

// locateAccount finds the account of a Facebook Page.
func (r *run) locateAccount(p *Program, in []byte) bool {
	id, account := false, unseen
	ok := r.members(func(name []byte) bool {
		switch r.peek(); string(name) {
		case "id":
			_, ok := r.id()
			ok, id = ok && !id, true
			return ok
		case errorMember:
			return false
		case p.account:
			if r.peek() == 'n' {
				return r.word("null")
			}
			if account != unseen || r.peek() != '{' {
				return false
			}
			account = r.at
		}
		return r.skip(maxDepth)
	})
	if account != unseen {
		r.places = append(r.places, place{in: in, at: account})
	}
	return ok && id
}

// each passes a list, and calls a function before each item.
func (s *scanner) each(item func() bool) bool {
	if !s.take('[') {
		return false
	}
	for i := 0; ; i++ {
		more, ok := s.more(i, ']')
		if !more || !ok {
			return ok
		}
		if !item() {
			return false
		}
	}
}
