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
			return l.callFacebookPages(n, (*plan.Node).String, l.models.DecodePage, plan.FacebookPagesPerCall, after)
		})
	})
	if err == nil {
		l.followUps(found)
	}
	return found, err
}

// callFacebookPages asks for up to limit Facebook Pages behind a cursor, by the
// field expansion of a node, and decodes the answer. It returns the cursor of the
// next ones, and whether there are any.
func (l *Loader) callFacebookPages(n *plan.Node, expansion func(*plan.Node) string,
	decode func([]byte, *plan.Node) ([]entity.Entity, string, bool, error), limit int, after string,
) (found []entity.Entity, next string, more bool, err error) {
	found, err = do(l, n, func(n *plan.Node) ([]entity.Entity, error) {
		params := url.Values{"limit": {strconv.Itoa(limit)}}
		if after != "" {
			params.Set("after", after)
		}
		answer, err := l.shared.Client.Do(l.ctx, graphapi.Call{Path: "/me/accounts", Fields: expansion(n), Node: n.Type.Name, Params: params})
		if err != nil {
			return nil, err
		}
		entities, cursor, further, err := decode(answer.Body, n)
		next, more = cursor, further
		return entities, err
	})
	return found, next, more, err
}

// throughFacebookPages collects what calls for Facebook Pages return, from the
// first Page to the last.
func throughFacebookPages(call func(after string) (found []entity.Entity, next string, more bool, err error)) ([]entity.Entity, error) {
	var all []entity.Entity
	after := ""
	for range plan.MaxFacebookPagesCalls {
		found, next, more, err := call(after)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
		if !more || next == "" {
			break
		}
		after = next
	}
	return all, nil
}
