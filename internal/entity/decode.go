package entity

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
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

// Unwrap returns what the reader said.
func (e *DecodeError) Unwrap() error { return e.cause }

// Decode reads an answer that is one node. The error is a *DecodeError.
func (m Models) Decode(body []byte, wanted *plan.Node) (Entity, error) {
	var found Entity
	err := m.read(body, func(d *decoder) (err error) {
		found, err = d.entity(m[wanted.Type.Name], wanted)
		return err
	})
	return found, err
}

// DecodeIDs reads the answer to ?ids=: nodes by the ids that were asked for.
func (m Models) DecodeIDs(body []byte, wanted *plan.Node) (map[string]Entity, error) {
	found := map[string]Entity{}
	err := m.read(body, func(d *decoder) error {
		return d.object(func(id []byte) error {
			e, err := d.entity(m[wanted.Type.Name], wanted)
			found[string(id)] = e
			return err
		})
	})
	return found, err
}

// DecodeAccounts reads the Instagram accounts of a page of Facebook Pages. Pages
// without one are left out; more tells that there are further Pages.
func (m Models) DecodeAccounts(body []byte, wanted *plan.Node) (accounts []Entity, after string, more bool, err error) {
	page := Page{}
	err = m.read(body, func(d *decoder) error {
		return d.page(&page, func() (Entity, error) {
			var account Entity
			err := d.object(func(name []byte) (err error) {
				if string(name) == plan.Page {
					account, err = d.entity(m[wanted.Type.Name], wanted)
					return err
				}
				return d.json.SkipValue()
			})
			return account, err
		})
	})
	return page.Items, page.After, page.Next, err
}

// decoder reads one answer.
type decoder struct {
	models Models
	json   *jsontext.Decoder
	buf    bytes.Buffer
}

var decoders = sync.Pool{New: func() any { return &decoder{json: new(jsontext.Decoder)} }}

// read runs a function over an answer and sees to it that nothing follows.
func (m Models) read(body []byte, with func(*decoder) error) error {
	d := decoders.Get().(*decoder)
	defer decoders.Put(d)
	d.models = m
	d.buf = *bytes.NewBuffer(body)
	d.json.Reset(&d.buf, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	err := with(d)
	if err == nil {
		if _, trailing := d.json.ReadToken(); trailing != io.EOF {
			err = errTrailing
		}
	}
	d.buf = bytes.Buffer{}
	if _, told := errors.AsType[*DecodeError](err); told || err == nil {
		return err
	}
	return &DecodeError{cause: err}
}

var errTrailing = errors.New("something after the end of the answer")

// object calls a function at the value of each member of the next object.
func (d *decoder) object(member func(name []byte) error) error {
	if err := d.expect('{'); err != nil {
		return err
	}
	for d.json.PeekKind() != '}' {
		name, err := d.json.ReadValue()
		if err != nil {
			return err
		}
		// The name lies in the decoder's buffer, which the next read may move.
		var short [48]byte
		if err := member(append(short[:0], name[1:len(name)-1]...)); err != nil {
			return err
		}
	}
	_, err := d.json.ReadToken()
	return err
}

// array calls a function at each element of the next array.
func (d *decoder) array(element func() error) error {
	if err := d.expect('['); err != nil {
		return err
	}
	for d.json.PeekKind() != ']' {
		if err := element(); err != nil {
			return err
		}
	}
	_, err := d.json.ReadToken()
	return err
}

func (d *decoder) expect(kind jsontext.Kind) error {
	token, err := d.json.ReadToken()
	if err == nil && token.Kind() != kind {
		return errType
	}
	return err
}

// entity reads one node; nil for null.
func (d *decoder) entity(model *Model, wanted *plan.Node) (Entity, error) {
	if d.json.PeekKind() == 'n' {
		return nil, d.json.SkipValue()
	}
	value := reflect.New(model.goType)
	e := value.Interface().(Entity)
	base := e.Base()
	base.Plan = wanted
	err := d.object(func(name []byte) error {
		if string(name) == "id" {
			id, err := d.json.ReadValue()
			if err == nil {
				base.GraphID, err = scalar(id).text()
			}
			return err
		}
		if edge := wanted.EdgeAs(name); edge != nil {
			page := &Page{}
			base.pages = append(base.pages, keyedPage{edge.Key, page})
			model := d.models[edge.Node.Type.Name]
			return d.page(page, func() (Entity, error) { return d.entity(model, edge.Node) })
		}
		return d.field(model, value.Elem(), name, wanted)
	})
	if err != nil {
		return nil, err
	}
	base.fill()
	return e, nil
}

// field reads a member that is no edge. What the model has no place for is
// passed over.
func (d *decoder) field(model *Model, into reflect.Value, name []byte, wanted *plan.Node) error {
	f := model.fields[string(name)]
	if f == nil || d.json.PeekKind() == 'n' {
		return d.json.SkipValue()
	}
	var err error
	switch {
	case f.object != nil:
		err = d.inner(f, into, wanted)
	case f.value != nil:
		value := reflect.New(f.value.goType)
		err = d.object(func(name []byte) error { return d.field(f.value, value.Elem(), name, nil) })
		into.Field(f.index).Set(value)
	default:
		var v jsontext.Value
		if v, err = d.json.ReadValue(); err == nil {
			err = f.set(into.Field(f.index), scalar(v))
		}
	}
	if _, told := errors.AsType[*DecodeError](err); told || err == nil {
		return err
	}
	return &DecodeError{Node: model.goType.Name(), Field: f.name, cause: err}
}

// inner reads a node that stands in a field of another.
func (d *decoder) inner(f *field, into reflect.Value, wanted *plan.Node) error {
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
func (d *decoder) page(page *Page, item func() (Entity, error)) error {
	if d.json.PeekKind() == 'n' {
		return d.json.SkipValue()
	}
	return d.object(func(name []byte) error {
		switch string(name) {
		case "data":
			return d.array(func() error {
				e, err := item()
				if e != nil {
					page.Items = append(page.Items, e)
				}
				return err
			})
		case "paging":
			return d.object(func(name []byte) error { return d.paging(page, string(name)) })
		}
		return d.json.SkipValue()
	})
}

// paging keeps that there are links, never the links: they hold the token, and
// an address of the server's choosing.
func (d *decoder) paging(page *Page, name string) error {
	switch name {
	case "next":
		page.Next = d.json.PeekKind() == '"'
	case "previous":
		page.Previous = d.json.PeekKind() == '"'
	case "cursors":
		return d.object(func(name []byte) error {
			v, err := d.json.ReadValue()
			if err != nil {
				return err
			}
			cursor, err := scalar(v).text()
			if err != nil || !paging.IsPlain(cursor) {
				return nil // a cursor that cannot go into a call is none
			}
			switch string(name) {
			case "before":
				page.Before = cursor
			case "after":
				page.After = cursor
			}
			return nil
		})
	}
	return d.json.SkipValue()
}
