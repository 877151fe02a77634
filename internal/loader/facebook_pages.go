package loader

import (
	"errors"
	"fmt"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// facebookPages reads the token's Facebook Pages, or the Instagram accounts of the Pages.
type facebookPages struct {
	*Loader
	// callFor returns the call for up to limit Pages from a position on, and decode reads
	// the answer.
	callFor func(of mapping.FacebookPages, n *expansion.Expansion, limit int, after paging.Position) graphapi.Call
	decode  func(entity.Models, []byte, *expansion.Expansion) (*entity.Page, error)
	// first holds the answers to the first calls, where these have been made together.
	first nodes.Opening[*entity.Page]
}

// allFacebookPages returns all the token's Facebook Pages themselves.
func (l *Loader) allFacebookPages() ([]entity.Entity, error) {
	pages := &facebookPages{Loader: l, callFor: lookup.FacebookPagesCall, decode: entity.Models.DecodePage}
	expansions := l.plan.FacebookPages.Expansions()
	found, err := l.supplemented(expansions, pages.begin(expansions, lookup.FacebookPagesPerCall).all)
	l.followUps(found)
	return found, err
}

// begin makes the first calls for several field expansions together, where the server
// takes many calls at once.
func (f *facebookPages) begin(expansions []*expansion.Expansion, limit int) *facebookPages {
	if len(expansions) > 1 && f.Batches() {
		f.first.Post(f.Lookups, pagesFrom(limit, ""), expansions, func(n *expansion.Expansion) (graphapi.Call, answer.Decoding[*entity.Page]) {
			return f.call(n, limit, "")
		})
	}
	return f
}

// call returns the call for up to limit Facebook Pages from a position on, and how to
// read the answer.
func (f *facebookPages) call(n *expansion.Expansion, limit int, after paging.Position) (graphapi.Call, answer.Decoding[*entity.Page]) {
	return f.callFor(f.plan.Pages(), n, limit, after), func(m entity.Models, body []byte) (*entity.Page, error) { return f.decode(m, body, n) }
}

// pagesFrom returns the name by which repairs know the call for up to limit Facebook Pages
// from a position on.
func pagesFrom(limit int, after paging.Position) string {
	return fmt.Sprint("/me/accounts?", limit, after)
}

// some returns up to limit Facebook Pages from a position on, where the next ones begin,
// and whether there are any.
func (f *facebookPages) some(n *expansion.Expansion, limit int, after paging.Position) (found []entity.Entity, next paging.Position, more bool, err error) {
	page, err := f.first.GoOn(f.Lookups, pagesFrom(limit, after), n, func(n *expansion.Expansion) (*entity.Page, error) {
		call, decode := f.call(n, limit, after)
		return answer.To(f.Reader, call, decode)
	})
	if err != nil {
		return nil, "", false, err
	}
	found, err = answer.Nodes(page, nil)
	return found, page.After, page.Next, err
}

// all returns all Facebook Pages, from the first to the last, or to where a call for more
// fails.
func (f *facebookPages) all(n *expansion.Expansion) ([]entity.Entity, error) {
	var all []entity.Entity
	missing := answer.Incomplete{}
	var after paging.Position
	begun, items := map[paging.Position]bool{}, 0
	for range lookup.MaxFacebookPagesCalls {
		found, next, more, err := f.some(n, lookup.FacebookPagesPerCall, after)
		also, incomplete := errors.AsType[answer.Incomplete](err)
		also = also.Behind(items)
		items += len(found) + len(also.Errs)
		switch {
		case incomplete:
			missing = answer.Incomplete{Errs: append(missing.Errs, also.Errs...), First: missing.First || also.First && len(all) == 0}
		case err != nil && len(begun) == 0:
			return nil, err
		case err != nil: // those before it are answered
			return all, answer.Incomplete{Errs: append(missing.Errs, err), First: missing.First}
		}
		all = append(all, found...)
		if begun[after] = true; !more || begun[next] { // or nothing says where
			break
		}
		after = next
	}
	if len(missing.Errs) > 0 {
		return all, missing
	}
	return all, nil
}
