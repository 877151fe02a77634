package publish

import (
	"context"
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish/publication"
	"github.com/gramql/gramql/internal/viewer"
)

// errTooLate is the error of a publication that cannot be cancelled any more.
var errTooLate = problem.New(problem.Conflict, "it is too late to cancel the publication",
	"Once it is being published, or has ended, a publication stays as it is. deleteMedia removes what was published.")

// errUnknown is the error of a publication that the viewer does not have.
var errUnknown = problem.New(problem.NotFound, "there is no such publication, or not for this access token",
	"Give the id of a publication of an account of the access token.")

// Cancel ends a publication that has not begun to be published. It takes what Publish takes:
// a token that may publish. Whose account is connected may cancel though the token is dead, or the
// Graph API does not tell for now.
func (s *Service) Cancel(ctx context.Context, id string) (*publication.Publication, error) {
	for allowed := false; ; {
		p, err := s.Publication(ctx, id)
		if err != nil {
			return nil, err
		}
		if p == nil {
			return nil, errUnknown
		}
		seen := p.View()
		if !p.Cancel() {
			return nil, errTooLate
		}
		if p.View() == seen {
			return p, nil
		}
		if !allowed {
			if _, err := s.accounts.allowed(ctx); err != nil && !untoldOfOwn(ctx, p, err) {
				return nil, err
			}
			allowed = true
		}
		if err := save(ctx, s.store, p, seen, s.now()); !errors.Is(err, ErrStale) {
			return p, err
		}
	}
}

// untoldOfOwn reports whether an error leaves open what the token of the connected account that a
// publication is of may do: the token is dead, or the Graph API does not tell for now.
func untoldOfOwn(ctx context.Context, p *publication.Publication, err error) bool {
	v, _ := viewer.FromContext(ctx)
	return v.Account == p.Account && (graphapi.KindOf(err) == graphapi.Unauthenticated || publication.Passing(err))
}

// AccountOf returns the Graph API id of the account of a publication, whosever it is; empty for
// no publication.
func (s *Service) AccountOf(ctx context.Context, id string) (string, error) {
	p, err := s.store.Get(ctx, id)
	if p == nil || err != nil {
		return "", err
	}
	return p.Account, nil
}

// Publication returns a publication; nil for one that the viewer does not have.
func (s *Service) Publication(ctx context.Context, id string) (*publication.Publication, error) {
	list, err := s.accounts.of(ctx)
	if len(list) == 0 {
		return nil, err
	}
	p, failed := s.store.Get(ctx, id)
	if failed != nil {
		return nil, failed
	}
	if p == nil || !owns(list, p.Account) {
		return nil, err // which may be why it is not known whose the publication is
	}
	return p, nil
}

// Last returns a publication as it is that somebody has seen before: withdrawn, if it was deleted
// since with all that was kept of its account.
func (s *Service) Last(ctx context.Context, seen *publication.Publication) (*publication.Publication, error) {
	p, err := s.store.Get(ctx, seen.ID)
	if p != nil || err != nil {
		return p, err
	}
	gone := *seen
	gone.Withdraw()
	return &gone, nil
}

// Page is some of an account's publications, newest first.
type Page struct {
	Publications []*publication.Publication
	// More reports that there are older ones.
	More bool
}

// List returns the publications of an account of the viewer; nil for any other account.
func (s *Service) List(ctx context.Context, q Query) (*Page, error) {
	list, err := s.accounts.of(ctx)
	if !owns(list, q.Account) {
		return nil, err // which may be why it is not known whose the account is
	}
	account, err := choose(list, q.Account)
	if err != nil {
		return nil, err
	}
	q.Account = account.ID
	wanted := q.Limit
	q.Limit++
	found, err := s.store.List(ctx, q)
	if err != nil {
		return nil, err
	}
	return &Page{found[:min(wanted, len(found))], len(found) > wanted}, nil
}
