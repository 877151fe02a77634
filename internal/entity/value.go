package entity

import (
	"reflect"
	"slices"

	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/entity/shape"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// value reads a value without an id, of which something is wanted; nil stands for anything.
// It passes what is no object, or one with nothing in it that the model has a field for.
func (d decoder) value(model *shape.Model, wanted *expansion.Expansion) (any, error) {
	if d.Kind() != '{' {
		return nil, d.Pass(reader.WantObject)
	}
	value, begin := model.New(), d.Offset()
	known, members, before := false, 0, d.beginPart()
	var beside error
	err := d.Object(func(name string) error {
		known = known || d.known(model, name)
		members++
		if name == errorMember && model.Field(name) == nil {
			return d.inside(&beside)
		}
		return d.field(model, value, name, wanted)
	})
	d.endPart(before, wanted == nil || !wanted.IDOnly())
	switch {
	case err != nil:
	case !known && members > 0:
		return nil, reader.NoForm.Refused(beside)
	case beside != nil:
		d.lose(model, value.Interface(), d.membersSince(begin), beside)
	}
	return value.Interface(), err
}

// known reports whether the next member shows that an object is what a model is for. An id
// does where it has the form of one, also where the Graph API gives an id with some of what
// has none here.
func (d decoder) known(model *shape.Model, name string) bool {
	if name != "id" {
		return model.Field(name) != nil
	}
	kind := d.Kind()
	return kind == '"' || kind == '0'
}

// values reads values without ids: an array, the data of an edge in the place of a
// field, or the members of an object.
func (d decoder) values(f *shape.Field, value, into reflect.Value) error {
	into.Set(reflect.MakeSlice(into.Type(), 0, 1))
	if d.Kind() == '{' && f.Members {
		return d.members(f.Values, into)
	}
	page := &Page{}
	err := d.page(page, f.Name, func() (any, *reader.Misfit, error) { return d.item(f.Values, nil) })
	for _, item := range page.Items {
		if lost, ok := item.(*ValueError); ok {
			d.note(value.Interface(), f.Name, &Fault{Items: []*ValueError{lost}})
		} else {
			into.Set(reflect.Append(into, reflect.ValueOf(item)))
		}
	}
	if page.Broken != nil {
		d.note(value.Interface(), f.Name, &Fault{Rest: page.Broken})
	}
	return err
}

// members reads the members of an object, each as a value with a name.
func (d decoder) members(model *shape.Model, into reflect.Value) error {
	var beside error
	err := d.Object(func(name string) error {
		if name == errorMember && d.Kind() == '{' {
			return d.inside(&beside)
		}
		d.Odd = d.Odd || d.Kind() == 'n'
		value := model.New()
		value.Interface().(shape.Named).SetName(d.Characters(`"` + name + `"`))
		into.Set(reflect.Append(into, value))
		return d.field(model, value, shape.NamedField, nil)
	})
	if err == nil && beside != nil {
		return reader.NoForm.Refused(beside)
	}
	return err
}

// lose notes that a value without an id holds an error in place of all that did not come.
func (d decoder) lose(model *shape.Model, value any, came []string, beside error) {
	for _, name := range model.Names() {
		if !slices.Contains(came, name) {
			d.note(value, name, &Fault{Whole: beside})
		}
	}
}
