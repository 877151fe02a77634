package envelope

import (
	"bytes"
	"iter"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi/lenient"
)

// ReadInside returns what the member "error" of an object in an answer says.
func ReadInside(value []byte) Contents {
	return Read(slices.Concat([]byte(`{"error":`), value, []byte("}")))
}

// Inside returns the members "error" of the objects in a body, at any depth and in their
// order, up to what cannot be read. Each is good until the next.
func Inside(body []byte) iter.Seq[jsontext.Value] {
	return func(yield func(jsontext.Value) bool) {
		if !bytes.Contains(body, []byte(`"error"`)) {
			return
		}
		from := jsontext.NewDecoder(bytes.NewReader(body), lenient.Options)
		for {
			token, err := from.ReadToken()
			if err != nil {
				return // the end, or what cannot be read behind here
			}
			if kind, members := from.StackIndex(from.StackDepth()); kind != '{' || members%2 == 0 || token.Kind() != '"' || token.String() != "error" {
				continue
			}
			value, err := from.ReadValue()
			if err != nil || !yield(value) {
				return
			}
		}
	}
}
