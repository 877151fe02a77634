package documents

import (
	"sync/atomic"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// document is a valid document, and what is prepared of it.
type document struct {
	*ast.QueryDocument
	prepared prepared
}

// prepared is what was last made of a document's operations, by keys.
type prepared struct {
	values *lru.Cache[string, sized]
	bytes  atomic.Int64
}

// sized is a value of so many bytes.
type sized struct {
	value any
	bytes int
}

// maxPrepared is the most values that hang on one document: its operations, with the
// variables that were last seen.
const maxPrepared = 32

func newDocument(d *ast.QueryDocument) *document {
	known := &document{QueryDocument: d}
	known.prepared.values, _ = lru.NewWithEvict(maxPrepared, func(_ string, old sized) { known.prepared.bytes.Add(int64(-old.bytes)) })
	return known
}

// Prepared returns what was prepared under a key of the document with a text; nil for
// nothing, and for a document that is not remembered.
func (r *Reader) Prepared(text, key string) any {
	known, ok := r.known.GetIfPresent(text)
	if !ok {
		return nil
	}
	found, _ := known.prepared.values.Get(key)
	return found.value
}

// Prepare keeps a value of so many bytes under a key, for as long as the document with a
// text is remembered and no more others are kept of it.
func (r *Reader) Prepare(text, key string, value any, bytes int) {
	known, ok := r.known.GetIfPresent(text)
	if !ok {
		return
	}
	known.prepared.values.Remove(key)
	known.prepared.bytes.Add(int64(bytes))
	known.prepared.values.Add(key, sized{value, bytes})
	r.known.Set(text, known) // which weighs the document again
}
