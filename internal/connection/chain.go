package connection

import (
	"sync"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Connections that begin with the same page share the pages behind it: each is called
// for once, by whichever needs it first, and is as large as the longest of them wants.
// On some edges they must: where every page has the same cursor, the server moves on
// each time that it is used.

// chain is the pages behind a first one, in their order.
type chain struct {
	mu    sync.Mutex
	pages []outcome
	// peeks are what is behind the page with a number.
	peeks map[int]outcome
}

// outcome is what a call for a page brought.
type outcome struct {
	*entity.Page
	err error
}

// behind returns the chain that a page is on, which the caller unlocks.
func (k *walk) behind(current *placedPage) *chain {
	known, _ := k.chains.LoadOrStore(current.first, &chain{})
	c := known.(*chain)
	c.mu.Lock()
	return c
}

// shared returns the page behind another.
func (k *walk) shared(current *placedPage, params func(limit int) []fields.Param) (*entity.Page, error) {
	c := k.behind(current)
	defer c.mu.Unlock()
	if current.number == len(c.pages) {
		page, err := k.page(params(k.limit(current)))
		c.pages = append(c.pages, outcome{page, err})
	}
	return c.pages[current.number].Page, c.pages[current.number].err
}

// limit returns how many items the page behind another should have.
func (k *walk) limit(current *placedPage) int {
	return max(1, min(k.window.Edge.PageSize, max(current.missing, k.edge.MaxItems-current.passed())))
}

// mayPeek reports whether a call may be made only to see whether an edge goes on: one is
// planned where no page says that it is the last, and anywhere else it is a repair.
func (k *walk) mayPeek() bool { return k.unsaid() || k.source.Repair() }

// peek reports whether anything follows a page. It takes a call for one item, unless
// another connection reads on from there.
func (k *walk) peek(current *placedPage) (bool, error) {
	if k.edge.MaxItems > current.passed() {
		next, err := k.next(current)
		return err != nil || k.leadsOn(next), err
	}
	seen, err := k.glance(current, k.window.Further(current.After, 1))
	return err != nil || k.leadsOn(&placedPage{Page: seen, start: current.After, before: current.passed()}), err
}

// peekBack is peek for what is before a page.
func (k *walk) peekBack(current *placedPage) (bool, error) {
	seen, err := k.glance(current, k.window.FurtherBack(current.Before, 1))
	return err != nil || len(seen.Items) > 0 || k.aheadBack(&placedPage{Page: seen, end: current.Before}) != paging.Ended, err
}

// glance returns a neighbour of a page, which shows nothing but whether there are items.
func (k *walk) glance(current *placedPage, params []fields.Param) (*entity.Page, error) {
	c := k.behind(current)
	defer c.mu.Unlock()
	seen, known := c.peeks[current.number]
	if !known {
		only := *k.edge
		only.Node = &expansion.Expansion{Type: k.edge.Node.Type}
		seen.Page, seen.err = (&walk{Edges: k.Edges, parent: k.parent, edge: &only}).page(params)
		if c.peeks == nil {
			c.peeks = map[int]outcome{}
		}
		c.peeks[current.number] = seen
	}
	return seen.Page, seen.err
}

// leadsOn reports whether anything is on the page behind another, or can be behind that.
func (k *walk) leadsOn(behind *placedPage) bool {
	return len(behind.Items) > 0 || k.ahead(behind) != paging.Ended
}
