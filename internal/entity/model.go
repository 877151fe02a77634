package entity

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sync/atomic"
)

// Tag is the key of the struct tag that names the Graph API field of a model's
// field.
const Tag = "graphapi"

// Models makes entities by the names of their GraphQL types.
type Models struct {
	types map[string]*Model
	// nodes is how many were read; nil where nobody wants to know.
	nodes *atomic.Int64
}

// Counting returns the same models, which add each node that they read to a sum.
func (m Models) Counting(nodes *atomic.Int64) Models {
	m.nodes = nodes
	return m
}

// Model is a Go struct that answers are read into.
type Model struct {
	goType reflect.Type
	fields map[string]*field
	// node reports that it is of a node, and not a value without an id.
	node bool
	// own reports that the model reads itself, as json.Unmarshaler.
	own bool
}

// field is where a Graph API field goes in a model.
type field struct {
	name  string
	index int
	set   setter
	// object is set for a field that holds another node, value for one that
	// holds a value which comes whole, and values for one that holds many.
	object, value, values *Model
}

// NewModels reads the struct tags of models, given as pointers to empty ones
// under their GraphQL types' names. It panics when one has a field of a type
// that cannot be read: the models are generated, so a test of any kind shows it.
func NewModels(empty map[string]any) Models {
	types := map[string]*Model{}
	byType := map[reflect.Type]*Model{}
	for name, m := range empty {
		types[name] = modelOf(reflect.TypeOf(m).Elem(), byType)
	}
	return Models{types: types}
}

func modelOf(t reflect.Type, known map[reflect.Type]*Model) *Model {
	if m := known[t]; m != nil {
		return m
	}
	m := &Model{goType: t, fields: map[string]*field{}, node: reflect.PointerTo(t).Implements(entityType), own: reflect.PointerTo(t).Implements(ownType)}
	known[t] = m
	for i := range t.NumField() {
		name := t.Field(i).Tag.Get(Tag)
		if name == "" {
			continue
		}
		f := &field{name: name, index: i}
		switch ft := t.Field(i).Type; {
		case setters[ft] != nil:
			f.set = setters[ft]
		case ft.Kind() == reflect.Slice && ft.Elem().Kind() == reflect.Pointer:
			f.values = modelOf(ft.Elem().Elem(), known)
		case ft.Kind() == reflect.Pointer && ft.Elem().Kind() == reflect.String:
			f.set = enum(ft.Elem())
		case ft.Kind() == reflect.Pointer && ft.Elem().Kind() == reflect.Struct:
			if inner := modelOf(ft.Elem(), known); inner.node {
				f.object = inner
			} else {
				f.value = inner
			}
		default:
			panic(fmt.Sprintf("entity: %s.%s is of a type that no answer can be read into", t.Name(), t.Field(i).Name))
		}
		m.fields[name] = f
	}
	return m
}

var (
	entityType = reflect.TypeFor[Entity]()
	ownType    = reflect.TypeFor[json.Unmarshaler]()
)

// Has reports whether the model has a place for a Graph API field.
func (m *Model) Has(name string) bool { return m.fields[name] != nil }

// ID returns an id that an entity holds in a Graph API field; empty when it holds
// none.
func (m Models) ID(e Entity, name string) string {
	if id := valueOf[string](m, e, name); id != nil {
		return *id
	}
	return ""
}

// Count returns a number that an entity holds in a Graph API field; nil when it
// holds none.
func (m Models) Count(e Entity, name string) *int32 { return valueOf[int32](m, e, name) }

// valueOf returns the value of an entity's field; nil when it has none of the type.
func valueOf[T any](m Models, e Entity, name string) *T {
	f := m.types[e.Base().Plan.Type.Name].fields[name]
	if f == nil {
		return nil
	}
	value, _ := reflect.ValueOf(e).Elem().Field(f.index).Interface().(*T)
	return value
}
