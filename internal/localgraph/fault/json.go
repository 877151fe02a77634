package fault

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// member is one member of a JSON object.
type member struct {
	name  string
	value jsontext.Value
}

// readMembers returns the members of a valid JSON object, in order.
func readMembers(object jsontext.Value) (members []member) {
	d := newReader(object)
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return members
		}
		members = append(members, member{name.String(), readValue(d)})
	}
	return members
}

// readItems returns the items of a valid JSON array.
func readItems(array jsontext.Value) (items []jsontext.Value) {
	d := newReader(array)
	for d.PeekKind() != ']' {
		items = append(items, readValue(d))
	}
	return items
}

// newReader returns a reader of what is in an object or array.
func newReader(text jsontext.Value) *jsontext.Decoder {
	d := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	_, _ = d.ReadToken() // the bracket
	return d
}

func readValue(d *jsontext.Decoder) jsontext.Value {
	value, _ := d.ReadValue() // valid, by the callers' word
	return value.Clone()
}

func appendMembers(text []byte, members []member) []byte {
	text = append(text, '{')
	for i, m := range members {
		if i > 0 {
			text = append(text, ',')
		}
		text, _ = jsontext.AppendQuote(text, m.name)
		text = append(append(text, ':'), m.value...)
	}
	return append(text, '}')
}

func appendItems(text []byte, items []jsontext.Value) []byte {
	text = append(text, '[')
	for i, item := range items {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, item...)
	}
	return append(text, ']')
}

// find returns the place of a member; -1 if there is none.
func find(members []member, name string) int {
	return slices.IndexFunc(members, func(m member) bool { return m.name == name })
}

// put sets a member; without a value it is left out.
func put(members []member, name string, value jsontext.Value) []member {
	members = slices.DeleteFunc(members, func(m member) bool { return m.name == name && len(value) == 0 })
	if i := find(members, name); i >= 0 {
		members[i].value = value
	} else if len(value) > 0 {
		members = append(members, member{name, value})
	}
	return members
}
