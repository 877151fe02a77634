package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// A cursor belongs to one node. Where that is one of many on a page and cannot be read by
// its own id, a field expansion would give the cursor to all of them. So the page is cut
// to the one node first: it begins behind the node before, and has a limit of 1.

// pinned is a node on a page.
type pinned struct {
	on *entity.Base
	// key is of the page's edge, and id is the node's.
	key, id string
}

// pin returns the edge on which a node was found, as a page with that node alone; the
// edge itself where the Graph API does not say how to get there. It takes a call unless
// the node is the first of its page, once for all that is asked of the node.
func (l *Loader) pin(v *entity.FoundThrough, id string) (*expansion.Edge, error) {
	if known, ok := l.pins.Load(pinned{v.From, v.Edge.Key, id}); ok {
		return known.(*expansion.Edge), nil //nolint:forcetypeassert // nothing else is in it
	}
	page, err := v.From.Page(v.Edge.Key)
	if err != nil || page == nil {
		return v.Edge, err
	}
	params := v.Edge.Params
	if i := page.IndexOf(id); i > 0 {
		start, err := l.behind(v, i)
		if start == "" || err != nil {
			return v.Edge, err
		}
		params = append(paging.WithoutPosition(params), start.Params()...)
	}
	alone := v.Edge.PinnedTo(id, fields.WithLimit(fields.WithoutLimit(params), 1))
	l.pins.Store(pinned{v.From, v.Edge.Key, id}, alone)
	return alone, nil
}

// behind returns where the edge goes on behind the first n items of a page.
func (l *Loader) behind(v *entity.FoundThrough, n int) (paging.Position, error) {
	head := *v.Edge
	head.Params = fields.WithLimit(head.Params, n)
	head.Node = &expansion.Expansion{Type: v.Edge.Node.Type}
	page, err := l.followUp(v.From, &head)
	if err != nil {
		return "", err
	}
	return page.After, nil
}
