// Package fields is the Graph API's field-expansion language: what stands
// behind fields= in a call, such as
//
//	id,username,media.limit(10){id,caption,children{media_url}}
//
// It is the one package that the planner, which writes the language, and the
// local graph, which reads it, have in common.
//
// Source: Meta, Graph API, "Field Expansion" and "Aliasing fields".
package fields

import "slices"

// Alias is the name of the parameter that renames a field in the answer:
// media.limit(1).as(newest).
const Alias = "as"

// List is what is asked of one object: its fields and edges, in the order asked.
type List []Field

// Field is one name in a list, with its parameters and, for an edge or an
// object, what is asked of the objects behind it.
type Field struct {
	Name   string
	Params []Param
	// Fields is nil when the field stands without braces: the Graph API then
	// answers with the default fields of what it finds.
	Fields List
}

// Param is one .name(value) behind a field. Value is the text between the
// parentheses as it stands, without the space around it.
type Param struct {
	Name, Value string
}

// Param returns the value of the last parameter of that name, and whether
// there is one.
func (f Field) Param(name string) (string, bool) {
	for _, p := range slices.Backward(f.Params) {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

// Key returns the name under which the answer holds this field: its alias, or
// else its name.
func (f Field) Key() string {
	if alias, ok := f.Param(Alias); ok && alias != "" {
		return alias
	}
	return f.Name
}

// Get returns the field with that key in the answer, or nil.
func (l List) Get(key string) *Field {
	for i := range l {
		if l[i].Key() == key {
			return &l[i]
		}
	}
	return nil
}

// Depth returns how many levels of braces the list has, itself included: 1 for
// "id,username", 0 for an empty list.
func (l List) Depth() int {
	if len(l) == 0 {
		return 0
	}
	deepest := 0
	for _, f := range l {
		deepest = max(deepest, f.Fields.Depth())
	}
	return deepest + 1
}
