package graphapi

import (
	"net/http"
	"net/url"
	"testing"
)

func TestCall_isPrintedInOneLineWithItsValuesAsTheyAreMeant(t *testing.T) {
	for want, call := range map[string]Call{
		"GET /me":                              {Path: "/me"},
		"GET /me?fields=id,media.limit(2){id}": {Path: "/me", Fields: "id,media.limit(2){id}", Node: "User"},
		"GET /?ids=1,2&fields=id":              {Path: "/", Fields: "id", IDs: []string{"1", "2"}},
		"GET /ig_audio?fields=id&limit=2&search=a b, (c)": {
			Path: "/ig_audio", Fields: "id", Params: url.Values{"search": {"a b, (c)"}, "limit": {"2"}},
		},
		"POST /\n  GET /1?fields=id\n  GET /2": Together([]Call{{Path: "/1", Fields: "id"}, {Path: "/2"}}),
	} {
		if got := call.String(); got != want {
			t.Errorf("printed as %q, want %q", got, want)
		}
	}
}

func TestTogether_isABatchUnlessThereIsOneCallOnly(t *testing.T) {
	one := Together([]Call{{Path: "/1", Node: "Media"}})
	if one.Method == http.MethodPost || one.Path != "/1" {
		t.Errorf("one call became %v", one.String())
	}
	for node, types := range map[string][]string{"Media": {"Media", "Media"}, "": {"Media", "User"}} {
		batch := Together([]Call{{Path: "/1", Node: types[0]}, {Path: "/2", Node: types[1]}})
		if batch.Method != http.MethodPost || batch.Path != "/" || len(batch.Batch) != 2 {
			t.Errorf("two calls became %v", batch.String())
		}
		if batch.Node != node {
			t.Errorf("calls for %v are one for %q, want %q", types, batch.Node, node)
		}
	}
}
