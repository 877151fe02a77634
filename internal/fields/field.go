// Package fields is the Graph API's field-expansion language: the value of fields=
// in a call, such as
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

// List is the fields and edges that a call asks of one object, in order.
type List []Field

// Field is one name in a list, with its parameters and, for an edge or an object,
// the fields of what is behind it.
type Field struct {
	Name   string
	Params []Param
	// Fields is nil for a field without braces: the Graph API then returns the
	// default fields.
	Fields List
}

// Param is one .name(value) after a field. Value is the text between the
// parentheses, without the space around it.
type Param struct {
	Name, Value string
}

// Param returns the value of the last parameter with that name, and reports whether
// there is one.
func (f Field) Param(name string) (string, bool) {
	for _, p := range slices.Backward(f.Params) {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

// Key returns the field's name in the answer: its alias, or else its name.
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
