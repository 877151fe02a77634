package graphapi_test

import (
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
)

func TestError_namesWhatItIsAbout(t *testing.T) {
	for _, c := range []struct {
		err             graphapi.Error
		field, node, id string
		unknown         bool
	}{
		{err: graphapi.Error{Code: 100, Message: "(#100) Tried accessing nonexisting field (caption) on node type (IGUser)"}, field: "caption", node: "IGUser"},
		{err: graphapi.Error{Code: 100, Message: "Tried accessing nonexisting field (caption) on node type (User)"}, field: "caption", node: "User"},
		{err: graphapi.Error{Code: 100, Message: "Tried accessing nonexisting field (caption)"}, field: "caption"},
		{err: graphapi.Error{Message: "Tried accessing nonexisting field (caption)"}, field: "caption"},
		{err: graphapi.Error{Code: 1, Message: "Tried accessing nonexisting field (caption) on node type (User)"}},
		{err: graphapi.Error{Code: 100, Message: "Unknown fields: caption."}},
		{err: graphapi.Error{Code: 100, Subcode: 33, Message: "Unsupported get request. Object with ID '123' does not exist"}, id: "123", unknown: true},
		{err: graphapi.Error{Code: 100, Subcode: 33, Message: "Nicht da"}, unknown: true},
		{err: graphapi.Error{Code: 803, Message: "Object with ID 'x' does not exist"}},
	} {
		field, node, lacks := c.err.Lacks()
		id, unknown := c.err.Unknown()
		if field != c.field || node != c.node || lacks != (c.field != "") || id != c.id || unknown != c.unknown {
			t.Errorf("%q is about (%s) on (%s), or the id %q: %v", c.err.Message, field, node, id, unknown)
		}
	}
}

func TestError_tellsWhatMetaTellsPeople(t *testing.T) {
	for _, c := range []struct{ message, title, text, told string }{
		{"Invalid parameter", "Media posted before", "", "Invalid parameter: Media posted before"},
		{"Invalid parameter", "Media posted before", "It was posted before.", "Invalid parameter: Media posted before"},
		{"Invalid parameter", "", "", "Invalid parameter"},
		{"Invalid parameter", "", "It was posted before.", "Invalid parameter: It was posted before."},
		{"", "Media posted before", "", "Media posted before"},
		{"", "Sorry", "It was posted before.", "It was posted before."},
		{"Same", "Same", "", "Same"},
		{"Same, and more", "", "Same", "Same, and more"},
	} {
		e := graphapi.Error{Message: c.message, UserTitle: c.title, UserMessage: c.text}
		if got := e.Told(); got != c.told {
			t.Errorf("told %q, want %q", got, c.told)
		}
	}
}
