package connection

import (
	"slices"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// backward collects the items right before a cursor, or at the end of an edge
// without pages.
func (k *walk) backward(s *Slice) error {
	c := k.window.Cursor
	s.HasNext = c != nil
	if k.window.Edge.Paging != mapping.Unpaged && c.Back != "" {
		return k.byBefore(s)
	}
	current, err := k.begin()
	if err != nil {
		return err
	}
	if c != nil && k.window.OnOnePage() && k.window.Edge.Paging != mapping.SameCursor {
		current.start = c.Start
	}
	return k.upTo(s, current)
}

// byBefore goes from page to page by the Graph API's before cursors.
func (k *walk) byBefore(s *Slice) error {
	c := k.window.Cursor
	page, err := k.source.Page(k.parent, k.edge)
	if err != nil {
		return err
	}
	current := &placedPage{Page: page, key: k.edge.Key, first: page, end: c.Back}
	skip := c.BackSkip
	for pages := 1; ; pages++ {
		end := len(current.Items) - skip
		if i := current.IndexOf(c.ID); i >= 0 {
			end = i
		}
		skip = max(0, skip-len(current.Items))
		s.rest = *c // the same place, reached from further back
		s.rest.Back, s.rest.BackSkip = current.Before, skip
		k.takeUpTo(s, current, end)
		left := k.window.Wanted() - len(s.places)
		ahead := k.aheadBack(current)
		switch {
		case left > 0 && current.Broken != nil:
			return k.breakOffBack(s, current.Broken)
		case ahead == paging.Ended:
			return nil
		case left <= 0:
			return k.lookBefore(s, current, ahead)
		case current.Before == "": // what was read is right before the cursor all the same
			s.HasPrevious, s.Broken = true, errNoWay
			return nil
		case k.keyBefore(current) == current.key, k.called[k.keyBefore(current)], k.circles(current.Page, 0):
			s.HasPrevious, s.Broken = false, errCircle
			return nil
		case pages >= k.window.MaxPages() && !k.source.Repair():
			return k.lookBefore(s, current, ahead)
		}
		current.missing = left
		if current, err = k.previous(current); err != nil {
			return k.breakOffBack(s, err)
		}
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

// lookBefore says whether the edge goes on before the first page of a slice. Where the
// client wants to know, and the Graph API does not say, it takes a call.
func (k *walk) lookBefore(s *Slice, first *placedPage, ahead paging.Ahead) error {
	if s.HasPrevious { // on the page itself
		return nil
	}
	s.HasPrevious = true
	if k.edge.Beyond && ahead == paging.Maybe && first.Before != "" && k.keyBefore(first) != first.key && k.mayPeek() {
		s.HasPrevious, s.Broken = k.peekBack(first)
	}
	return nil
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
			taken = append(taken, place{page: current, index: i})
		}
	}
	slices.Reverse(taken)
	s.places = append(taken, s.places...)
	s.HasPrevious = i >= 0
}
