package writing

import (
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/lenient"
	"github.com/gramql/gramql/internal/mapping"
)

// Changes returns the field of the input that names the node which the write changes: the only
// one in the path of the call.
func (w *Write) Changes() *mapping.Input {
	return w.Field.Write.Input(strings.Trim(w.Field.Write.Path, "/{}"))
}

// Before returns the call for those values of the node that the write sends along as they are;
// false where there are none.
func (w *Write) Before() (graphapi.Call, bool) {
	names := []string{"id"}
	for i := range w.Field.Write.Inputs {
		in := &w.Field.Write.Inputs[i]
		value, given := w.values[in.Argument]
		if in.Keeps && value == nil && (!given || !in.Clears) {
			names = append(names, in.Name)
		}
	}
	if len(names) == 1 {
		return graphapi.Call{}, false
	}
	return graphapi.Call{
		Method: http.MethodGet, Path: w.path, Fields: strings.Join(names, ","), Node: w.Changes().Of.Name, Anew: true,
	}, true
}

// Keep returns the write with the values that an answer to the call Before has.
func (w *Write) Keep(answered *graphapi.Answer) *Write {
	kept := w.copy()
	for name, value := range lenient.Members(answered.Body) {
		switch {
		case name == "id" || value.Kind() == 'n':
		case value.Kind() == '"':
			if text, err := jsontext.AppendUnquote(nil, value); err == nil {
				kept.params.Set(name, string(text))
			}
		default:
			kept.params.Set(name, string(value))
		}
	}
	return kept
}
