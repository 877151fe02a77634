package loader

import (
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/problem"
)

// backward finds the items right before a cursor, or at the end of an edge that
// comes whole.
func (k *walk) backward(s *Slice) error {
	c := k.window.Cursor
	s.HasNext = c != nil
	switch {
	case k.window.Edge.Paging == mapping.Whole:
		return k.wholeBackward(s)
	case c.Back != "":
		return k.byBack(s)
	case k.window.OnOnePage():
		page, err := k.first()
		if err != nil {
			return err
		}
		current := &sheet{Page: page, start: c.Start}
		k.take(s, current, locate(page, c.ID, c.Skip)-1)
		s.HasPrevious = s.HasPrevious || c.Start != ""
		return nil
	default:
		return k.fromStart(s)
	}
}

func (k *walk) wholeBackward(s *Slice) error {
	page, err := k.first()
	if err != nil {
		return err
	}
	end := len(page.Items)
	if c := k.window.Cursor; c != nil {
		end = locate(page, c.ID, c.Skip) - 1
	}
	s.Total = len(page.Items)
	k.take(s, &sheet{Page: page}, end)
	return nil
}

// take puts the wanted items of a page before an index in front of the slice.
func (k *walk) take(s *Slice, current *sheet, end int) {
	end = max(0, min(end, len(current.Items)))
	begin := max(0, end-(k.window.Wanted()-len(s.places)))
	taken := make([]place, 0, end-begin+len(s.places))
	for i := begin; i < end; i++ {
		taken = append(taken, place{current, i})
	}
	s.places = append(taken, s.places...)
	s.HasPrevious = begin > 0
}

// byBack goes from page to page by the Graph API's before.
func (k *walk) byBack(s *Slice) error {
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
		current := &sheet{Page: page, backward: true}
		k.take(s, current, end)
		left := k.window.Wanted() - len(s.places)
		more := page.Before != "" && (page.Previous || k.unsaid() && len(page.Items) > 0)
		switch {
		case left <= 0:
			s.HasPrevious = s.HasPrevious || more
			return nil
		case !more:
			return nil
		case pages >= k.window.Pages() && !k.repair():
			s.HasPrevious = true
			return nil
		}
		if page, err = k.page(k.window.Further("before", page.Before, min(left, k.window.Edge.Page))); err != nil {
			return err
		}
		end = len(page.Items)
	}
}

// fromStart walks an edge that has no way back from its start to the cursor.
func (k *walk) fromStart(s *Slice) error {
	var passed []place
	current, err := k.begin()
	for ; err == nil; current, err = k.next(current, k.window.Edge.Page) {
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
			return problem.Input("before", "the cursor's item is gone, or too far from the start of an edge that only pages forward",
				"Page forward with first and after.")
		}
	}
	return err
}

func indexOf(page *entity.Page, id string) int {
	return slices.IndexFunc(page.Items, func(item any) bool { return id != "" && entity.IDOf(item) == id })
}
