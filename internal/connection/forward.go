package connection

import (
	"errors"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
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
	for pages := 1; ; pages++ {
		again := 0 // from where on the page has to have something new
		if pages > 1 && c != nil {
			was := skip
			if skip > 0 {
				skip += current.repeated
			}
			if skip = skipTo(current.Page, c.ID, skip); was == 0 { // the cursor's item may come again
				again = skip
			}
		}
		if k.circles(current.Page, again) {
			s.Broken = errCircle
			return nil
		}
		if k.comesWhole(current) {
			s.Total = current.passed()
		}
		if k.takeFrom(s, current, skip) {
			s.HasNext = true
			return nil
		}
		s.rest = k.restBehind(current, skip)
		if current.Broken != nil && !k.full(s) {
			return k.breakOff(s, 0, current.Broken)
		}
		ahead := k.ahead(current)
		switch {
		case ahead == paging.Ended:
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
		if current, err = k.next(current); err != nil {
			return k.breakOff(s, skip, err)
		}
	}
}

// breakOff ends a slice where the next page cannot be had: what was read stays, and the
// edge goes on behind the last page. It returns the error where the client's own cursor
// is still the one to go on from.
func (k *walk) breakOff(s *Slice, skip int, err error) error {
	if skip > 0 && len(s.places) == 0 {
		return err
	}
	s.HasNext, s.Broken = true, err
	return nil
}

// restBehind returns the cursor of what is behind a page, of which so many items lead up
// to the cursor's.
func (k *walk) restBehind(last *placedPage, skip int) paging.Cursor {
	if skip <= len(last.Items) {
		return paging.Cursor{Start: last.After}
	}
	return paging.Cursor{Start: last.After, Skip: skip - len(last.Items), ID: k.window.Cursor.ID}
}

// takeFrom adds the items of a page from an index on, as far as they are wanted, and
// reports whether there are any that are not.
func (k *walk) takeFrom(s *Slice, current *placedPage, begin int) (left bool) {
	nth := current.before
	for i, item := range current.Items {
		if k.again(item) {
			continue
		}
		nth++
		switch {
		case i < begin:
		case !k.all() && len(s.places) >= k.window.Wanted():
			return true
		default:
			s.places = append(s.places, place{current, i, nth})
		}
	}
	return false
}

// enough reports whether the slice has as many items as are wanted; without a
// number, whether it has any.
func (k *walk) enough(s *Slice) bool {
	return len(s.places) > 0 && len(s.places) >= k.window.Want && !k.all()
}

// all reports whether the slice has all items of the edge, because nobody pages there.
func (k *walk) all() bool { return k.window.Edge.Paging == mapping.Unpaged && k.window.Want == 0 }

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
func (k *walk) lookBeyond(s *Slice, last *placedPage, ahead paging.Ahead) {
	s.HasNext = true
	if s.Len() == 0 && paging.Counts(k.window.Edge) { // there is no cursor of a place further on
		s.Broken = errNothingYet
	}
	if !k.edge.Beyond {
		return
	}
	switch blocked := k.blocked(last); {
	case errors.Is(blocked, errCircle): // whoever went on from here would not get anywhere
		s.HasNext, s.Broken = false, errCircle
	case blocked == nil && ahead == paging.Maybe && k.mayPeek():
		s.HasNext, s.Broken = k.peek(last)
	}
}
