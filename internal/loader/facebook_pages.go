package loader

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// allFacebookPages returns all the token's Facebook Pages themselves.
func (l *Loader) allFacebookPages() ([]entity.Entity, error) {
	found, err := l.supplemented(l.plan.FacebookPages, func(n *plan.Node) ([]entity.Entity, error) {
		return throughFacebookPages(func(after paging.Position) ([]entity.Entity, paging.Position, bool, error) {
			return l.callFacebookPages(n, (*plan.Node).String, entity.Models.DecodePage, plan.FacebookPagesPerCall, after)
		})
	})
	l.followUps(found)
	return found, err
}

// callFacebookPages asks for up to limit Facebook Pages from a position on, by the
// field expansion of a node, and decodes the answer. It returns where the next ones
// begin, and whether there are any.
func (l *Loader) callFacebookPages(n *plan.Node, expansion func(*plan.Node) string,
	decode func(entity.Models, []byte, *plan.Node) (*entity.Page, error), limit int, after paging.Position,
) (found []entity.Entity, next paging.Position, more bool, err error) {
	page, err := do(l, n, func(n *plan.Node) (*entity.Page, error) {
		params := url.Values{"limit": {strconv.Itoa(limit)}}
		for _, p := range after.Params() {
			params.Set(p.Name, p.Value)
		}
		call := graphapi.Call{Path: "/me/accounts", Fields: expansion(n), Node: n.Type.Name, Params: params}
		return ask(l, call, func(m entity.Models, body []byte) (*entity.Page, error) { return decode(m, body, n) })
	})
	if err != nil {
		return nil, "", false, err
	}
	found, err = nodesOf(page, nil)
	return found, page.After, page.Next, err
}

// throughFacebookPages collects what calls for Facebook Pages return, from the
// first Page to the last.
func throughFacebookPages(call func(after paging.Position) (found []entity.Entity, next paging.Position, more bool, err error)) ([]entity.Entity, error) {
	var all []entity.Entity
	missing := lost{}
	var after paging.Position
	begun := map[paging.Position]bool{}
	for range plan.MaxFacebookPagesCalls {
		found, next, more, err := call(after)
		if err != nil && Lost(err) == nil {
			return nil, err
		}
		if also, ok := errors.AsType[lost](err); ok {
			missing = lost{append(missing.errs, also.errs...), missing.first || also.first && len(all) == 0}
		}
		all = append(all, found...)
		if begun[after] = true; !more || begun[next] { // or nothing says where
			break
		}
		after = next
	}
	if len(missing.errs) > 0 {
		return all, missing
	}
	return all, nil
}
