package fields

import "strings"

// String returns the list as it goes into fields=, without white space.
func (l List) String() string {
	var b strings.Builder
	b.Grow(256) // most expansions are shorter
	l.write(&b)
	return b.String()
}

// String returns the field as it goes into fields=.
func (f Field) String() string {
	var b strings.Builder
	b.Grow(64)
	f.write(&b)
	return b.String()
}

func (l List) write(b *strings.Builder) {
	for i, f := range l {
		if i > 0 {
			b.WriteByte(',')
		}
		f.write(b)
	}
}

func (f Field) write(b *strings.Builder) {
	b.WriteString(f.Name)
	for _, p := range f.Params {
		b.WriteByte('.')
		b.WriteString(p.Name)
		b.WriteByte('(')
		b.WriteString(p.Value)
		b.WriteByte(')')
	}
	if len(f.Fields) > 0 {
		b.WriteByte('{')
		f.Fields.write(b)
		b.WriteByte('}')
	}
}
