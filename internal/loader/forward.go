package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// forward collects the items behind a cursor, or from the start of the edge.
func (k *walk) forward(s *Slice) error {
	current, err := k.begin()
	if err != nil {
		return err
	}
	skip := 0
	c := k.window.Cursor
	if c != nil {
		current.start = c.Start
		skip = skipTo(current.Page, c.ID, c.Skip)
		s.HasPrevious = true
	}
	if k.window.Edge.Paging == mapping.Unpaged && !current.Next {
		s.Total = len(current.Items)
	}
	limit := limitOf(k.edge.Params)
	for pages := 1; ; pages++ {
		taken := k.takeFrom(s, current, skip)
		more := k.more(current.Page, limit)
		switch {
		case skip+taken < len(current.Items):
			s.HasNext = true
			return nil
		case !more:
			return nil
		case k.enough(s) || pages >= k.window.MaxPages() && !k.repair():
			s.HasNext, s.rest = true, current.After
			return k.peek(s, current.Page)
		}
		limit = k.window.Edge.PageSize
		if k.window.Want > 0 {
			limit = min(limit, k.window.Want-len(s.places))
		}
		skip = max(0, skip-len(current.Items))
		if current, err = k.next(current, limit); err != nil {
			return err
		}
		if skip > 0 { // the cursor's item is still to come
			skip = skipTo(current.Page, c.ID, skip)
		}
	}
}

// takeFrom adds the items of a page from an index on, as far as they are wanted,
// and returns how many it added.
func (k *walk) takeFrom(s *Slice, current *sheet, begin int) int {
	end := len(current.Items)
	if k.window.Edge.Paging != mapping.Unpaged || k.window.Want > 0 {
		end = min(end, begin+k.window.Wanted()-len(s.places))
	}
	for i := begin; i < end; i++ {
		s.places = append(s.places, place{current, i})
	}
	return max(0, end-begin)
}

// enough reports whether the slice has as many items as are wanted; without a
// number, whether it has any.
func (k *walk) enough(s *Slice) bool {
	return len(s.places) > 0 && len(s.places) >= k.window.Want
}

// more reports whether there can be a further page.
func (k *walk) more(page *entity.Page, limit int) bool {
	if k.unsaid() {
		return page.After != "" && len(page.Items) >= limit
	}
	return page.Next && page.After != ""
}

// peek finds out by a call whether anything follows a full page, where the client
// wants to know and the Graph API does not say.
func (k *walk) peek(s *Slice, page *entity.Page) error {
	if !k.unsaid() || !k.edge.HasNext {
		return nil
	}
	only := *k.edge
	only.Node = &plan.Node{Type: k.edge.Node.Type}
	next, err := (&walk{Loader: k.Loader, parent: k.parent, edge: &only, window: k.window}).page(k.window.Further("after", page.After, 1))
	if err != nil {
		return err
	}
	s.HasNext = len(next.Items) > 0
	return nil
}

// limitOf returns the page size in an edge's parameters.
func limitOf(params []fields.Param) int {
	if n, ok := fields.Limit(params); ok {
		return n
	}
	return paging.DefaultPageSize
}
