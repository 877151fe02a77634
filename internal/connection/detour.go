package connection

import (
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/problem"
)

// Where there is no way back, the items before a cursor are reached from a page further
// ahead: the one that has the cursor's item, or else the first of the edge. A page on the
// way may be short or empty, so what is right before the item is known when the item comes.

// errGone says that the way from the start did not come to a cursor's item.
var errGone = problem.Input("before", "the cursor's item is gone, or too far from the start of an edge that can only be paged forward",
	"Page forward with first and after.")

// detour is a walk forward to a cursor's item, or to the end of an edge without cursors.
type detour struct {
	*walk
	slice *Slice
	// fromPlace reports that the cursor counts its items from where the walk begins.
	fromPlace bool
	// passed are the items on the way. From the index doubtful on, more may belong between
	// them, because doubt came beside them; nil for none.
	passed   []place
	doubt    error
	doubtful int
}

// upTo walks from a page on, and collects the items right before the cursor's.
func (k *walk) upTo(s *Slice, current *placedPage) error {
	d := &detour{walk: k, slice: s}
	c := k.window.Cursor
	d.fromPlace = c != nil && c.Skip > 0 && (c.Start == current.start || paging.Counts(k.window.Edge))
	s.HasPrevious = current.start != ""
	for pages := 1; ; pages++ {
		if d.pass(current) {
			s.rest = paging.Cursor{Start: c.Start, Skip: 1, ID: c.ID} // for where nothing led up to the item
			return d.take(len(d.passed))
		}
		ahead := k.ahead(current)
		switch {
		case d.isPast():
			return d.take(c.Skip - 1)
		case current.Broken != nil:
			return d.breakOff(current.Broken)
		case ahead == paging.Ended:
			return d.end()
		case k.circles(current.Page, 0):
			return d.stop(errCircle)
		case k.blocked(current) != nil:
			return d.stop(k.blocked(current))
		case pages >= k.window.MaxPages() && !k.source.Repair():
			if current.passed() >= paging.MaxItems {
				return d.stop(errGone)
			}
			return d.breakOff(errNothingYet)
		}
		current.missing = d.missing()
		following, err := k.next(current)
		if err != nil {
			return d.breakOff(err)
		}
		current = following
	}
}

// pass adds the items of a page up to the cursor's, and reports whether that is there.
func (d *detour) pass(current *placedPage) bool {
	at := -1
	if c := d.window.Cursor; c != nil {
		at = current.IndexOf(c.ID)
	}
	if current.Broken != nil {
		d.doubt, d.doubtful = current.Broken, len(d.passed)
	}
	if d.comesWhole(current) {
		d.slice.Total = current.passed()
	}
	for i, item := range current.Items {
		if i == at {
			return true
		}
		if !d.again(item) {
			d.passed = append(d.passed, place{current, i, len(d.passed) + 1})
		}
	}
	return false
}

// afterwards is how many items may have come before a cursor's since the cursor was made:
// so many are looked through behind the item's place.
const afterwards = 10

// isPast reports whether the way is so far behind the place of the cursor's item that the
// item is not to come, or at the place of an item without an id.
func (d *detour) isPast() bool {
	c := d.window.Cursor
	return d.fromPlace && (c.ID == "" && len(d.passed) >= c.Skip || len(d.passed) >= c.Skip+afterwards)
}

// missing returns how many items the next page should have: those up to the place of the
// cursor's item and, where the item is not there, a few behind.
func (d *detour) missing() int {
	if !d.fromPlace || paging.Counts(d.window.Edge) {
		return d.window.Edge.PageSize
	}
	if left := d.window.Cursor.Skip - len(d.passed); left > 0 {
		return left
	}
	return afterwards
}

// take ends the walk where so many items lead up to the cursor's.
func (d *detour) take(end int) error {
	begin := max(0, end-d.window.Wanted())
	d.slice.places = d.passed[begin:end]
	d.slice.HasPrevious = d.slice.HasPrevious || begin > 0
	if d.doubt != nil && d.doubtful <= end {
		d.slice.Broken = d.doubt
	}
	return nil
}

// end ends the walk at the end of the edge: there, or where the cursor's item was.
func (d *detour) end() error {
	switch c := d.window.Cursor; {
	case c == nil:
		return d.take(len(d.passed))
	case d.fromPlace:
		return d.take(min(len(d.passed), c.Skip-1))
	}
	return errGone
}

// stop ends the walk where the way leads no further. What was read there is right before
// the cursor if the cursor's item should have come by then.
func (d *detour) stop(why error) error {
	switch c := d.window.Cursor; {
	case c == nil:
		d.slice.Broken = why
		return d.take(len(d.passed))
	case !d.fromPlace:
		return errGone
	case len(d.passed) >= c.Skip:
		return d.take(c.Skip - 1)
	}
	d.slice.HasPrevious, d.slice.Broken = true, why
	return nil
}

// breakOff ends the walk where a page on the way cannot be had, and tries the page that
// the cursor's item was on.
func (d *detour) breakOff(why error) error {
	c := d.window.Cursor
	if d.fromPlace || c == nil && d.doubt != nil {
		return d.stop(why)
	}
	d.slice.HasPrevious, d.slice.Broken = true, why
	if c == nil || c.Start == "" || c.Skip < 2 || !d.source.Repair() {
		return nil
	}
	page, err := d.page(d.window.Further(c.Start, c.Skip))
	if err != nil || page.IndexOf(c.ID) < 0 && len(page.Items) < c.Skip {
		return nil
	}
	d.walk.passed = nil
	d.takeUpTo(d.slice, &placedPage{Page: page, start: c.Start}, skipTo(page, c.ID, c.Skip)-1)
	d.slice.HasPrevious = true
	return nil
}
