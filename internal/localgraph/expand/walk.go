package expand

import (
	"strconv"
	"sync"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// maxWalks is how many walks are remembered; the oldest are forgotten first.
const maxWalks = 1024

// walks remembers how far clients have walked along edges whose after cursor is
// the same on each page. There, to use the cursor is what leads on.
type walks struct {
	mu     sync.Mutex
	begun  int64
	places map[string]int64
	oldest []string
}

// walkKey identifies a walk: a cursor of an edge, used with a token.
func walkKey(token, edge string, parent int64, cursor string) string {
	return token + "\n" + edge + "\n" + strconv.FormatInt(parent, 10) + "\n" + cursor
}

// place returns the last row that a walk has shown, and whether the walk is known.
func (w *walks) place(key string) (seq int64, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	seq, ok = w.places[key]
	return seq, ok
}

// begin returns the number of a new walk.
func (w *walks) begin() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.begun++
	return w.begun
}

// move notes the last row that a walk has shown.
func (w *walks) move(key string, seq int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, known := w.places[key]; !known {
		if w.oldest = append(w.oldest, key); len(w.oldest) > maxWalks {
			delete(w.places, w.oldest[0])
			w.oldest = w.oldest[1:]
		}
	}
	w.places[key] = seq
}

// follow returns the row that a cursor points at, and whether it is a cursor of
// the edge.
func (g *Graph) follow(call *Call, l *level, cursor string, parent int64) (seq int64, ok bool) {
	if l.edge.Paging == catalog.Repeated && !l.page.byRow {
		return g.walks.place(walkKey(call.Link.Token, l.edge.Name, parent, cursor))
	}
	p, ok := parseCursor(cursor, l.edge.Name, parent)
	return p.seq, ok
}

// walkOn notes the last row of each page of an edge, and gives the page its
// cursor. Where links count rows from a cursor, the cursor stays where it is.
func (g *Graph) walkOn(call *Call, l *level) {
	if l.page.after != "" && call.quirk(ByOffset, l.edge.Name) {
		return
	}
	for i := range l.spans {
		s := &l.spans[i]
		if s.start == s.end {
			continue
		}
		s.walk = l.page.after
		if s.walk == "" {
			s.walk = place{edge: l.edge.Name, parent: s.parent, seq: g.walks.begin()}.String()
		}
		last := l.seqs[s.end-1]
		if s.empty {
			last = l.seqs[s.start] - l.step()
		}
		g.walks.move(walkKey(call.Link.Token, l.edge.Name, s.parent, s.walk), last)
	}
}
