package transcode

import (
	"bytes"
	"slices"

	"github.com/gramql/gramql/internal/conversion"
	"github.com/gramql/gramql/internal/transcode/program"
	"github.com/gramql/gramql/internal/transcode/scan"
)

// list writes a list that is no connection: the next value.
func (r *run) list(l *program.List) bool {
	if l.Item == nil {
		return r.elements(l, func() bool { return r.element(l.Form) })
	}
	last := 0
	item := func() bool {
		at := r.place(l)
		if at < last { // the ordinary way puts them in order
			return false
		}
		last = at
		_, ok := r.object(l.Item)
		return ok
	}
	if !l.Edge && r.Peek() == '[' {
		return r.elements(l, item)
	}
	before, data := r.beginPart(), false
	ok := r.Members(func(name []byte) bool {
		switch string(name) {
		case "data":
			again := data
			data = true
			return !again && r.elements(l, item)
		case errorMember:
			return false
		}
		return r.Skip(scan.MaxDepth)
	})
	return ok && data && r.endPart(before, l.Item.Named)
}

// place returns where in a list the next item belongs, by its metric; -1 for an item that
// cannot be read.
func (r *run) place(l *program.List) int {
	if len(l.Order) < 2 {
		return 0
	}
	begin, at := r.At, len(l.Order)
	defer func() { r.At = begin }()
	ok := r.Members(func(name []byte) bool {
		if string(name) != l.Metric || r.Peek() != '"' {
			return r.Skip(scan.MaxDepth)
		}
		metric, plain, ok := r.Text()
		if i := slices.Index(l.Order, string(bytes.Trim(metric, `"`))); i >= 0 {
			at = i
		}
		return ok && plain
	})
	if !ok {
		return -1
	}
	return at
}

// elements writes the elements of an array, or the first alone.
func (r *run) elements(l *program.List, element func() bool) bool {
	if !r.Take('[') {
		return false
	}
	if !l.Single {
		r.out = append(r.out, '[')
	}
	for i := 0; ; i++ {
		more, ok := r.More(i, ']')
		if !ok {
			return false
		}
		if !more {
			r.told = r.told || i == 0
			r.close(l, i)
			return true
		}
		begin := len(r.out)
		if i > 0 {
			r.out = append(r.out, ',')
		}
		if !element() {
			return false
		}
		if l.Single && i > 0 {
			r.out = r.out[:begin]
		}
	}
}

// close ends a list of so many elements.
func (r *run) close(l *program.List, elements int) {
	switch {
	case !l.Single:
		r.out = append(r.out, ']')
	case elements == 0:
		r.out = append(r.out, "null"...)
	}
}

// element writes a scalar in a list: a text, or JSON as it is.
func (r *run) element(f program.Form) bool {
	if r.Peek() == 'n' {
		return false
	}
	if f != program.FormJSON {
		return r.scalar(nil, &program.Field{Form: f})
	}
	begin := r.At
	if !r.Skip(scan.MaxDepth) {
		return false
	}
	text, err := conversion.WholeCharacters(string(r.In[begin:r.At]))
	r.out = append(r.out, text...)
	return err == nil
}
