package compiler

import (
	"maps"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/transcode/program"
)

// forms are how scalars are written.
var forms = map[string]program.Form{
	"String": program.FormText, "ID": program.FormText, "Int": program.FormInt, "Long": program.FormLong, "Float": program.FormFloat, "Boolean": program.FormBool, "DateTime": program.FormTime, "URL": program.FormURL,
	"JSON": program.FormJSON,
}

// plain compiles a field that holds a scalar, a value that comes whole, or a list of such.
func (w *compilation) plain(f *mapping.Field, o *program.Object, selected graphql.CollectedField) program.Field {
	t := selected.Definition.Type
	if f.Computed {
		return w.computed(f, o, selected)
	}
	compiled := program.Field{Member: o.Find([]byte(f.Names[0]), 0), Values: w.enums[t.Name()]}
	if compiled.Member == program.Absent {
		w.leave(NotPlanned)
	}
	var value *program.Object
	known := true
	switch whole := w.mapping.Type(t.Name()); {
	case whole != nil:
		value = w.value(whole, selected.Selections)
	case f.Name == "id":
		compiled.Form = program.FormGlobalID
	case compiled.Values != nil:
		compiled.Form = program.FormEnum
	default:
		compiled.Form, known = forms[t.Name()]
	}
	switch {
	case !known, t.Elem != nil && compiled.Values != nil, t.Elem == nil && compiled.Form == program.FormJSON:
		w.leave(NotScalar)
	case t.Elem != nil:
		compiled.List = &program.List{Item: value, Form: compiled.Form}
	default:
		compiled.Object = value
	}
	return compiled
}

// value compiles what is selected of a value that comes whole.
func (w *compilation) value(t *mapping.Type, selections ast.SelectionSet) *program.Object {
	o := &program.Object{TypeName: t.Name, Certain: true, Members: []program.Member{{Name: "id"}}}
	spelled := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		f := t.Fields[name]
		if len(f.Names) != 1 {
			continue
		}
		if spelled[f.Names[0]]++; f.Names[0] == "id" {
			o.Members[program.OwnID].Told = true
		} else if o.Find([]byte(f.Names[0]), 0) == program.Absent {
			o.Members = append(o.Members, program.Member{Name: f.Names[0], Told: true, Branch: !w.isScalar(t, f.Names[0])})
		}
	}
	for _, selected := range graphql.CollectFields(w.operation, selections, t.Satisfies) {
		compiled := program.Field{Text: `"` + t.Name + `"`, Member: program.Absent}
		if f := t.Fields[selected.Name]; f != nil {
			compiled = w.plain(f, o, selected)
			if len(f.Names) == 1 && spelled[f.Names[0]] > 1 {
				w.oneOf(&compiled, selected)
			}
		}
		compiled.Key, compiled.Required = program.Key(selected.Alias), selected.Definition.Type.NonNull
		o.Fields = append(o.Fields, compiled)
	}
	return o
}

// oneOf makes a field one of several that the same value goes into, by its form.
func (w *compilation) oneOf(compiled *program.Field, selected graphql.CollectedField) {
	form := map[string]program.Form{"Long": program.FormWhole, "Float": program.FormShare}[selected.Definition.Type.Name()]
	switch {
	case compiled.List != nil:
		form, compiled.List = program.FormParts, nil
	case form == program.FormText:
		w.leave(NotScalar)
	}
	compiled.Form = form
}
