// Package shape says into which field of which Go struct the values of an answer go. The
// structs are the models of the schema's types; their tags name the Graph API's fields.
package shape

import (
	"fmt"
	"reflect"
)

// The keys of a model's struct tags: the Graph API field that a field holds, and the
// form of a text where not any will do.
const (
	Tag     = "graphapi"
	FormTag = "form"
)

// URL is the form of an absolute URL.
const URL = "url"

// Model is a Go struct that answers are read into.
type Model struct {
	// Node reports that the model is of a node, and not of a value without an id.
	Node   bool
	goType reflect.Type
	fields map[string]*Field
}

// Named is a model of which values may come as the members of an object: a member's
// name goes into the model, and its value is what an object would have in the field
// NamedField.
type Named interface{ SetName(name string) }

// NamedField is the field that holds what a Named came as, and the one in whose place they
// come as members.
const NamedField = "value"

var namedType = reflect.TypeFor[Named]()

// Of returns the models of pointers to empty structs, which stand under the names of
// their GraphQL types. A model that implements the interface node is that of a node. It
// panics when a struct has a field of a type that cannot be read: the structs are
// generated, so any test shows it.
func Of(empty map[string]any, node reflect.Type) map[string]*Model {
	models, all := map[string]*Model{}, reading{node, map[reflect.Type]*Model{}}
	for name, m := range empty {
		models[name] = all.model(reflect.TypeOf(m).Elem())
	}
	return models
}

// reading is what is known while models are made: the interface of nodes, and the models
// so far, which may hold each other.
type reading struct {
	node  reflect.Type
	known map[reflect.Type]*Model
}

func (r reading) model(t reflect.Type) *Model {
	if m := r.known[t]; m != nil {
		return m
	}
	m := &Model{
		goType: t,
		fields: map[string]*Field{},
		Node:   reflect.PointerTo(t).Implements(r.node),
	}
	r.known[t] = m
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get(Tag); name != "" {
			m.add(r.field(t.Field(i), i, name))
		}
	}
	return m
}

// field returns the field of a struct that holds a Graph API field of that name.
func (r reading) field(in reflect.StructField, index int, name string) *Field {
	f, t := &Field{Name: name, index: index}, in.Type
	switch {
	case in.Tag.Get(FormTag) == URL:
		f.set = setURL
	case setters[t] != nil:
		f.whole = t.Elem().Kind() == reflect.Int64 || t.Elem().Kind() == reflect.Int32
		f.set = setters[t]
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Pointer:
		f.Values = r.model(t.Elem().Elem())
		f.Members = name == NamedField && t.Elem().Implements(namedType)
	case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.String:
		f.set = enum(t.Elem())
	case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct:
		if inner := r.model(t.Elem()); inner.Node {
			f.Object = inner
		} else {
			f.Value = inner
		}
	default:
		panic(fmt.Sprintf("entity: answers cannot be read into the type of the field %s", in.Name))
	}
	return f
}

// add adds a field, behind those that hold the same Graph API field in other forms.
func (m *Model) add(f *Field) {
	last := m.fields[f.Name]
	if last == nil {
		m.fields[f.Name] = f
		return
	}
	for last.or != nil {
		last = last.or
	}
	last.or = f
}

// New returns a pointer to an empty struct of the model.
func (m *Model) New() reflect.Value { return reflect.New(m.goType) }

// Field returns the field that holds a Graph API field; nil for none.
func (m *Model) Field(name string) *Field { return m.fields[name] }

// Names returns the names of the Graph API fields that the model has fields for, in any
// order.
func (m *Model) Names() []string {
	names := make([]string, 0, len(m.fields))
	for name := range m.fields {
		names = append(names, name)
	}
	return names
}
