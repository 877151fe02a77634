package entity

import (
	"reflect"

	"github.com/gramql/gramql/internal/entity/shape"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Models are the Go structs that answers are read into, by the names of their
// GraphQL types.
type Models struct {
	types map[string]*shape.Model
	// reading takes what comes of reading an answer; nil for no one who wants it.
	reading *Reading
	// beside is the error that the answer holds; nil for none.
	beside error
}

// NewModels reads the struct tags of models, given as pointers to empty ones under
// the names of their GraphQL types. It panics when a model has a field of a type
// that cannot be read: models are generated, so any test shows it.
func NewModels(empty map[string]any) Models {
	return Models{types: shape.Of(empty, reflect.TypeFor[Entity]())}
}

// Noting returns the same models, for reading one answer: what comes of that is put
// into the reading.
func (m Models) Noting(reading *Reading) Models {
	m.reading = reading
	return m
}

// Beside returns the same models, for reading an answer that holds an error: what was
// asked of a node and did not come is refused with the error.
func (m Models) Beside(err error) Models {
	m.beside = err
	return m
}

// New returns an entity of which only the type is known, for a node that nothing is
// wanted of.
func (m Models) New(wanted *expansion.Expansion) Entity {
	e := m.of(wanted).New().Interface().(Entity)
	e.EntityBase().Plan = wanted
	return e
}

// of returns the model of a node.
func (m Models) of(n *expansion.Expansion) *shape.Model { return m.types[n.Type.Name] }

// ID returns the id that an entity holds in a Graph API field; empty when it holds
// none.
func (m Models) ID(e Entity, name string) string {
	if name == "id" {
		return e.EntityBase().GraphID
	}
	if id := valueOf[string](m, e, name); id != nil {
		return *id
	}
	return ""
}

// Count returns the number that an entity holds in a Graph API field; nil when it
// holds none.
func (m Models) Count(e Entity, name string) *int32 { return valueOf[int32](m, e, name) }

// valueOf returns the value of an entity's field; nil when it has none of that type.
func valueOf[T any](m Models, e Entity, name string) *T {
	f := m.of(e.EntityBase().Plan).Field(name)
	if f == nil {
		return nil
	}
	value, _ := f.In(reflect.ValueOf(e).Elem()).Interface().(*T)
	return value
}

// Object returns the node that an entity holds in a Graph API field; nil for none.
func (m Models) Object(e Entity, name string) Entity {
	f := m.of(e.EntityBase().Plan).Field(name)
	if f == nil || f.Object == nil {
		return nil
	}
	value := f.In(reflect.ValueOf(e).Elem())
	if value.IsNil() {
		return nil
	}
	return value.Interface().(Entity)
}
