package transcode

import (
	"maps"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
)

// forms are how scalars are written.
var forms = map[string]form{
	"String": formText, "ID": formText, "Int": formInt, "Long": formLong, "Float": formFloat, "Boolean": formBool, "DateTime": formTime, "URL": formURL,
	"JSON": formJSON,
}

// plain compiles a field that holds a scalar, a value that comes whole, or a list of such.
func (w *compilation) plain(f *mapping.Field, o *object, selected graphql.CollectedField) field {
	t := selected.Definition.Type
	if f.Computed {
		return w.computed(f, o, selected)
	}
	compiled := field{member: o.find([]byte(f.Names[0]), 0), values: w.enums[t.Name()]}
	if compiled.member == absent {
		w.leave(NotPlanned)
	}
	var value *object
	known := true
	switch whole := w.mapping.Type(t.Name()); {
	case whole != nil:
		value = w.value(whole, selected.Selections)
	case f.Name == "id":
		compiled.form = formGlobalID
	case compiled.values != nil:
		compiled.form = formEnum
	default:
		compiled.form, known = forms[t.Name()]
	}
	switch {
	case !known, t.Elem != nil && compiled.values != nil, t.Elem == nil && compiled.form == formJSON:
		w.leave(NotScalar)
	case t.Elem != nil:
		compiled.list = &list{item: value, form: compiled.form}
	default:
		compiled.object = value
	}
	return compiled
}

// value compiles what is selected of a value that comes whole.
func (w *compilation) value(t *mapping.Type, selections ast.SelectionSet) *object {
	o := &object{typeName: t.Name, certain: true, members: []member{{name: "id"}}}
	spelled := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		f := t.Fields[name]
		if len(f.Names) != 1 {
			continue
		}
		if spelled[f.Names[0]]++; f.Names[0] == "id" {
			o.members[ownID].told = true
		} else if o.find([]byte(f.Names[0]), 0) == absent {
			o.members = append(o.members, member{name: f.Names[0], told: true, branch: !w.isScalar(t, f.Names[0])})
		}
	}
	for _, selected := range graphql.CollectFields(w.operation, selections, t.Satisfies) {
		compiled := field{text: `"` + t.Name + `"`, member: absent}
		if f := t.Fields[selected.Name]; f != nil {
			compiled = w.plain(f, o, selected)
			if len(f.Names) == 1 && spelled[f.Names[0]] > 1 { // which of them, the value shows
				w.leave(NotScalar)
			}
		}
		compiled.key, compiled.required = key(selected.Alias), selected.Definition.Type.NonNull
		o.fields = append(o.fields, compiled)
	}
	return o
}
