package connection

import (
	"slices"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
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
	s.Broken = page.Broken
	if page.Broken == nil {
		s.Total = len(page.Items)
	}
	k.takeUpTo(s, &placedPage{Page: page}, end)
	return nil
}

// onOnePage collects the items before a cursor that are on the cursor's own page.
func (k *walk) onOnePage(s *Slice) error {
	page, err := k.first()
	if err != nil {
		return err
	}
	c := k.window.Cursor
	k.takeUpTo(s, &placedPage{Page: page, start: c.Start}, skipTo(page, c.ID, c.Skip)-1)
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
	current := &placedPage{Page: page, key: k.edge.Key, first: page, backward: true}
	end := len(page.Items) - c.BackSkip
	if i := page.IndexOf(c.ID); i >= 0 {
		end = i
	}
	for pages := 1; ; pages++ {
		k.takeUpTo(s, current, end)
		left := k.window.Wanted() - len(s.places)
		more := k.moreBefore(current)
		switch {
		case left > 0 && current.Broken != nil:
			return k.breakOffBack(s, current.Broken)
		case left <= 0 || !more:
			if left > 0 && current.Previous {
				s.Broken = errNoWay
			}
			s.HasPrevious = s.HasPrevious || more || current.Previous
			return nil
		case k.called[k.keyBefore(current)], k.circles(current.Page):
			s.Broken = errCircle
			return nil
		case pages >= k.window.MaxPages() && !k.source.Repair():
			s.HasPrevious = true
			if s.Len() == 0 {
				s.Broken = errNothingYet
			}
			return nil
		}
		current.missing = left
		if current, err = k.previous(current); err != nil {
			return k.breakOffBack(s, err)
		}
		end = len(current.Items)
	}
}

// breakOffBack ends a slice where the page before its first one cannot be had. What was
// read stays; where that is nothing, the client's own cursor is the one to go on from.
func (k *walk) breakOffBack(s *Slice, err error) error {
	if len(s.places) == 0 {
		return err
	}
	s.HasPrevious, s.Broken = true, err
	return nil
}

// moreBefore reports whether there can be a page before another, and a way there.
func (k *walk) moreBefore(current *placedPage) bool {
	return current.Before != "" && (current.Previous || k.unsaid() && len(current.Items) > 0)
}

// keyBefore returns the key of the page before another.
func (k *walk) keyBefore(current *placedPage) string {
	return expansion.Key(k.edge.Edge, k.window.FurtherBack(current.Before, 0))
}

// takeUpTo puts the items of a page that end before an index in front of the slice,
// as far as they are wanted.
func (k *walk) takeUpTo(s *Slice, current *placedPage, end int) {
	var taken []place
	i := min(end, len(current.Items)) - 1
	for ; i >= 0 && len(taken)+len(s.places) < k.window.Wanted(); i-- {
		if !k.again(current.Items[i]) {
			taken = append(taken, place{current, i})
		}
	}
	slices.Reverse(taken)
	s.places = append(taken, s.places...)
	s.HasPrevious = i >= 0
}

// fromStart walks from the start of the edge to the cursor, where there is no way
// back.
func (k *walk) fromStart(s *Slice) error {
	var passed []place
	current, err := k.begin()
	for pages := 1; err == nil; pages++ {
		end := current.IndexOf(k.window.Cursor.ID)
		for i, item := range current.Items {
			if i == end {
				break
			}
			if !k.again(item) {
				passed = append(passed, place{current, i})
			}
		}
		if end >= 0 {
			begin := max(0, len(passed)-k.window.Wanted())
			s.places, s.HasPrevious = passed[begin:], begin > 0
			return nil
		}
		if k.circles(current.Page) || k.ahead(current) == ended || k.blocked(current) != nil || pages >= k.window.MaxPages() && !k.source.Repair() {
			return problem.Input("before", "the cursor's item is gone, or too far from the start of an edge that can only be paged forward",
				"Page forward with first and after.")
		}
		current.missing = k.window.Edge.PageSize
		if current, err = k.next(current); err != nil {
			k.onOwnPage(s, err)
			return nil
		}
	}
	return err
}

// onOwnPage ends a slice where the way from the start breaks off. What was read there is
// not right before the cursor; what is on the cursor's own page is, if that can be had.
func (k *walk) onOwnPage(s *Slice, broken error) {
	s.HasPrevious, s.Broken = true, broken
	c := k.window.Cursor
	if c.Start == "" || c.Skip < 2 || !k.source.Repair() {
		return
	}
	page, err := k.page(k.window.Further(c.Start, c.Skip))
	if err != nil {
		return
	}
	k.passed = nil
	k.takeUpTo(s, &placedPage{Page: page, start: c.Start}, skipTo(page, c.ID, c.Skip)-1)
	s.HasPrevious = true
}
