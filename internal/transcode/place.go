package transcode

import (
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/transcode/program"
	"github.com/gramql/gramql/internal/transcode/scan"
)

// place is where one of the nodes is that a call asks for: the whole of an answer, or a
// value in it.
type place struct {
	in    []byte
	at    int
	whole bool
}

// locate finds the nodes that the call asks for.
func (r *run) locate(p *program.Program, answers [][]byte) bool {
	switch p.Form {
	case plan.FormIDs:
		return r.locateIDs(p.IDs, answers[0])
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
	r.In, r.At = in, 0
	for range ids {
		r.places = append(r.places, place{in: in, at: unseen})
	}
	next := 0
	ok := r.Members(func(name []byte) bool {
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
		r.Peek()
		r.places[next].at = r.At
		next++
		return r.Skip(scan.MaxDepth)
	})
	if !ok || !r.End() {
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
func (r *run) locateAccounts(p *program.Program, in []byte) bool {
	r.In, r.At = in, 0
	pages, beside, data, cursors := 0, page{}, false, false
	ok := r.Members(func(name []byte) (ok bool) {
		switch string(name) {
		case "data":
			ok, data = !data && r.Each(func() bool {
				pages++
				return r.locateAccount(p, in)
			}), true
		case "paging":
			ok, cursors = !cursors && r.paging(&beside), true
		default:
			ok = string(name) != errorMember && r.Skip(scan.MaxDepth)
		}
		return ok
	})
	if !ok || !data || !r.End() {
		return false
	}
	if p.Form == plan.FormAccount {
		return pages == 1 && len(r.places) == 1
	}
	return !beside.Next
}

// locateAccount finds the account of a Facebook Page.
func (r *run) locateAccount(p *program.Program, in []byte) bool {
	id, account := false, unseen
	ok := r.Members(func(name []byte) bool {
		switch r.Peek(); string(name) {
		case "id":
			_, ok := r.ID()
			ok, id = ok && !id, true
			return ok
		case errorMember:
			return false
		case p.Account:
			if r.Peek() == 'n' {
				return r.Word("null")
			}
			if account != unseen || r.Peek() != '{' {
				return false
			}
			account = r.At
		}
		return r.Skip(scan.MaxDepth)
	})
	if account != unseen {
		r.places = append(r.places, place{in: in, at: account})
	}
	return ok && id
}
