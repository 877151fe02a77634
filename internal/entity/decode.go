package entity

import (
	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/entity/shape"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Decode reads an answer that is one node, whatever its id. The error is a *DecodeError.
func (m Models) Decode(body []byte, wanted *expansion.Expansion) (Entity, error) {
	return m.DecodeAsked(body, "", wanted)
}

// DecodeAsked reads an answer that is the node which a call has asked for by an id.
func (m Models) DecodeAsked(body []byte, id string, wanted *expansion.Expansion) (Entity, error) {
	var found Entity
	err := m.read(body, func(d decoder) (err error) {
		if d.Kind() == 'n' {
			return d.Skip()
		}
		found, err = d.sought(id, wanted)
		return err
	})
	return found, err
}

// DecodeValue reads an answer that is one value of a GraphQL type, without an id.
func (m Models) DecodeValue(body []byte, typeName string) (value any, err error) {
	err = m.read(body, func(d decoder) error {
		if d.Blank() {
			return d.Pass(reader.WantObject)
		}
		value, err = d.value(m.types[typeName], nil)
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
// is found in the place of each node that did not come. Without one such an answer is odd:
// the Graph API refuses the call where it does not have all nodes.
func (m Models) DecodeIDs(body []byte, ids []string, wanted *expansion.Expansion) (map[string]Found, error) {
	found := map[string]Found{}
	err := m.read(body, func(d decoder) error {
		if d.Kind() == '[' && d.Blank() {
			return d.SkipOdd()
		}
		err := d.Object(func(id string) error {
			if d.Kind() == 'n' {
				return d.Skip()
			}
			kind := d.Kind()
			e, err := d.sought(id, wanted)
			d.silence()
			odd, err := reader.Split(err, kind)
			switch {
			case err != nil:
				return err
			case odd != nil:
				found[id] = Found{Err: d.loss(id, odd)}
			default:
				found[id] = Found{Entity: e}
			}
			return nil
		})
		for _, id := range ids {
			_, came := found[id]
			d.Odd = d.Odd || !came
			if !came && m.beside != nil {
				found[id] = Found{Err: m.beside}
			}
		}
		return err
	})
	return found, err
}

// decoder reads an answer into models.
type decoder struct {
	*answer
	models Models
}

// read reads an answer, and notes what comes of that.
func (m Models) read(body []byte, with func(decoder) error) error {
	came, err := read(body, func(a *answer) error { return with(decoder{a, m}) })
	if m.reading != nil {
		*m.reading = came
	}
	return err
}

// item reads one item of a list, or passes what is none.
func (d decoder) item(model *shape.Model, wanted *expansion.Expansion) (found any, odd *reader.Misfit, err error) {
	kind := d.Kind()
	if model.Node {
		found, err = d.entity(model, wanted, "")
	} else {
		found, err = d.value(model, wanted)
	}
	odd, err = reader.Split(err, kind)
	return found, odd, err
}
