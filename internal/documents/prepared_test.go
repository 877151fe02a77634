package documents_test

import (
	"fmt"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/documents"
)

// asked is the document that these tests prepare something of.
const asked = "{ me { username } }"

func readAsked(t *testing.T, r *documents.Reader) *ast.QueryDocument {
	t.Helper()
	document, errs := r.Read(asked)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return document
}

func TestPrepared_hangsOnItsDocument(t *testing.T) {
	t.Parallel()
	r := newReader()
	d := readAsked(t, newReader())
	r.Prepare(asked, d, "a", 1, 100)
	if r.Prepared(asked, d, "a") != nil {
		t.Error("something hangs on a document that was not read")
	}
	d = readAsked(t, r)
	r.Prepare(asked, d, "a", 1, 100)
	r.Prepare(asked, d, "a", 2, 100)
	r.Prepare(asked, d, "b", 3, 100)
	if r.Prepared(asked, d, "a") != 1 || r.Prepared(asked, d, "b") != 3 || r.Prepared(asked, d, "c") != nil || r.Prepared("{ me { username username } }", d, "a") != nil {
		t.Errorf("%v and %v", r.Prepared(asked, d, "a"), r.Prepared(asked, d, "b"))
	}
}

// What is prepared of a document points into the document, and nowhere else.
func TestPrepared_isOfNoOtherDocumentWithTheSameText(t *testing.T) {
	t.Parallel()
	r := newReader()
	d, other := readAsked(t, r), readAsked(t, newReader())
	r.Prepare(asked, other, "a", 1, 100)
	if r.Prepared(asked, d, "a") != nil {
		t.Error("what was prepared of another document hangs on this one")
	}
	r.Prepare(asked, d, "a", 2, 100)
	if r.Prepared(asked, other, "a") != nil {
		t.Error("what was prepared of this document is given for another")
	}
}

func TestPrepared_isTheLastFew(t *testing.T) {
	t.Parallel()
	r, many := newReader(), 100
	d := readAsked(t, r)
	for i := range many {
		r.Prepare(asked, d, fmt.Sprint(i), i, 100)
	}
	kept := 0
	for i := range many {
		if r.Prepared(asked, d, fmt.Sprint(i)) == i {
			kept++
		}
	}
	if kept == 0 || kept == many || r.Prepared(asked, d, fmt.Sprint(many-1)) == nil {
		t.Errorf("%d of %d are kept", kept, many)
	}
}

func TestPrepared_countsAsBytesOfItsDocument(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bytes int
		kept  bool
	}{"more than documents may take": {64 << 20, false}, "as much as documents may take": {1 << 20, true}} {
		r := newReader()
		d := readAsked(t, r)
		for range 100 { // what is there already counts once
			r.Prepare(asked, d, "a", 1, c.bytes/2)
			r.KeepRequest(asked, d, "a", 1, c.bytes/2)
		}
		for i := range 1000 { // other documents, for which one that is too large has to go
			if _, errs := r.Read(fmt.Sprintf("query Q%d { me { username } }", i)); len(errs) > 0 {
				t.Fatal(errs)
			}
		}
		if kept, requests := r.Prepared(asked, d, "a") != nil, r.Requested(asked, "a") != nil; kept != c.kept || requests != c.kept {
			t.Errorf("%s: kept: %t and %t", name, kept, requests)
		}
	}
}

func TestRequested_hangsOnTheDocumentOfItsText(t *testing.T) {
	t.Parallel()
	r := newReader()
	if r.KeepRequest(asked, nil, "a", 0, 100); r.Requested(asked, "a") != nil {
		t.Error("kept of no document")
	}
	d := readAsked(t, r)
	r.KeepRequest(asked, d, "a", 1, 100)
	r.KeepRequest(asked, d, "a", 2, 100)
	r.Prepare(asked, d, "b", 3, 100)
	if r.Requested(asked, "a") != 1 || r.Requested(asked, "b") != nil || r.Prepared(asked, d, "a") != nil || r.Requested("{ me { id } }", "a") != nil {
		t.Errorf("%v and %v", r.Requested(asked, "a"), r.Prepared(asked, d, "a"))
	}
}
