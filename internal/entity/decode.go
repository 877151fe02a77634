package entity

import (
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/plan/expansion"
)

// Decode reads an answer that is one node. The error is a *DecodeError.
func (m Models) Decode(body []byte, wanted *expansion.Expansion) (Entity, error) {
	var found Entity
	err := m.read(body, func(d decoder) (err error) {
		if d.json.PeekKind() == 'n' {
			return d.json.SkipValue()
		}
		found, err = d.entity(m.of(wanted), wanted)
		return err
	})
	return found, err
}

// DecodeValue reads an answer that is one value of a GraphQL type, without an id.
func (m Models) DecodeValue(body []byte, typeName string) (value any, err error) {
	err = m.read(body, func(d decoder) error {
		if d.blank() {
			return d.pass(wantObject)
		}
		value, err = d.value(m.types[typeName])
		return err
	})
	return value, err
}

// Found is a node, or the error in its place.
type Found struct {
	Entity
	Err error
}

// DecodeIDs reads the answer to ?ids=: nodes by their ids in the call. Beside an error, that
// is found in the place of each node that did not come.
func (m Models) DecodeIDs(body []byte, ids []string, wanted *expansion.Expansion) (map[string]Found, error) {
	found := map[string]Found{}
	err := m.read(body, func(d decoder) error {
		if d.json.PeekKind() == '[' && d.blank() {
			return d.skip()
		}
		return d.object(func(id string) error {
			if d.json.PeekKind() == 'n' {
				return d.json.SkipValue()
			}
			e, odd, err := d.item(m.of(wanted), wanted)
			d.silence()
			switch {
			case err != nil:
				return err
			case odd != nil:
				found[id] = Found{Err: d.loss(id, odd)}
			default:
				found[id] = Found{Entity: e.(Entity)}
			}
			return nil
		})
	})
	for _, id := range ids {
		if _, came := found[id]; !came && m.beside != nil {
			found[id] = Found{Err: m.beside}
		}
	}
	return found, err
}

// decoder reads an answer into models.
type decoder struct {
	*reader
	models Models
}

// read reads an answer, and notes what comes of that.
func (m Models) read(body []byte, with func(decoder) error) error {
	came, err := read(body, func(r *reader) error { return with(decoder{r, m}) })
	if m.reading != nil {
		*m.reading = came
	}
	return err
}

// entity reads one node. It passes what is none.
func (d decoder) entity(model *model, wanted *expansion.Expansion) (Entity, error) {
	if d.json.PeekKind() != '{' {
		return nil, d.pass(wantNode)
	}
	value, begin := reflect.New(model.goType), d.begin()
	e := value.Interface().(Entity)
	base, on := e.EntityBase(), d.row
	base.Plan = wanted
	d.row = base
	if wanted.IDOnly() {
		d.told = true
	} else {
		d.asked = true
	}
	if wanted.Type.IsNode() && !wanted.OnTheWay() {
		d.Nodes++
	}
	beside := d.models.beside
	err := d.object(func(name string) error {
		if name == "id" {
			id, err := d.id()
			base.GraphID = id
			return err
		}
		if edge := wanted.Answered(name); edge != nil {
			return d.edge(base, edge)
		}
		if name == errorMember && model.fields[name] == nil {
			return d.inside(&beside)
		}
		return d.field(model, value, name, wanted)
	})
	d.row = on
	switch {
	case err != nil:
		return nil, err
	case base.GraphID == "":
		return nil, refusedOr(noID, beside)
	case beside != nil:
		base.Plan = wanted.Holding(d.came(begin), beside)
	}
	base.fill()
	return e, nil
}

// edge reads what is behind an edge: a page, or the one node of a look-up. What is
// neither is an error in the edge's place.
func (d decoder) edge(parent *Base, edge *expansion.Edge) error {
	page, model, kind := &Page{Refused: edge.Refused}, d.models.of(edge.Node), d.json.PeekKind()
	var err error
	switch {
	case edge.Finder:
		err = d.found(page, edge)
	case edge.Alone:
		err = d.single(page, edge)
	default:
		d.Odd = d.Odd || kind == '['
		err = d.page(page, edge.Name, func() (any, *misfit, error) { return d.item(model, edge.Node) })
	}
	if kind != 'n' && (len(page.Items) == 0 || !model.node) { // the nodes on a page speak for themselves
		d.told = true
	}
	if edge.Node.Through {
		way := &FoundThrough{From: parent, Edge: edge}
		for _, item := range page.Items {
			if found, ok := item.(Entity); ok {
				found.EntityBase().FoundThrough = way
			}
		}
	}
	odd, err := split(err, kind)
	if odd != nil {
		parent.Put(edge.Key, nil, edge.Refusal(d.loss(edge.Name, odd)))
	} else {
		parent.Put(edge.Key, page, nil)
	}
	return err
}

// found reads the node that a look-up found.
func (d decoder) found(page *Page, edge *expansion.Edge) error {
	if d.blank() {
		return d.skip()
	}
	e, err := d.entity(d.models.of(edge.Node), edge.Node)
	if err != nil {
		return err
	}
	page.Items = append(page.Items, e)
	return nil
}

// id reads the id of a node; empty for what is none.
func (d decoder) id() (string, error) {
	number := d.json.PeekKind() == '0'
	id, err := d.words()
	if err == wantText || err == nil && number && !digits(id) { //nolint:errorlint // a misfit is never wrapped
		return "", nil
	}
	return id, err
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// item reads one item of a list, or passes what is none.
func (d decoder) item(model *model, wanted *expansion.Expansion) (found any, odd *misfit, err error) {
	kind := d.json.PeekKind()
	if model.node {
		found, err = d.entity(model, wanted)
	} else {
		found, err = d.value(model)
	}
	odd, err = split(err, kind)
	return found, odd, err
}

// split splits an error into that of a value of a JSON type, which was passed, and one
// that ends the answer.
func split(err error, kind jsontext.Kind) (*misfit, error) {
	odd, ok := err.(*misfit) //nolint:errorlint // a misfit is never wrapped
	if !ok {
		return nil, err
	}
	if odd.came == "" {
		named := *odd
		named.came = typeOf(kind)
		odd = &named
	}
	return odd, nil
}

// valueError returns the error of a value of the row that is being read.
func (d decoder) valueError(field string, item int, odd *misfit) *ValueError {
	d.Odd = true
	return &ValueError{row: d.row, field: field, item: item, misfit: odd}
}

// loss returns the error that stands for the whole of a field or edge.
func (d decoder) loss(field string, odd *misfit) error {
	if odd.refusal != nil {
		return odd.refusal
	}
	return d.valueError(field, odd.item, odd)
}

// value reads a value without an id. It passes what is no object, or one with nothing
// in it that the model has a field for.
func (d decoder) value(model *model) (any, error) {
	if d.json.PeekKind() != '{' {
		return nil, d.pass(wantObject)
	}
	value, begin := reflect.New(model.goType), d.begin()
	known, members := false, 0
	var beside error
	err := d.object(func(name string) error {
		known = known || d.known(model, name)
		members++
		if name == errorMember && model.fields[name] == nil {
			return d.inside(&beside)
		}
		return d.field(model, value, name, nil)
	})
	switch {
	case err != nil:
	case !known && members > 0:
		return nil, refusedOr(noForm, beside)
	case beside != nil:
		d.lose(model, value.Interface(), d.came(begin), beside)
	}
	return value.Interface(), err
}

// known reports whether the next member shows that an object is what a model is for. The
// Graph API gives an id with some of what has none here.
func (d decoder) known(model *model, name string) bool {
	kind := d.json.PeekKind()
	return model.fields[name] != nil || name == "id" && (kind == '"' || kind == '0')
}

// field reads a member that is not an edge. It skips what the model has no field
// for. A value that does not fit is lost and noted.
func (d decoder) field(model *model, value reflect.Value, name string, wanted *expansion.Expansion) error {
	f, kind := model.fields[name], d.json.PeekKind()
	if f == nil || kind == 'n' {
		return d.json.SkipValue()
	}
	d.told = d.told || wanted == nil || slices.Contains(wanted.Names, name) || wanted.Object(name) != nil && !d.blank()
	if f.or != nil {
		f = f.fitting(d.reader, value.Elem())
	}
	if d.Faults != nil {
		d.forget(value.Interface(), name)
	}
	odd, err := split(d.into(f, value, wanted), kind)
	if odd != nil {
		value.Elem().Field(f.index).SetZero()
		d.note(value.Interface(), f.name, &Fault{Whole: d.loss(f.name, odd)})
	}
	return err
}

// into reads the next value into a field.
func (d decoder) into(f *field, value reflect.Value, wanted *expansion.Expansion) error {
	into := value.Elem().Field(f.index)
	switch {
	case f.object != nil:
		return d.inner(f, value, wanted)
	case f.values != nil:
		return d.values(f, value, into)
	case f.value == nil:
		return f.set(d.reader, into)
	case d.blank():
		return d.skip()
	}
	inner, err := d.value(f.value)
	if err != nil {
		return err
	}
	into.Set(reflect.ValueOf(inner))
	if wanted != nil {
		d.lacks(inner, wanted.Object(f.name))
	}
	return nil
}

// inner reads a node in a field of another.
func (d decoder) inner(f *field, value reflect.Value, wanted *expansion.Expansion) error {
	object := wanted.Object(f.name)
	if object == nil {
		return d.json.SkipValue()
	}
	if d.blank() {
		return d.skip()
	}
	e, err := d.entity(f.object, object)
	if err != nil {
		return err
	}
	if object.Through {
		e.EntityBase().FoundThrough = &FoundThrough{From: value.Interface().(Entity).EntityBase(), Object: f.name}
	}
	value.Elem().Field(f.index).Set(reflect.ValueOf(e))
	return nil
}

// values reads values without ids: an array, the data of an edge in the place of a
// field, or the members of an object.
func (d decoder) values(f *field, value, into reflect.Value) error {
	into.Set(reflect.MakeSlice(into.Type(), 0, 1))
	if d.json.PeekKind() == '{' && f.values.named {
		return d.members(f.values, into)
	}
	page := &Page{}
	err := d.page(page, f.name, func() (any, *misfit, error) { return d.item(f.values, nil) })
	for _, item := range page.Items {
		if lost, ok := item.(*ValueError); ok {
			d.note(value.Interface(), f.name, &Fault{Items: []*ValueError{lost}})
		} else {
			into.Set(reflect.Append(into, reflect.ValueOf(item)))
		}
	}
	if page.Broken != nil {
		d.note(value.Interface(), f.name, &Fault{Rest: page.Broken})
	}
	return err
}

// members reads the members of an object, each as a value with a name.
func (d decoder) members(model *model, into reflect.Value) error {
	var beside error
	err := d.object(func(name string) error {
		if name == errorMember && d.json.PeekKind() == '{' {
			return d.inside(&beside)
		}
		value := reflect.New(model.goType)
		value.Interface().(Named).SetName(d.unquote(`"` + name + `"`))
		into.Set(reflect.Append(into, value))
		return d.field(model, value, namedField, nil)
	})
	if err == nil && beside != nil {
		return refusedOr(noForm, beside)
	}
	return err
}

// fitting returns the field of several for one Graph API field that holds the form of
// the next value, and empties the others.
func (f *field) fitting(r *reader, value reflect.Value) *field {
	var found *field
	for ; f != nil; f = f.or {
		value.Field(f.index).SetZero()
		if found == nil && (f.or == nil || f.fits(r)) {
			found = f
		}
	}
	return found
}

// fits reports whether the field holds the form of the next value.
func (f *field) fits(r *reader) bool {
	switch {
	case f.values != nil:
		return r.json.PeekKind() == '{' || r.json.PeekKind() == '[' && r.blank()
	case f.whole:
		_, ok := whole(strings.Trim(r.nextWord(), `"`))
		return ok
	}
	return false
}
