package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/problem"
)

// backward collects the items right before a cursor, or at the end of an edge
// without pages.
func (k *walk) backward(s *Slice) error {
	c := k.window.Cursor
	s.HasNext = c != nil
	switch {
	case k.window.Edge.Paging == mapping.Unpaged:
		return k.unpagedBackward(s)
	case c.Back != "":
		return k.byBefore(s)
	case k.window.OnOnePage():
		return k.onOnePage(s)
	default:
		return k.fromStart(s)
	}
}

// unpagedBackward collects the last items of an edge without pages, or those before
// a cursor.
func (k *walk) unpagedBackward(s *Slice) error {
	page, err := k.first()
	if err != nil {
		return err
	}
	end := len(page.Items)
	if c := k.window.Cursor; c != nil {
		end = skipTo(page, c.ID, c.Skip) - 1
	}
	s.Total = len(page.Items)
	k.takeUpTo(s, &sheet{Page: page}, end)
	return nil
}

// onOnePage collects the items before a cursor that are on the cursor's own page.
func (k *walk) onOnePage(s *Slice) error {
	page, err := k.first()
	if err != nil {
		return err
	}
	c := k.window.Cursor
	k.takeUpTo(s, &sheet{Page: page, start: c.Start}, skipTo(page, c.ID, c.Skip)-1)
	s.HasPrevious = s.HasPrevious || c.Start != ""
	return nil
}

// byBefore goes from page to page by the Graph API's before cursors.
func (k *walk) byBefore(s *Slice) error {
	c := k.window.Cursor
	page, err := k.first()
	if err != nil {
		return err
	}
	end := len(page.Items) - c.BackSkip
	if i := indexOf(page, c.ID); i >= 0 {
		end = i
	}
	for pages := 1; ; pages++ {
		k.takeUpTo(s, &sheet{Page: page, backward: true}, end)
		left := k.window.Wanted() - len(s.places)
		more := k.moreBefore(page)
		switch {
		case left <= 0:
			s.HasPrevious = s.HasPrevious || more
			return nil
		case !more:
			return nil
		case pages >= k.window.MaxPages() && !k.repair():
			s.HasPrevious = true
			return nil
		}
		if page, err = k.page(k.window.Further("before", page.Before, min(left, k.window.Edge.PageSize))); err != nil {
			return err
		}
		end = len(page.Items)
	}
}

// moreBefore reports whether there can be a page before another.
func (k *walk) moreBefore(page *entity.Page) bool {
	return page.Before != "" && (page.Previous || k.unsaid() && len(page.Items) > 0)
}

// takeUpTo puts the items of a page that end before an index in front of the slice,
// as far as they are wanted.
func (k *walk) takeUpTo(s *Slice, current *sheet, end int) {
	end = max(0, min(end, len(current.Items)))
	begin := max(0, end-(k.window.Wanted()-len(s.places)))
	taken := make([]place, 0, end-begin+len(s.places))
	for i := begin; i < end; i++ {
		taken = append(taken, place{current, i})
	}
	s.places = append(taken, s.places...)
	s.HasPrevious = begin > 0
}

// fromStart walks from the start of the edge to the cursor, where there is no way
// back.
func (k *walk) fromStart(s *Slice) error {
	var passed []place
	current, err := k.begin()
	for ; err == nil; current, err = k.next(current, k.window.Edge.PageSize) {
		end := indexOf(current.Page, k.window.Cursor.ID)
		for i := range current.Items {
			if i == end {
				break
			}
			passed = append(passed, place{current, i})
		}
		if end >= 0 {
			begin := max(0, len(passed)-k.window.Wanted())
			s.places, s.HasPrevious = passed[begin:], begin > 0
			return nil
		}
		if !current.Next || current.After == "" || len(passed) >= paging.MaxItems {
			return problem.Input("before", "the cursor's item is gone, or too far from the start of an edge that can only be paged forward",
				"Page forward with first and after.")
		}
	}
	return err
}
