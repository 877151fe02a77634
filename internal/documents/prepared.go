package documents

import (
	"sync/atomic"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// document is a valid document, and what is prepared of it.
type document struct {
	*ast.QueryDocument
	// prepared is what was last made of the document's operations, and requests what the last
	// requests for them came to.
	prepared, requests shelf
}

// shelf is the values that were last kept, by keys.
type shelf struct {
	values *lru.Cache[string, sized]
	bytes  atomic.Int64
}

// sized is a value of so many bytes.
type sized struct {
	value any
	bytes int
}

// maxPrepared is the most values of a kind that hang on one document: its operations, with
// the variables that were last seen.
const maxPrepared = 32

func newDocument(d *ast.QueryDocument) *document {
	known := &document{QueryDocument: d}
	known.prepared.open()
	known.requests.open()
	return known
}

func (s *shelf) open() {
	s.values, _ = lru.NewWithEvict(maxPrepared, func(_ string, old sized) { s.bytes.Add(int64(-old.bytes)) })
}

// get returns the value under a key; nil for none.
func (s *shelf) get(key string) any {
	found, _ := s.values.Get(key)
	return found.value
}

// add keeps a value of so many bytes under a key, unless one is kept there: then it returns
// false.
func (s *shelf) add(key string, value any, bytes int) bool {
	s.bytes.Add(int64(bytes))
	kept, _ := s.values.ContainsOrAdd(key, sized{value, bytes})
	if kept {
		s.bytes.Add(int64(-bytes))
	}
	return !kept
}

// bytes is about how many bytes all that hangs on the document takes.
func (d *document) bytes() int { return int(d.prepared.bytes.Load() + d.requests.bytes.Load()) }

// Prepared returns what was prepared under a key of a document that Read returned for a
// text; nil for nothing, and for a document that is not remembered.
func (r *Reader) Prepared(text string, of *ast.QueryDocument, key string) any {
	known := r.remembered(text, of)
	if known == nil {
		return nil
	}
	return known.prepared.get(key)
}

// Prepare keeps a value of so many bytes under a key of a document that Read returned for a
// text, unless one is kept there: for as long as the document is remembered, and no more
// others are kept of it.
func (r *Reader) Prepare(text string, of *ast.QueryDocument, key string, value any, bytes int) {
	if known := r.remembered(text, of); known != nil && known.prepared.add(key, value, bytes) {
		r.known.Set(text, known) // which weighs the document again
	}
}

// Requested returns what was kept by KeepRequest under a key of the document that a text is;
// nil for nothing, and for a document that is not remembered.
func (r *Reader) Requested(text, key string) any {
	known, ok := r.known.GetIfPresent(text)
	if !ok {
		return nil
	}
	return known.requests.get(key)
}

// KeepRequest keeps what a request for an operation of a document came to, as Prepare keeps
// what the operation came to.
func (r *Reader) KeepRequest(text string, of *ast.QueryDocument, key string, value any, bytes int) {
	if known := r.remembered(text, of); known != nil && known.requests.add(key, value, bytes) {
		r.known.Set(text, known)
	}
}

// remembered returns a document, if it is the one that is remembered of its text: one text
// that is read twice at once becomes two documents, and what is prepared points into one.
func (r *Reader) remembered(text string, of *ast.QueryDocument) *document {
	if known, ok := r.known.GetIfPresent(text); ok && known.QueryDocument == of {
		return known
	}
	return nil
}
