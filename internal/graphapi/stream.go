package graphapi

import (
	"bytes"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// members returns the members of a JSON object, up to the first that is out of form;
// none of anything else.
func members(value jsontext.Value) iter.Seq2[string, jsontext.Value] {
	return func(yield func(string, jsontext.Value) bool) {
		d := jsontext.NewDecoder(bytes.NewReader(value), lenient)
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

// elements returns the elements of a JSON array, up to the first that is out of form;
// of anything else, that alone.
func elements(value jsontext.Value) iter.Seq[jsontext.Value] {
	return func(yield func(jsontext.Value) bool) {
		d := jsontext.NewDecoder(bytes.NewReader(value), lenient)
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
