package loader

import (
	"sync"

	"github.com/gramql/gramql/internal/entity"
)

// On some edges every page has the same cursor: the server moves on each time that
// it is used. So each page after the first is called for once, by whichever field
// needs it first, and our own cursors count items from the start of the edge.

// cursorPages are the pages after a first one, in their order.
type cursorPages struct {
	mu    sync.Mutex
	pages []*entity.Page
}

// sameCursor returns the page after another on an edge whose pages all have the
// same cursor.
func (k *walk) sameCursor(after *sheet) (*entity.Page, error) {
	known, _ := k.sameCursors.LoadOrStore(after.first, &cursorPages{})
	later := known.(*cursorPages)
	later.mu.Lock()
	defer later.mu.Unlock()
	if after.number < len(later.pages) {
		return later.pages[after.number], nil
	}
	page, err := k.page(k.window.Further(after.After, k.window.Edge.PageSize))
	if err == nil {
		later.pages = append(later.pages, page)
	}
	return page, err
}
