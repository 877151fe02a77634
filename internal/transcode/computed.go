package transcode

import (
	"slices"
	"strconv"

	"github.com/gramql/gramql/internal/computed"
	"github.com/gramql/gramql/internal/conversion"
	"github.com/gramql/gramql/internal/timestamp"
)

// computed writes what is worked out from a text.
func (r *run) computed(f *field, text []byte) bool {
	switch f.form {
	case formProfileURL:
		r.out = conversion.AppendQuoted(r.out, []byte(computed.ProfileURL(string(text))))
	case formExpiry:
		if end, ok := computed.Expiry(string(text)); ok {
			r.out = append(timestamp.Append(append(r.out, '"'), end), '"')
		} else {
			r.out = append(r.out, "null"...)
		}
		return conversion.IsURL(text)
	case formReel:
		word, _ := strconv.Unquote(f.values.value(text))
		r.out = strconv.AppendBool(r.out, computed.IsReel(word))
	case formHashtags:
		r.caption(f.caption, computed.Hashtags(string(text)))
	case formMentions:
		r.caption(f.caption, computed.Mentions(string(text)))
	}
	return true
}

// caption writes parts of a caption.
func (r *run) caption(selected []part, found []computed.CaptionPart) {
	r.out = append(r.out, '[')
	for i, of := range found {
		if i > 0 {
			r.out = append(r.out, ',')
		}
		r.out = append(r.out, '{')
		for j, p := range selected {
			r.key(j, p.key)
			switch p.kind {
			case kindCaptionText:
				r.out = conversion.AppendQuoted(r.out, []byte(of.Text))
			case kindOffset:
				r.out = strconv.AppendInt(r.out, int64(of.Offset), 10)
			case kindLength:
				r.out = strconv.AppendInt(r.out, int64(of.Length), 10)
			default:
				r.out = append(r.out, p.text...)
			}
		}
		r.out = append(r.out, '}')
	}
	r.out = append(r.out, ']')
}

// display writes a link to show.
func (r *run) display(n node, d *display) bool {
	on := r.at
	defer func() { r.at = on }()
	for _, member := range d.members {
		if member != absent && r.slots[n.slots+member] >= 0 {
			r.at = r.slots[n.slots+member]
			return r.scalar(nil, &field{form: formURL})
		}
	}
	if d.edge == absent || r.slots[n.slots+d.edge] < 0 {
		r.out = append(r.out, "null"...)
		return true
	}
	if r.at = r.slots[n.slots+d.edge]; !r.toFirst() {
		r.out = append(r.out, "null"...)
		return true
	}
	links := make([]int, len(d.names))
	ok := r.members(func(name []byte) bool {
		if i := slices.Index(d.names, string(name)); i >= 0 && r.peek() != 'n' {
			links[i] = r.at
		}
		return r.skip(maxDepth)
	})
	for _, at := range links {
		if at > 0 {
			r.at = at
			return ok && r.scalar(nil, &field{form: formURL})
		}
	}
	return false // another item's may be out of form, which the ordinary way tells of
}

// toFirst goes to the first item of a page, which has just been read; false where there is
// none.
func (r *run) toFirst() bool {
	r.take('{')
	for i := 0; ; i++ {
		if more, ok := r.more(i, '}'); !more || !ok {
			return false
		}
		name, _ := r.name()
		if string(name) == "data" {
			return r.take('[') && r.peek() == '{'
		}
		r.skip(maxDepth)
	}
}
