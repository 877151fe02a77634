package entity

import (
	"fmt"
	"reflect"

	"github.com/gramql/gramql/internal/plan/expansion"
)

// The keys of a model's struct tags: the Graph API field that a field holds, and the
// form of a text where not any will do.
const (
	Tag     = "graphapi"
	FormTag = "form"
)

// URL is the form of an absolute URL.
const URL = "url"

// Models are the Go structs that answers are read into, by the names of their
// GraphQL types.
type Models struct {
	types map[string]*model
	// reading takes what comes of reading an answer; nil for no one who wants it.
	reading *Reading
	// beside is the error that the answer holds; nil for none.
	beside error
}

// model is a Go struct that answers are read into.
type model struct {
	goType reflect.Type
	fields map[string]*field
	// node reports that the model is of a node, and not of a value without an id.
	node bool
	// named reports that the model is a Named.
	named bool
}

// Named is a model of which values may come as the members of an object: a member's
// name goes into the model, and its value is what an object would have in the field
// "value".
type Named interface{ SetName(name string) }

// namedField is the field that holds what a Named came as.
const namedField = "value"

// field is where the value of a Graph API field goes in a model.
type field struct {
	name  string
	index int
	set   setter
	// whole reports that set reads whole numbers.
	whole bool
	// object is set for a field that holds another node, value for one that holds a
	// value without an id, and values for one that holds many of these.
	object, value, values *model
	// or is where the value goes if it has another form; nil for nowhere.
	or *field
}

// NewModels reads the struct tags of models, given as pointers to empty ones under
// the names of their GraphQL types. It panics when a model has a field of a type
// that cannot be read: models are generated, so any test shows it.
func NewModels(empty map[string]any) Models {
	types := map[string]*model{}
	byType := map[reflect.Type]*model{}
	for name, m := range empty {
		types[name] = modelOf(reflect.TypeOf(m).Elem(), byType)
	}
	return Models{types: types}
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

var (
	entityType = reflect.TypeFor[Entity]()
	namedType  = reflect.TypeFor[Named]()
)

func modelOf(t reflect.Type, known map[reflect.Type]*model) *model {
	if m := known[t]; m != nil {
		return m
	}
	m := &model{
		goType: t,
		fields: map[string]*field{},
		node:   reflect.PointerTo(t).Implements(entityType),
		named:  reflect.PointerTo(t).Implements(namedType),
	}
	known[t] = m
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get(Tag); name != "" {
			m.add(fieldOf(t, i, name, known))
		}
	}
	return m
}

// add adds a field, behind those that hold the same Graph API field in other forms.
func (m *model) add(f *field) {
	last := m.fields[f.name]
	if last == nil {
		m.fields[f.name] = f
		return
	}
	for last.or != nil {
		last = last.or
	}
	last.or = f
}

// fieldOf returns the field of a struct that holds a Graph API field of that name.
func fieldOf(t reflect.Type, index int, name string, known map[reflect.Type]*model) *field {
	f := &field{name: name, index: index}
	switch ft := t.Field(index).Type; {
	case t.Field(index).Tag.Get(FormTag) == URL:
		f.set = setURL
	case setters[ft] != nil:
		f.whole = ft.Elem().Kind() == reflect.Int64 || ft.Elem().Kind() == reflect.Int32
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
		panic(fmt.Sprintf("entity: answers cannot be read into the type of %s.%s", t.Name(), t.Field(index).Name))
	}
	return f
}

// New returns an entity of which only the type is known, for a node that nothing is
// wanted of.
func (m Models) New(wanted *expansion.Expansion) Entity {
	e := reflect.New(m.of(wanted).goType).Interface().(Entity)
	e.EntityBase().Plan = wanted
	return e
}

// of returns the model of a node.
func (m Models) of(n *expansion.Expansion) *model { return m.types[n.Type.Name] }

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
	f := m.of(e.EntityBase().Plan).fields[name]
	if f == nil {
		return nil
	}
	value, _ := reflect.ValueOf(e).Elem().Field(f.index).Interface().(*T)
	return value
}

// Object returns the node that an entity holds in a Graph API field; nil for none.
func (m Models) Object(e Entity, name string) Entity {
	f := m.of(e.EntityBase().Plan).fields[name]
	if f == nil || f.object == nil {
		return nil
	}
	value := reflect.ValueOf(e).Elem().Field(f.index)
	if value.IsNil() {
		return nil
	}
	return value.Interface().(Entity)
}
