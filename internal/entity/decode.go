package entity

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"reflect"

	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/problem"
)

// DecodeError says that an answer is not what was asked for. It holds nothing
// of the answer.
type DecodeError struct {
	// Node and Field say where: a node type of ours and a Graph API field.
	Node, Field string
	cause       error
}

// Error names the place.
func (e *DecodeError) Error() string {
	if e.Node == "" {
		return "the Graph API's answer is not what was asked for"
	}
	return fmt.Sprintf("the Graph API's answer has something unexpected in %s of a %s", e.Field, e.Node)
}

// Code returns problem.UpstreamError.
func (*DecodeError) Code() string { return problem.UpstreamError }

// Hint says how to get the rest of the answer.
func (*DecodeError) Hint() string {
	return "The Graph API may differ here from its documentation: leave the field out."
}

// Unwrap returns what the reader said.
func (e *DecodeError) Unwrap() error { return e.cause }

// Retryable reports whether the answer only ended too early: then the next one may
// be whole.
func (e *DecodeError) Retryable() bool { return errors.Is(e.cause, io.ErrUnexpectedEOF) }

// Decode reads an answer that is one node. The error is a *DecodeError.
func (m Models) Decode(body []byte, wanted *plan.Node) (Entity, error) {
	var found Entity
	err := m.read(body, func(d decoder) (err error) {
		found, err = d.entity(m.types[wanted.Type.Name], wanted)
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

// DecodeIDs reads the answer to ?ids=: nodes by the ids that were asked for.
func (m Models) DecodeIDs(body []byte, wanted *plan.Node) (map[string]Entity, error) {
	found := map[string]Entity{}
	err := m.read(body, func(d decoder) error {
		return d.object(func(id string) error {
			e, err := d.entity(m.types[wanted.Type.Name], wanted)
			found[id] = e
			return err
		})
	})
	return found, err
}

// DecodePage reads the nodes of a page of an edge; more reports that there are
// further ones after the cursor.
func (m Models) DecodePage(body []byte, wanted *plan.Node) (found []Entity, after string, more bool, err error) {
	page := Page{}
	err = m.read(body, func(d decoder) error {
		return d.page(&page, func() error {
			e, err := d.entity(m.types[wanted.Type.Name], wanted)
			if e != nil {
				found = append(found, e)
			}
			return err
		})
	})
	return found, page.After, page.Next, err
}

// DecodeAccounts reads the Instagram accounts of a page of Facebook Pages. Pages
// without one are left out; more reports that there are further Pages.
func (m Models) DecodeAccounts(body []byte, wanted *plan.Node) (accounts []Entity, after string, more bool, err error) {
	page := Page{}
	err = m.read(body, func(d decoder) error {
		return d.page(&page, func() error {
			return d.object(func(name string) error {
				if name != plan.Page {
					return d.json.SkipValue()
				}
				account, err := d.entity(m.types[wanted.Type.Name], wanted)
				if account != nil {
					accounts = append(accounts, account)
				}
				return err
			})
		})
	})
	return accounts, page.After, page.Next, err
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
func (d decoder) entity(model *Model, wanted *plan.Node) (Entity, error) {
	if d.null() {
		return nil, nil
	}
	value := reflect.New(model.goType)
	e := value.Interface().(Entity)
	base := e.Base()
	base.Plan = wanted
	d.nodes++
	err := d.object(func(name string) error {
		if name == "id" {
			id, err := d.id(model)
			base.GraphID = id
			return err
		}
		if edge := wanted.EdgeAs(name); edge != nil {
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

// id reads the id of a node, without which there is none.
func (d decoder) id(model *Model) (string, error) {
	id, err := d.words()
	if err != nil {
		return "", noID(model, err)
	}
	return id, nil
}

func noID(model *Model, cause error) error {
	return &DecodeError{Node: model.goType.Name(), Field: "id", cause: cause}
}

// edge reads what stands behind an edge: a page, or the one node of a look-up.
func (d decoder) edge(page *Page, parent *Node, edge *plan.Edge) error {
	model := d.models.types[edge.Node.Type.Name]
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
	if !edge.Lookup {
		return d.page(page, item)
	}
	err := item()
	for _, found := range page.Items {
		d.models.via(found.(Entity), &Via{From: parent, Edge: edge})
	}
	return err
}

// via keeps by which way a node was found, and those that stand in its fields.
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
func (d decoder) value(model *Model) (any, error) {
	value := reflect.New(model.goType)
	if model.own {
		text, err := d.scalar()
		if err == nil {
			err = value.Interface().(json.Unmarshaler).UnmarshalJSON([]byte(text))
		}
		return value.Interface(), err
	}
	err := d.object(func(name string) error { return d.field(model, value.Elem(), name, nil) })
	return value.Interface(), err
}

// values reads values without ids: an array, or the data of an edge that stands
// there as a field.
func (d decoder) values(model *Model, into reflect.Value) error {
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

// field reads a member that is no edge. What the model has no place for is
// passed over.
func (d decoder) field(model *Model, into reflect.Value, name string, wanted *plan.Node) error {
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
	if _, told := errors.AsType[*DecodeError](err); told || err == nil {
		return err
	}
	return &DecodeError{Node: model.goType.Name(), Field: f.name, cause: err}
}

// inner reads a node that stands in a field of another.
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

// page reads an edge's data and paging.
func (d decoder) page(page *Page, item func() error) error {
	if d.null() {
		return nil
	}
	return d.object(func(name string) error {
		switch name {
		case "data":
			return d.array(item)
		case "paging":
			return d.object(func(name string) error { return d.paging(page, name) })
		}
		return d.json.SkipValue()
	})
}

// paging keeps that there are links, never the links: they hold the token, and
// an address of the server's choosing. Where there is a link without a cursor,
// the cursor is taken out of it.
func (d decoder) paging(page *Page, name string) error {
	switch name {
	case "next":
		return d.link(&page.Next, &page.After, "after")
	case "previous":
		return d.link(&page.Previous, &page.Before, "before")
	case "cursors":
		return d.object(func(name string) error {
			cursor, err := d.words()
			switch {
			case err != nil || !paging.IsPlain(cursor): // one that cannot go into a call is none
				return err
			case name == "before":
				page.Before = cursor
			case name == "after":
				page.After = cursor
			}
			return nil
		})
	}
	return d.json.SkipValue()
}

func (d decoder) link(found *bool, cursor *string, param string) error {
	if d.null() {
		return nil
	}
	link, err := d.words()
	if err != nil {
		return err
	}
	*found = true
	if *cursor != "" {
		return nil
	}
	if target, err := url.Parse(link); err == nil {
		if value := target.Query().Get(param); paging.IsPlain(value) {
			*cursor = value
		}
	}
	return nil
}
