package apptest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
)

// AsJSON returns a value as JSON reads it.
func AsJSON(value any) any {
	text, _ := json.Marshal(value)
	var read any
	_ = json.Unmarshal(text, &read)
	return read
}

// Holds compares a value with what it must hold: objects may have more, lists
// may not.
func Holds(t testing.TB, path string, got, want any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s is %v, want %v", path, got, want)
			return
		}
		for name, value := range want {
			if _, there := object[name]; !there {
				t.Errorf("%s has no %s: %v", path, name, got)
				continue
			}
			Holds(t, path+"."+name, object[name], value)
		}
	case []any:
		items, ok := got.([]any)
		if !ok || len(items) != len(want) {
			t.Errorf("%s is %v, want %v", path, got, want)
			return
		}
		for i, value := range want {
			Holds(t, fmt.Sprintf("%s[%d]", path, i), items[i], value)
		}
	default:
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
}
