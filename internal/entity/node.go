package entity

import (
	"reflect"
	"slices"

	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/entity/shape"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// sought reads the node that was asked for by an id, or any node where the id is empty.
// Another node is none, unless nodes of the type can be read by other ids than they have.
func (d decoder) sought(id string, wanted *expansion.Expansion) (Entity, error) {
	e, err := d.entity(d.models.of(wanted), wanted, id)
	if err == nil && id != "" && e.EntityBase().GraphID != id && !wanted.Type.OtherIDs {
		return nil, reader.Another
	}
	return e, err
}

// entity reads one node. It passes what is none. A node that holds something of what is wanted
// has the id that it was asked for by, if one is given, where its own cannot be read, or none
// where nothing takes the id.
func (d decoder) entity(model *shape.Model, wanted *expansion.Expansion, asked string) (Entity, error) {
	if d.Kind() != '{' {
		return nil, d.Pass(reader.WantNode)
	}
	value, begin := model.New(), d.Offset()
	e := value.Interface().(Entity)
	base, on := e.EntityBase(), d.row
	base.Plan = wanted
	d.row = base
	before := d.beginPart()
	if wanted.IDOnly() {
		d.told = true
	} else {
		d.asked = true
	}
	if wanted.Type.IsNode() && !wanted.OnTheWay() {
		d.came.Nodes++
	}
	beside := d.models.beside
	err := d.Object(func(name string) error {
		if name == "id" {
			id, err := d.id(wanted)
			base.GraphID = id
			return err
		}
		if edge := wanted.Answered(name); edge != nil {
			return d.edge(base, edge)
		}
		if name == errorMember && model.Field(name) == nil {
			return d.inside(&beside)
		}
		return d.field(model, value, name, wanted)
	})
	d.row = on
	anonymous := false
	if base.GraphID == "" {
		d.Odd = true
		if d.told && !wanted.IDOnly() {
			base.GraphID = asked
			anonymous = asked == "" && beside == nil && wanted.DoesWithoutID()
		}
	}
	d.endPart(before, !d.told && wanted.Certain())
	switch {
	case err != nil:
		return nil, err
	case anonymous:
		d.note(e, "id", &Fault{Whole: d.loss("id", reader.LostID)})
	case base.GraphID == "":
		return nil, reader.NoID.Refused(beside)
	case beside != nil:
		base.Plan = wanted.Holding(d.membersSince(begin), beside)
	}
	base.fill()
	return e, nil
}

// id reads the id of a node; empty for what is none, and for what no call and no
// global id could name.
func (d decoder) id(wanted *expansion.Expansion) (string, error) {
	id, err := d.ID()
	if wanted.Type.IsNode() && !globalid.IsGraphID(id) {
		id = ""
	}
	return id, err
}

// field reads a member that is not an edge. It skips what the model has no field
// for. A value that does not fit is lost and noted.
func (d decoder) field(model *shape.Model, value reflect.Value, name string, wanted *expansion.Expansion) error {
	f, kind := model.Field(name), d.Kind()
	switch {
	case f == nil, kind == 'n' && f.Scalar():
		return d.Skip()
	case kind == 'n':
		return d.SkipOdd()
	}
	d.told = d.told || wanted == nil || slices.Contains(wanted.Names, name) || wanted.Object(name) != nil && !d.Blank()
	f = f.Fitting(&d.Reader, value.Elem())
	if d.came.Faults != nil {
		d.forget(value.Interface(), name)
	}
	odd, err := reader.Split(d.into(f, value, wanted), kind)
	if odd != nil {
		f.In(value.Elem()).SetZero()
		d.note(value.Interface(), f.Name, &Fault{Whole: d.loss(f.Name, odd)})
	}
	return err
}

// into reads the next value into a field.
func (d decoder) into(f *shape.Field, value reflect.Value, wanted *expansion.Expansion) error {
	into := f.In(value.Elem())
	switch {
	case f.Object != nil:
		return d.inner(f, value, wanted)
	case f.Values != nil:
		return d.values(f, value, into)
	case f.Value == nil:
		err := f.Read(&d.Reader, &d.slabs, into)
		if gaps, ok := err.(reader.Gaps); ok { //nolint:errorlint // gaps are never wrapped
			d.gaps(value.Interface(), f.Name, gaps)
			return nil
		}
		if text, ok := into.Interface().(*string); ok && err == nil && wanted != nil && wanted.Reference(f.Name) != nil && !globalid.IsGraphID(*text) {
			return reader.WantID
		}
		return err
	case d.Blank():
		return d.SkipOdd()
	}
	var asked *expansion.Expansion
	if wanted != nil {
		asked = wanted.Object(f.Name)
	}
	inner, err := d.value(f.Value, asked)
	if err != nil {
		return err
	}
	into.Set(reflect.ValueOf(inner))
	d.lacks(inner, asked)
	return nil
}

// inner reads a node in a field of another.
func (d decoder) inner(f *shape.Field, value reflect.Value, wanted *expansion.Expansion) error {
	object := wanted.Object(f.Name)
	if object == nil {
		return d.Skip()
	}
	if d.Blank() {
		return d.SkipOdd()
	}
	e, err := d.entity(f.Object, object, "")
	if err != nil {
		return err
	}
	if object.Through {
		e.EntityBase().FoundThrough = &FoundThrough{From: value.Interface().(Entity).EntityBase(), Object: f.Name}
	}
	f.In(value.Elem()).Set(reflect.ValueOf(e))
	return nil
}
