package loader

import (
	"sync"

	"github.com/gramql/gramql/internal/entity"
)

// On some edges each page comes with the same cursor: what leads on is that it was
// used, not what it says. So each page behind a first one is asked for once,
// whoever comes for it, and none of our cursors has one of those in it: they count
// from the start of the edge.

// repeats are the pages behind a first one, in their order.
type repeats struct {
	mu    sync.Mutex
	pages []*entity.Page
}

// repeated returns a page that the walk leads on to by the one cursor.
func (k *walk) repeated(of *sheet) (*entity.Page, error) {
	known, _ := k.repeats.LoadOrStore(of.first, &repeats{})
	r := known.(*repeats)
	r.mu.Lock()
	defer r.mu.Unlock()
	if of.number < len(r.pages) {
		return r.pages[of.number], nil
	}
	page, err := k.page(k.window.Further("after", of.After, k.window.Edge.PageSize))
	if err == nil {
		r.pages = append(r.pages, page)
	}
	return page, err
}
