package lenient

import (
	"bytes"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// Members returns the members of a JSON object, up to the first member that is out of
// form; a value that is no object has none.
func Members(value jsontext.Value) iter.Seq2[string, jsontext.Value] {
	return func(yield func(string, jsontext.Value) bool) {
		d := jsontext.NewDecoder(bytes.NewReader(value), Options)
		if d.PeekKind() != '{' {
			return
		}
		_, err := d.ReadToken()
		for err == nil && d.PeekKind() == '"' {
			var name jsontext.Token
			if name, err = d.ReadToken(); err != nil {
				return
			}
			key := name.String()
			var member jsontext.Value
			if member, err = d.ReadValue(); err != nil || !yield(key, member.Clone()) {
				return
			}
		}
	}
}

// Elements returns the elements of a JSON array, up to the first element that is out of
// form; a value that is no array is its own only element.
func Elements(value jsontext.Value) iter.Seq[jsontext.Value] {
	return func(yield func(jsontext.Value) bool) {
		d := jsontext.NewDecoder(bytes.NewReader(value), Options)
		if d.PeekKind() != '[' {
			yield(value)
			return
		}
		_, err := d.ReadToken()
		for err == nil && d.PeekKind() != ']' {
			var element jsontext.Value
			if element, err = d.ReadValue(); err != nil || !yield(element.Clone()) {
				return
			}
		}
	}
}
