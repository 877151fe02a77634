package entity

import (
	"encoding/json"
	"errors"
	"reflect"

	"github.com/gramql/gramql/internal/plan"
)

// Decode reads an answer that is one node. The error is a *DecodeError.
func (m Models) Decode(body []byte, wanted *plan.Node) (Entity, error) {
	var found Entity
	err := m.read(body, func(d decoder) (err error) {
		found, err = d.entity(m.of(wanted), wanted)
		return err
	})
	return found, err
}

// DecodeValue reads an answer that is one value of a GraphQL type, without an id.
func (m Models) DecodeValue(body []byte, typeName string) (value any, err error) {
	err = m.read(body, func(d decoder) error {
		value, err = d.value(m.types[typeName])
		return err
	})
	return value, err
}

// DecodeIDs reads the answer to ?ids=: nodes by their ids in the call.
func (m Models) DecodeIDs(body []byte, wanted *plan.Node) (map[string]Entity, error) {
	found := map[string]Entity{}
	err := m.read(body, func(d decoder) error {
		return d.object(func(id string) error {
			e, err := d.entity(m.of(wanted), wanted)
			found[id] = e
			return err
		})
	})
	return found, err
}

// decoder reads an answer into models.
type decoder struct {
	*reader
	models Models
}

func (m Models) read(body []byte, with func(decoder) error) error {
	return read(body, func(r *reader) error {
		err := with(decoder{r, m})
		if m.nodes != nil {
			m.nodes.Add(int64(r.nodes))
		}
		return err
	})
}

// entity reads one node; nil for null.
func (d decoder) entity(model *model, wanted *plan.Node) (Entity, error) {
	if d.null() {
		return nil, nil
	}
	value := reflect.New(model.goType)
	e := value.Interface().(Entity)
	base := e.Base()
	base.Plan = wanted
	if !wanted.OnTheWay() {
		d.nodes++
	}
	err := d.object(func(name string) error {
		if name == "id" {
			id, err := d.id(model)
			base.GraphID = id
			return err
		}
		if edge := wanted.Answered(name); edge != nil {
			page := &Page{}
			base.Put(edge.Key, page, nil)
			return d.edge(page, base, edge)
		}
		return d.field(model, value.Elem(), name, wanted)
	})
	switch {
	case err != nil:
		return nil, err
	case base.GraphID == "":
		return nil, noID(model, errAbsent)
	}
	base.fill()
	return e, nil
}

// id reads the id of a node, which none can be without.
func (d decoder) id(model *model) (string, error) {
	id, err := d.words()
	if err != nil {
		return "", noID(model, err)
	}
	return id, nil
}

func noID(model *model, cause error) error {
	return &DecodeError{Node: model.goType.Name(), Field: "id", cause: cause}
}

// edge reads what is behind an edge: a page, or the one node of a look-up.
func (d decoder) edge(page *Page, parent *Node, edge *plan.Edge) error {
	model := d.models.of(edge.Node)
	item := func() error {
		if !model.node {
			value, err := d.value(model)
			page.Items = append(page.Items, value)
			return err
		}
		e, err := d.entity(model, edge.Node)
		if e != nil {
			page.Items = append(page.Items, e)
		}
		return err
	}
	if !edge.Finder {
		return d.page(page, item)
	}
	err := item()
	for _, found := range page.Items {
		d.models.via(found.(Entity), &Via{From: parent, Edge: edge})
	}
	return err
}

// via keeps how a node, and the nodes in its fields, were found.
func (m Models) via(e Entity, way *Via) {
	base := e.Base()
	base.Via = way
	for _, o := range base.Plan.Objects {
		if inner := m.Object(e, o.Name); inner != nil {
			m.via(inner, &Via{From: base, Object: o.Name})
		}
	}
}

// value reads a value without an id.
func (d decoder) value(model *model) (any, error) {
	value := reflect.New(model.goType)
	if model.unmarshals {
		text, err := d.scalar()
		if err == nil {
			err = value.Interface().(json.Unmarshaler).UnmarshalJSON([]byte(text))
		}
		return value.Interface(), err
	}
	err := d.object(func(name string) error { return d.field(model, value.Elem(), name, nil) })
	return value.Interface(), err
}

// values reads values without ids: an array, or the data of an edge in the place of
// a field.
func (d decoder) values(model *model, into reflect.Value) error {
	into.Set(reflect.MakeSlice(into.Type(), 0, 1))
	item := func() error {
		value, err := d.value(model)
		into.Set(reflect.Append(into, reflect.ValueOf(value)))
		return err
	}
	if d.json.PeekKind() == '{' {
		return d.page(&Page{}, item)
	}
	return d.array(item)
}

// field reads a member that is not an edge. It skips what the model has no field
// for.
func (d decoder) field(model *model, into reflect.Value, name string, wanted *plan.Node) error {
	f := model.fields[name]
	if f == nil || d.json.PeekKind() == 'n' {
		return d.json.SkipValue()
	}
	var err error
	switch {
	case f.object != nil:
		err = d.inner(f, into, wanted)
	case f.value != nil:
		var value any
		value, err = d.value(f.value)
		into.Field(f.index).Set(reflect.ValueOf(value))
	case f.values != nil:
		err = d.values(f.values, into.Field(f.index))
	default:
		err = f.set(d.reader, into.Field(f.index))
	}
	if _, placed := errors.AsType[*DecodeError](err); placed || err == nil {
		return err
	}
	return &DecodeError{Node: model.goType.Name(), Field: f.name, cause: err}
}

// inner reads a node in a field of another.
func (d decoder) inner(f *field, into reflect.Value, wanted *plan.Node) error {
	object := wanted.Object(f.name)
	if object == nil {
		return d.json.SkipValue()
	}
	e, err := d.entity(f.object, object)
	if e != nil {
		into.Field(f.index).Set(reflect.ValueOf(e))
	}
	return err
}
