package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// object is a JSON object that keeps the order of its keys.
type object struct {
	keys    []string
	members map[string]any
}

// ordered reads a JSON text, with each object as an *object and each number as a
// json.Number. io.EOF is the error of a text with nothing in it.
func ordered(text []byte) (any, error) {
	text = bytes.TrimSpace(text)
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	value, err := orderedValue(d)
	switch {
	case errors.Is(err, io.EOF) && len(text) > 0:
		return nil, io.ErrUnexpectedEOF
	case err != nil:
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more behind the JSON")
	}
	return value, nil
}

func orderedValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for d.More() {
			row, err := orderedValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, row)
		}
		_, err := d.Token()
		return list, err
	case json.Delim('{'):
		o := &object{members: map[string]any{}}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			name, _ := key.(string)
			if o.members[name], err = orderedValue(d); err != nil {
				return nil, err
			}
			add(&o.keys, name)
		}
		_, err := d.Token()
		return o, err
	}
	return token, nil
}
