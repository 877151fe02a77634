package loader

import (
	"net/url"
	"strconv"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// allPages asks for all the token's Pages themselves.
func (l *Loader) allPages() ([]entity.Entity, error) {
	found, err := through(func(after string) ([]entity.Entity, string, bool, error) {
		return l.ofPages(l.plan.FacebookPages, (*plan.Node).String, l.Models.DecodePage, plan.FacebookPagesPerCall, after)
	})
	if err == nil {
		l.complete(found)
	}
	return found, err
}

// ofPages asks for so many Pages: with the field expansion that is wanted of them,
// and the way to read what comes.
func (l *Loader) ofPages(n *plan.Node, expansion func(*plan.Node) string,
	decode func([]byte, *plan.Node) ([]entity.Entity, string, bool, error), limit int, after string,
) (found []entity.Entity, next string, more bool, err error) {
	found, err = asked(l, n, func(n *plan.Node) ([]entity.Entity, error) {
		params := url.Values{"limit": {strconv.Itoa(limit)}}
		if after != "" {
			params.Set("after", after)
		}
		answer, err := l.Client.Do(l.ctx, graphapi.Call{Path: "/me/accounts", Fields: expansion(n), Node: n.Type.Name, Params: params})
		if err != nil {
			return nil, err
		}
		entities, cursor, further, err := decode(answer.Body, n)
		next, more = cursor, further
		return entities, err
	})
	return found, next, more, err
}

// through follows pages of Facebook Pages to their end.
func through(page func(after string) (found []entity.Entity, next string, more bool, err error)) ([]entity.Entity, error) {
	var all []entity.Entity
	after := ""
	for range plan.MaxFacebookPagesCalls {
		found, next, more, err := page(after)
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
