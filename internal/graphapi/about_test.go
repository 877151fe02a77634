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

func TestSeparable_isWhatCanBeAboutAPart(t *testing.T) {
	for _, c := range []struct {
		err  graphapi.Error
		want bool
	}{
		{graphapi.Error{Status: 400, Code: 100}, true},
		{graphapi.Error{Status: 400, Code: 10}, true},
		{graphapi.Error{Status: 400, Code: 12}, true},
		{graphapi.Error{Status: 400, Code: 24}, true},
		{graphapi.Error{Status: 500, Code: 1}, true},
		{graphapi.Error{Status: 418, Code: 4711}, true},
		{graphapi.Error{Status: 502}, true},
		{graphapi.Error{Status: 400, Code: 2500, Message: "Syntax error at character 3"}, true},
		{graphapi.Error{Status: 400, Code: 2500, Message: "Unknown path components: /accounts"}, false},
		{graphapi.Error{Status: 404}, false},
		{graphapi.Error{Status: 400, Message: "like_count is bad"}, true},
		{graphapi.Error{Status: 400, Type: "OAuthException"}, true},
		{graphapi.Error{Status: 401, Message: "unauthorized"}, false},
		{graphapi.Error{Status: 400, Code: 190}, false},
		{graphapi.Error{Status: 403, Code: 4}, false},
		{graphapi.Error{Status: 400, Code: 80005}, false},
		{graphapi.Error{Status: 429}, false},
		{graphapi.Error{Status: 400, Code: 80006}, false},
		{graphapi.Error{Status: 400, Code: 341}, false},
		{graphapi.Error{Status: 400, Code: 613}, false},
		{graphapi.Error{Status: 400, Code: 102}, false},
		{graphapi.Error{Status: 400, Code: 368}, true},
		{graphapi.Error{Status: 400, Code: 25, Subcode: 2207050}, true},
		{graphapi.Error{Status: 400, Code: 4, Subcode: 2207051}, true},
		{graphapi.Error{Status: 400, Code: 9, Subcode: 2207042}, true},
		{graphapi.Error{Status: 400, Code: 18, Subcode: 2207034}, true},
		{graphapi.Error{Status: 400, Code: 104}, false},
		{graphapi.Error{Status: 400, Code: 100, Message: "Invalid appsecret_proof provided"}, false},
	} {
		if got := c.err.Separable(); got != c.want {
			t.Errorf("%v can be about a part: %t", &c.err, got)
		}
	}
}
