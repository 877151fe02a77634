package transcode

import "github.com/gramql/gramql/internal/conversion"

// list writes a list that is no connection: the next value.
func (r *run) list(l *list) bool {
	if l.item == nil {
		return r.elements(l, func() bool { return r.element(l.form) })
	}
	item := func() bool {
		_, ok := r.object(l.item)
		return ok
	}
	if !l.edge && r.peek() == '[' {
		return r.elements(l, item)
	}
	before, data := r.beginPart(), false
	ok := r.members(func(name []byte) bool {
		switch string(name) {
		case "data":
			again := data
			data = true
			return !again && r.elements(l, item)
		case errorMember:
			return false
		}
		return r.skip(maxDepth)
	})
	return ok && data && r.endPart(before, l.item.named)
}

// elements writes the elements of an array, or the first alone.
func (r *run) elements(l *list, element func() bool) bool {
	if !r.take('[') {
		return false
	}
	if !l.single {
		r.out = append(r.out, '[')
	}
	for i := 0; ; i++ {
		more, ok := r.more(i, ']')
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
		if l.single && i > 0 {
			r.out = r.out[:begin]
		}
	}
}

// close ends a list of so many elements.
func (r *run) close(l *list, elements int) {
	switch {
	case !l.single:
		r.out = append(r.out, ']')
	case elements == 0:
		r.out = append(r.out, "null"...)
	}
}

// element writes a scalar in a list: a text, or JSON as it is.
func (r *run) element(f form) bool {
	if r.peek() == 'n' {
		return false
	}
	if f != formJSON {
		return r.scalar(nil, &field{form: f})
	}
	begin := r.at
	if !r.skip(maxDepth) {
		return false
	}
	text, err := conversion.WholeCharacters(string(r.in[begin:r.at]))
	r.out = append(r.out, text...)
	return err == nil
}
