package compiler

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/transcode/program"
)

// computedForms are how fields are written that are worked out from one value.
var computedForms = map[string]program.Form{
	"User.profileUrl":         program.FormProfileURL,
	"Media.mediaUrlExpiresAt": program.FormExpiry,
	"Media.isReel":            program.FormReel,
	"Media.hashtags":          program.FormHashtags,
	"Media.mentions":          program.FormMentions,
}

// displayURL is the field that is the first of several links.
const displayURL = "Media.displayUrl"

// computed compiles a field that is worked out from others.
func (w *compilation) computed(f *mapping.Field, o *program.Object, selected graphql.CollectedField) program.Field {
	form, known := computedForms[f.Coordinate()]
	switch {
	case known:
		c := program.Field{Member: o.Find([]byte(f.Names[0]), 0), Form: form, Values: w.enums["MediaProductType"]}
		if form == program.FormHashtags || form == program.FormMentions {
			c.Caption = w.caption(selected)
		}
		return c
	case f.Coordinate() == displayURL && len(f.Needs) == 1:
		d := &program.Display{Edge: o.Find([]byte(f.Needs[0].Name), 0)}
		for _, name := range f.Names {
			d.Members = append(d.Members, o.Find([]byte(name), 0))
		}
		for _, needed := range f.Needs[0].Fields {
			d.Names = append(d.Names, needed.Name)
		}
		return program.Field{Member: program.Absent, Display: d}
	}
	w.leave(Computed)
	return program.Field{}
}

var captionPart = map[string]program.Kind{"text": program.KindCaptionText, "offset": program.KindOffset, "length": program.KindLength}

// caption compiles what is selected of each part of a caption.
func (w *compilation) caption(selected graphql.CollectedField) []program.Part {
	parts := []program.Part{}
	for _, inner := range graphql.CollectFields(w.operation, selected.Selections, []string{"CaptionPart"}) {
		p := program.Part{Key: program.Key(inner.Alias), Kind: captionPart[inner.Name]}
		if p.Kind == program.KindText {
			p.Text = `"CaptionPart"`
		}
		parts = append(parts, p)
	}
	return parts
}
