package transcode

import (
	"strconv"

	"github.com/gramql/gramql/internal/conversion"
	"github.com/gramql/gramql/internal/timestamp"
	"github.com/gramql/gramql/internal/transcode/program"
	"github.com/gramql/gramql/internal/transcode/scan"
)

// scalar writes the next value in a form. It is false for a value that does not fit.
func (r *run) scalar(o *program.Object, f *program.Field) bool {
	switch c := r.Peek(); {
	case f.Form == program.FormBool:
		return r.bool()
	case f.Form >= program.FormWhole && f.Form <= program.FormParts:
		return r.oneOf(f.Form)
	case f.Form == program.FormGlobalID:
		id, ok := r.ID()
		return ok && r.globalID(o, id)
	case c != '"':
		number, ok := r.Number()
		return ok && f.Form != program.FormReel && r.converted(f, number)
	}
	text, plain, ok := r.Text()
	switch {
	case !ok:
		return false
	case f.Form == program.FormText && plain:
		r.out = append(r.out, text...)
		return true
	case plain:
		text = text[1 : len(text)-1]
	default:
		r.unpacked = conversion.AppendCharacters(r.unpacked[:0], text)
		text = r.unpacked
	}
	switch f.Form {
	case program.FormText:
		r.out = conversion.AppendQuoted(r.out, text)
	case program.FormURL:
		r.out = conversion.AppendQuoted(r.out, text)
		return conversion.IsURL(text)
	case program.FormEnum:
		r.out = append(r.out, f.Values.Value(text)...)
	default:
		return r.converted(f, text)
	}
	return true
}

// converted writes what a text means in a form: that of a number, or the characters of a
// string.
func (r *run) converted(f *program.Field, text []byte) (ok bool) {
	switch f.Form {
	case program.FormText:
		r.out = append(append(append(r.out, '"'), text...), '"')
		return true
	case program.FormInt:
		var n int32
		if scan.IsShort(text, 9) {
			r.out = append(r.out, text...)
			return true
		}
		n, ok = conversion.Int32(string(text))
		r.out = strconv.AppendInt(r.out, int64(n), 10)
	case program.FormLong:
		var n int64
		if scan.IsShort(text, 18) {
			r.out = append(r.out, text...)
			return true
		}
		n, ok = conversion.Whole(string(text))
		r.out = strconv.AppendInt(r.out, n, 10)
	case program.FormFloat:
		var n float64
		n, ok = conversion.Number(string(text))
		r.out = strconv.AppendFloat(r.out, n, 'g', -1, 64)
	case program.FormTime:
		t, known := conversion.Time(string(text))
		r.out = append(timestamp.Append(append(r.out, '"'), t), '"')
		ok = known
	case program.FormProfileURL, program.FormExpiry, program.FormReel, program.FormHashtags, program.FormMentions:
		ok = r.computed(f, text)
	}
	return ok
}

// oneOf writes the next value, a number, if it has one of several forms, and null else.
func (r *run) oneOf(form program.Form) bool {
	text, ok := r.Number()
	if !ok {
		return false
	}
	whole, is := conversion.Whole(string(text))
	part, ok := conversion.Number(string(text))
	switch {
	case is && form == program.FormWhole:
		r.out = strconv.AppendInt(r.out, whole, 10)
	case !is && form == program.FormShare:
		r.out = strconv.AppendFloat(r.out, part, 'g', -1, 64)
	default:
		r.out = append(r.out, "null"...)
	}
	return is || ok
}

// bool writes a truth value.
func (r *run) bool() bool {
	begin := r.At
	if !r.Skip(0) {
		return false
	}
	is, ok := conversion.Bool(string(r.In[begin:r.At]))
	r.out = strconv.AppendBool(r.out, is)
	return ok
}
