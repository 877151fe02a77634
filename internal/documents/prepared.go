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

// Prepared returns what was prepared under a key of a document that Read returned for a
// text; nil for nothing, and for a document that is not remembered.
func (r *Reader) Prepared(text string, of *ast.QueryDocument, key string) any {
	known := r.remembered(text, of)
	if known == nil {
		return nil
	}
	found, _ := known.prepared.values.Get(key)
	return found.value
}

// Prepare keeps a value of so many bytes under a key of a document that Read returned for a
// text, unless one is kept there: for as long as the document is remembered, and no more
// others are kept of it.
func (r *Reader) Prepare(text string, of *ast.QueryDocument, key string, value any, bytes int) {
	known := r.remembered(text, of)
	if known == nil {
		return
	}
	known.prepared.bytes.Add(int64(bytes))
	if kept, _ := known.prepared.values.ContainsOrAdd(key, sized{value, bytes}); kept {
		known.prepared.bytes.Add(int64(-bytes))
		return
	}
	r.known.Set(text, known) // which weighs the document again
}

// remembered returns a document, if it is the one that is remembered of its text: one text
// that is read twice at once becomes two documents, and what is prepared points into one.
func (r *Reader) remembered(text string, of *ast.QueryDocument) *document {
	if known, ok := r.known.GetIfPresent(text); ok && known.QueryDocument == of {
		return known
	}
	return nil
}
