package fields

import "strings"

// Writer writes a field expansion word by word, without white space. The zero
// value is ready to use.
type Writer struct {
	text strings.Builder
	// opened reports whether the next field needs a brace before it.
	opened bool
}

// Grow makes room for a text of n bytes.
func (w *Writer) Grow(n int) { w.text.Grow(n) }

// Field writes a field's name. Its parameters follow, then what is in its braces.
func (w *Writer) Field(name string) {
	switch {
	case w.opened:
		w.text.WriteByte('{')
	case w.text.Len() > 0:
		w.text.WriteByte(',')
	}
	w.opened = false
	w.text.WriteString(name)
}

// Param writes a parameter of the last field.
func (w *Writer) Param(name, value string) {
	w.text.WriteByte('.')
	w.text.WriteString(name)
	w.text.WriteByte('(')
	w.text.WriteString(value)
	w.text.WriteByte(')')
}

// Open begins the braces of the last field, and Close ends them. Braces without a
// field between them are not written.
func (w *Writer) Open() { w.opened = true }

// Close ends what Open began.
func (w *Writer) Close() {
	if !w.opened {
		w.text.WriteByte('}')
	}
	w.opened = false
}

// String returns the text.
func (w *Writer) String() string { return w.text.String() }

// String returns the list as it goes into fields=.
func (l List) String() string {
	var w Writer
	w.Grow(256) // most expansions are shorter
	l.write(&w)
	return w.String()
}

// String returns the field as it goes into fields=.
func (f Field) String() string {
	var w Writer
	w.Grow(64)
	f.write(&w)
	return w.String()
}

func (l List) write(w *Writer) {
	for _, f := range l {
		f.write(w)
	}
}

func (f Field) write(w *Writer) {
	w.Field(f.Name)
	for _, p := range f.Params {
		w.Param(p.Name, p.Value)
	}
	w.Open()
	f.Fields.write(w)
	w.Close()
}
