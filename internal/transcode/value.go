package transcode

import (
	"bytes"
	"strconv"

	"github.com/gramql/gramql/internal/conversion"
	"github.com/gramql/gramql/internal/timestamp"
)

// scalar writes the next value in a form. It is false for a value that does not fit.
func (r *run) scalar(o *object, f *field) bool {
	switch c := r.peek(); {
	case f.form == formBool:
		return r.bool()
	case f.form == formGlobalID:
		id, ok := r.id()
		return ok && r.globalID(o, id)
	case c != '"':
		number, ok := r.number()
		return ok && f.form != formReel && r.converted(f, number)
	}
	text, plain, ok := r.text()
	switch {
	case !ok:
		return false
	case f.form == formText && plain:
		r.out = append(r.out, text...)
		return true
	case plain:
		text = text[1 : len(text)-1]
	default:
		r.unpacked = conversion.AppendCharacters(r.unpacked[:0], text)
		text = r.unpacked
	}
	switch f.form {
	case formText:
		r.out = conversion.AppendQuoted(r.out, text)
	case formURL:
		r.out = conversion.AppendQuoted(r.out, text)
		return conversion.IsURL(text)
	case formEnum:
		r.out = append(r.out, f.values.value(text)...)
	default:
		return r.converted(f, text)
	}
	return true
}

// converted writes what a text means in a form: that of a number, or the characters of a
// string.
func (r *run) converted(f *field, text []byte) (ok bool) {
	switch f.form {
	case formText:
		r.out = append(append(append(r.out, '"'), text...), '"')
		return true
	case formInt:
		var n int32
		if isShort(text, 9) {
			r.out = append(r.out, text...)
			return true
		}
		n, ok = conversion.Int32(string(text))
		r.out = strconv.AppendInt(r.out, int64(n), 10)
	case formLong:
		var n int64
		if isShort(text, 18) {
			r.out = append(r.out, text...)
			return true
		}
		n, ok = conversion.Whole(string(text))
		r.out = strconv.AppendInt(r.out, n, 10)
	case formFloat:
		var n float64
		n, ok = conversion.Number(string(text))
		r.out = strconv.AppendFloat(r.out, n, 'g', -1, 64)
	case formTime:
		t, known := conversion.Time(string(text))
		r.out = append(timestamp.Append(append(r.out, '"'), t), '"')
		ok = known
	case formProfileURL, formExpiry, formReel, formHashtags, formMentions:
		ok = r.computed(f, text)
	}
	return ok
}

// isShort reports whether a text is the shortest spelling of a whole number of at most so
// many digits.
func isShort(text []byte, digits int) bool {
	if len(text) > digits || len(text) > 1 && text[0] == '0' {
		return false
	}
	for _, c := range text {
		if c-'0' > 9 {
			return false
		}
	}
	return len(text) > 0
}

// bool writes a truth value.
func (r *run) bool() bool {
	begin := r.at
	if !r.skip(0) {
		return false
	}
	is, ok := conversion.Bool(string(r.in[begin:r.at]))
	r.out = strconv.AppendBool(r.out, is)
	return ok
}

// id passes the id of a node, and returns its characters.
func (r *run) id() (id []byte, ok bool) {
	if r.peek() != '"' {
		id, ok = r.number()
		return id, ok && conversion.IsDigits(string(id)) && len(bytes.Trim(id, "0")) > 0
	}
	text, plain, ok := r.text()
	if !ok || !plain || len(bytes.Trim(text, `"0`)) == 0 {
		return nil, false
	}
	return text[1 : len(text)-1], true
}
