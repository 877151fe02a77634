package mapping

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
)

// describe adds to the description of each field which login types have the field, and
// which permissions it needs with each, so that whoever reads the schema by
// introspection learns of it there.
func describe(schema *ast.Schema, m *Mapping) {
	for _, t := range m.Types() {
		for _, fd := range schema.Types[t.Name].Fields {
			if f := t.Fields[fd.Name]; f != nil {
				fd.Description = paragraphs(fd.Description, f.access())
			}
		}
	}
	describeMutations(schema)
}

// describeMutations says of what each mutation takes and answers whose it is, unless the
// schema says more.
func describeMutations(schema *ast.Schema) {
	for _, mutation := range schema.Mutation.Fields {
		input := mutation.Arguments.ForName("input")
		if input == nil {
			continue
		}
		name := "`" + mutation.Name + "`"
		for text, description := range map[string]*string{
			"What " + name + " is to do.": &input.Description,
			"What " + name + " takes.":    &schema.Types[input.Type.Name()].Description,
			"What " + name + " answers.":  &schema.Types[mutation.Type.Name()].Description,
		} {
			if *description == "" {
				*description = text
			}
		}
	}
}

func paragraphs(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), "\n\n")
}

// access says, as the end of a description, with which login types a field can be read
// and what a token of each needs for that; empty for one that every token can read.
func (f *Field) access() string {
	var supporting []*dialect.Dialect
	for _, d := range dialect.All() {
		if f.SupportedBy(d.Login) {
			supporting = append(supporting, d)
		}
	}
	var said []string
	if len(supporting) < len(dialect.All()) {
		said = append(said, "Login types: "+titles(supporting)+".")
	}
	if needs := f.needs(supporting); needs != "" {
		said = append(said, "Permissions: "+needs+".")
	}
	return strings.Join(said, " ")
}

func titles(dialects []*dialect.Dialect) string {
	if len(dialects) == 0 {
		return "none"
	}
	var names []string
	for _, d := range dialects {
		names = append(names, d.Login.Title())
	}
	return strings.Join(names, ", ")
}

// needs lists the permissions beyond those that every token has, by login type.
func (f *Field) needs(dialects []*dialect.Dialect) string {
	var all []string
	for _, d := range dialects {
		var names []string
		for _, permission := range f.Permissions() {
			if slices.Equal(d.Names(permission), d.Names(dialect.Basic)) {
				continue
			}
			for _, name := range d.Names(permission) {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
		if len(names) > 0 {
			all = append(all, strings.Join(names, " and ")+" ("+d.Login.Title()+")")
		}
	}
	return strings.Join(all, ", ")
}
