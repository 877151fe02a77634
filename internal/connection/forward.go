package connection

import (
	"errors"

	"github.com/gramql/gramql/internal/mapping"
)

// forward collects the items behind a cursor, or from the start of the edge. Where the
// Graph API leads no further, the slice has what came before, and says why.
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
	if k.window.Edge.Paging == mapping.Unpaged && !current.Next && current.Broken == nil {
		s.Total = len(current.Items)
	}
	for pages := 1; ; pages++ {
		if k.circles(current.Page) || pages > 1 && skip == 0 && c != nil && current.IndexOf(c.ID) >= 0 {
			s.Broken = errCircle
			return nil
		}
		if k.takeFrom(s, current, skip) {
			s.HasNext = true
			return nil
		}
		if current.Broken != nil && !k.full(s) {
			return k.breakOff(s, current, 0, current.Broken)
		}
		ahead := k.ahead(current)
		switch {
		case ahead == ended:
			return nil
		case k.enough(s):
			k.lookBeyond(s, current, ahead)
			return nil
		case k.stop(s, current):
			return nil
		case pages >= k.window.MaxPages() && !k.source.Repair():
			k.lookBeyond(s, current, ahead)
			return nil
		}
		skip = max(0, skip-len(current.Items))
		current.missing = k.window.Want - len(s.places)
		behind := current
		if current, err = k.next(behind); err != nil {
			return k.breakOff(s, behind, skip, err)
		}
		if skip > 0 { // the cursor's item is still to come
			skip = skipTo(current.Page, c.ID, skip)
		}
	}
}

// breakOff ends a slice where the next page cannot be had: what was read stays, and the
// edge goes on behind the last page. It returns the error where the client's own cursor
// is still the one to go on from.
func (k *walk) breakOff(s *Slice, last *placedPage, skip int, err error) error {
	if skip > 0 && len(s.places) == 0 {
		return err
	}
	s.HasNext, s.rest, s.Broken = true, last.After, err
	return nil
}

// takeFrom adds the items of a page from an index on, as far as they are wanted, and
// reports whether there are any that are not.
func (k *walk) takeFrom(s *Slice, current *placedPage, begin int) (left bool) {
	all := k.window.Edge.Paging == mapping.Unpaged && k.window.Want == 0
	for i := begin; i < len(current.Items); i++ {
		switch {
		case k.again(current.Items[i]):
		case !all && len(s.places) >= k.window.Wanted():
			return true
		default:
			s.places = append(s.places, place{current, i})
		}
	}
	return false
}

// enough reports whether the slice has as many items as are wanted; without a
// number, whether it has any.
func (k *walk) enough(s *Slice) bool {
	return len(s.places) > 0 && len(s.places) >= k.window.Want
}

// full reports whether the slice has all items that it may have.
func (k *walk) full(s *Slice) bool { return k.window.Want > 0 && k.enough(s) }

// stop reports whether there is no way to the items that are still wanted, and tells
// the slice why.
func (k *walk) stop(s *Slice, current *placedPage) bool {
	s.Broken = k.blocked(current)
	s.HasNext = s.Broken != nil && !errors.Is(s.Broken, errCircle)
	return s.Broken != nil
}

// lookBeyond says whether the edge goes on behind the last page of a slice. Where the
// client wants to know, and the Graph API does not say, it takes a call.
func (k *walk) lookBeyond(s *Slice, last *placedPage, ahead ahead) {
	s.HasNext, s.rest = true, last.After
	if s.Len() == 0 && k.window.Edge.Paging == mapping.SameCursor { // there is no cursor of a place further on
		s.Broken = errNothingYet
	}
	if !k.edge.HasNext {
		return
	}
	switch blocked := k.blocked(last); {
	case errors.Is(blocked, errCircle): // whoever went on from here would not get anywhere
		s.HasNext, s.Broken = false, errCircle
	case blocked == nil && ahead == maybe:
		s.HasNext, s.Broken = k.peek(last)
	}
}
