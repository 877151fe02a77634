package loader

import (
	"net/url"
	"strconv"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// allFacebookPages returns all the token's Facebook Pages themselves.
func (l *Loader) allFacebookPages() ([]entity.Entity, error) {
	found, err := l.supplemented(l.plan.FacebookPages, func(n *plan.Node) ([]entity.Entity, error) {
		return throughFacebookPages(func(after string) ([]entity.Entity, string, bool, error) {
			return l.callFacebookPages(n, (*plan.Node).String, entity.Models.DecodePage, plan.FacebookPagesPerCall, after)
		})
	})
	l.followUps(found)
	return found, err
}

// callFacebookPages asks for up to limit Facebook Pages behind a cursor, by the
// field expansion of a node, and decodes the answer. It returns the cursor of the
// next ones, and whether there are any.
func (l *Loader) callFacebookPages(n *plan.Node, expansion func(*plan.Node) string,
	decode func(entity.Models, []byte, *plan.Node) (*entity.Page, error), limit int, after string,
) (found []entity.Entity, next string, more bool, err error) {
	page, err := do(l, n, func(n *plan.Node) (*entity.Page, error) {
		params := url.Values{"limit": {strconv.Itoa(limit)}}
		if after != "" {
			params.Set("after", after)
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
func throughFacebookPages(call func(after string) (found []entity.Entity, next string, more bool, err error)) ([]entity.Entity, error) {
	var all []entity.Entity
	var missing lost
	after := ""
	for range plan.MaxFacebookPagesCalls {
		found, next, more, err := call(after)
		if err != nil && Lost(err) == nil {
			return nil, err
		}
		all, missing = append(all, found...), append(missing, Lost(err)...)
		if !more || next == "" {
			break
		}
		after = next
	}
	if len(missing) > 0 {
		return all, missing
	}
	return all, nil
}
