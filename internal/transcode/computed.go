package transcode

import (
	"slices"
	"strconv"

	"github.com/gramql/gramql/internal/computed"
	"github.com/gramql/gramql/internal/conversion"
	"github.com/gramql/gramql/internal/timestamp"
	"github.com/gramql/gramql/internal/transcode/program"
	"github.com/gramql/gramql/internal/transcode/scan"
)

// computed writes what is worked out from a text.
func (r *run) computed(f *program.Field, text []byte) bool {
	switch f.Form {
	case program.FormProfileURL:
		r.out = conversion.AppendQuoted(r.out, []byte(computed.ProfileURL(string(text))))
	case program.FormExpiry:
		if end, ok := computed.Expiry(string(text)); ok {
			r.out = append(timestamp.Append(append(r.out, '"'), end), '"')
		} else {
			r.out = append(r.out, "null"...)
		}
		return conversion.IsURL(text)
	case program.FormReel:
		word, _ := strconv.Unquote(f.Values.Value(text))
		r.out = strconv.AppendBool(r.out, computed.IsReel(word))
	case program.FormHashtags:
		r.caption(f.Caption, computed.Hashtags(string(text)))
	case program.FormMentions:
		r.caption(f.Caption, computed.Mentions(string(text)))
	}
	return true
}

// caption writes parts of a caption.
func (r *run) caption(selected []program.Part, found []computed.CaptionPart) {
	r.out = append(r.out, '[')
	for i, of := range found {
		if i > 0 {
			r.out = append(r.out, ',')
		}
		r.out = append(r.out, '{')
		for j, p := range selected {
			r.key(j, p.Key)
			switch p.Kind {
			case program.KindCaptionText:
				r.out = conversion.AppendQuoted(r.out, []byte(of.Text))
			case program.KindOffset:
				r.out = strconv.AppendInt(r.out, int64(of.Offset), 10)
			case program.KindLength:
				r.out = strconv.AppendInt(r.out, int64(of.Length), 10)
			default:
				r.out = append(r.out, p.Text...)
			}
		}
		r.out = append(r.out, '}')
	}
	r.out = append(r.out, ']')
}

// display writes a link to show.
func (r *run) display(n node, d *program.Display) bool {
	on := r.At
	defer func() { r.At = on }()
	for _, member := range d.Members {
		if member != program.Absent && r.slots[n.slots+member] >= 0 {
			r.At = r.slots[n.slots+member]
			return r.scalar(nil, &program.Field{Form: program.FormURL})
		}
	}
	if d.Edge == program.Absent || r.slots[n.slots+d.Edge] < 0 {
		r.out = append(r.out, "null"...)
		return true
	}
	if r.At = r.slots[n.slots+d.Edge]; !r.ToFirst() {
		r.out = append(r.out, "null"...)
		return true
	}
	links := make([]int, len(d.Names))
	ok := r.Members(func(name []byte) bool {
		if i := slices.Index(d.Names, string(name)); i >= 0 && r.Peek() != 'n' {
			links[i] = r.At
		}
		return r.Skip(scan.MaxDepth)
	})
	for _, at := range links {
		if at > 0 {
			r.At = at
			return ok && r.scalar(nil, &program.Field{Form: program.FormURL})
		}
	}
	return false // another item's may be out of form, which the ordinary way tells of
}
