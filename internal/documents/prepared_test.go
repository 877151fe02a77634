package documents_test

import (
	"fmt"
	"testing"
)

func TestPrepared_hangsOnItsDocument(t *testing.T) {
	t.Parallel()
	r := newReader()
	const text = "{ me { username } }"
	r.Prepare(text, "a", 1, 100)
	if r.Prepared(text, "a") != nil {
		t.Error("something hangs on a document that was not read")
	}
	if _, errs := r.Read(text); len(errs) > 0 {
		t.Fatal(errs)
	}
	r.Prepare(text, "a", 1, 100)
	r.Prepare(text, "a", 2, 100)
	r.Prepare(text, "b", 3, 100)
	if r.Prepared(text, "a") != 2 || r.Prepared(text, "b") != 3 || r.Prepared(text, "c") != nil || r.Prepared("{ me { username username } }", "a") != nil {
		t.Errorf("%v and %v", r.Prepared(text, "a"), r.Prepared(text, "b"))
	}
}

func TestPrepared_isTheLastFew(t *testing.T) {
	t.Parallel()
	r := newReader()
	const text, many = "{ me { username } }", 100
	if _, errs := r.Read(text); len(errs) > 0 {
		t.Fatal(errs)
	}
	for i := range many {
		r.Prepare(text, fmt.Sprint(i), i, 100)
	}
	kept := 0
	for i := range many {
		if r.Prepared(text, fmt.Sprint(i)) == i {
			kept++
		}
	}
	if kept == 0 || kept == many || r.Prepared(text, fmt.Sprint(many-1)) == nil {
		t.Errorf("%d of %d are kept", kept, many)
	}
}

func TestPrepared_countsAsBytesOfItsDocument(t *testing.T) {
	t.Parallel()
	r := newReader()
	const text, large = "{ me { username } }", 64 << 20
	if _, errs := r.Read(text); len(errs) > 0 {
		t.Fatal(errs)
	}
	r.Prepare(text, "a", 1, large)
	for i := range 1000 { // other documents have this one evicted, which is too large to stay
		if _, errs := r.Read(fmt.Sprintf("query Q%d { me { username } }", i)); len(errs) > 0 {
			t.Fatal(errs)
		}
		if r.Prepared(text, "a") == nil {
			return
		}
	}
	t.Error("more is kept than documents may take")
}
