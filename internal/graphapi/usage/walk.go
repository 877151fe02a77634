package usage

import (
	"bytes"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi/lenient"
)

// walk goes through the JSON of a usage header, once and from front to back, for nearly
// every answer has such headers. It ends at what is no JSON; a value of another kind than
// the expected costs that value alone.
type walk struct {
	decoder jsontext.Decoder
	header  bytes.Buffer
	over    bool
}

// walks are used again.
var walks = sync.Pool{New: func() any { return new(walk) }}

// walkThrough walks through a header, unless it is oversized.
func walkThrough(header string, read func(*walk)) {
	if header == "" || len(header) > maxHeader {
		return
	}
	w := walks.Get().(*walk)
	defer walks.Put(w)
	w.header.Reset() // nothing of another answer may be left
	w.header.WriteString(header)
	w.decoder.Reset(&w.header, lenient.Options)
	w.over = false
	read(w)
}

// at reports whether the walk is at something that begins with, or is, this character.
func (w *walk) at(kind jsontext.Kind) bool { return !w.over && w.decoder.PeekKind() == kind }

// value goes past a value, which is to be used at once.
func (w *walk) value() jsontext.Value {
	value, err := w.decoder.ReadValue()
	w.over = w.over || err != nil
	return value
}

// text goes past a string.
func (w *walk) text() string {
	text, _ := jsontext.AppendUnquote(nil, w.value())
	return string(text)
}

// open goes into an object or array, and past any other value: then it returns false.
func (w *walk) open(bracket jsontext.Kind) bool {
	if !w.at(bracket) {
		w.value()
		return false
	}
	_, err := w.decoder.ReadToken()
	w.over = err != nil
	return !w.over
}

// closed goes out of an object or array; false when that has no end.
func (w *walk) closed(bracket jsontext.Kind) bool {
	if !w.at(bracket) {
		return false
	}
	_, err := w.decoder.ReadToken()
	return err == nil
}

// each reads each element of an array; a value that is no array is its own only element.
func (w *walk) each(read func()) {
	if !w.at('[') {
		read()
		return
	}
	for w.open('['); !w.over && !w.at(']'); {
		read()
	}
	w.closed(']')
}
