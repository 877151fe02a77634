package transcode

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/mapping"
)

// computedForms are how fields are written that are worked out from one value.
var computedForms = map[string]form{
	"User.profileUrl":         formProfileURL,
	"Media.mediaUrlExpiresAt": formExpiry,
	"Media.isReel":            formReel,
	"Media.hashtags":          formHashtags,
	"Media.mentions":          formMentions,
}

// displayURL is the field that is the first of several links.
const displayURL = "Media.displayUrl"

// computed compiles a field that is worked out from others.
func (w *compilation) computed(f *mapping.Field, o *object, selected graphql.CollectedField) field {
	form, known := computedForms[f.Coordinate()]
	switch {
	case known:
		c := field{member: o.find([]byte(f.Names[0]), 0), form: form, values: w.enums["MediaProductType"]}
		if form == formHashtags || form == formMentions {
			c.caption = w.caption(selected)
		}
		return c
	case f.Coordinate() == displayURL && len(f.Needs) == 1:
		d := &display{edge: o.find([]byte(f.Needs[0].Name), 0)}
		for _, name := range f.Names {
			d.members = append(d.members, o.find([]byte(name), 0))
		}
		for _, needed := range f.Needs[0].Fields {
			d.names = append(d.names, needed.Name)
		}
		return field{member: absent, display: d}
	}
	w.leave(Computed)
	return field{}
}

var captionPart = map[string]kind{"text": kindCaptionText, "offset": kindOffset, "length": kindLength}

// caption compiles what is selected of each part of a caption.
func (w *compilation) caption(selected graphql.CollectedField) []part {
	parts := []part{}
	for _, inner := range graphql.CollectFields(w.operation, selected.Selections, []string{"CaptionPart"}) {
		p := part{key: key(inner.Alias), kind: captionPart[inner.Name]}
		if p.kind == kindText {
			p.text = `"CaptionPart"`
		}
		parts = append(parts, p)
	}
	return parts
}
