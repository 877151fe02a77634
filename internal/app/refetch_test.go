package app_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/gramql/gramql/graph"
	"github.com/gramql/gramql/internal/localgraph"
)

// TestNode_findsWhateverIsANode takes a node of each type where the demo world
// shows one, and reads it by its id again.
//
// Relay: Global Object Identification Specification.
func TestNode_findsWhateverIsANode(t *testing.T) {
	t.Parallel()
	schema, _, err := graph.NewSchema()
	if err != nil {
		t.Fatal(err)
	}
	w := start(t)
	for _, def := range schema.Schema().PossibleTypes["Node"] {
		place, ok := places[def.Name]
		if !ok {
			t.Errorf("nobody says where a %s stands", def.Name)
			continue
		}
		id := first(w.ask(facebookToken, fmt.Sprintf(place, "{ id }"), nil), "id")
		if id == "" {
			t.Errorf("there is no %s", def.Name)
			continue
		}
		found := w.ask(facebookToken, "query ($id: ID!) { node(id: $id) { __typename id } }", map[string]any{"id": id})
		if at(found, "node", "__typename") != def.Name || at(found, "node", "id") != id {
			t.Errorf("the id of a %s finds %v", def.Name, found)
		}
	}
}

func TestNode_findsTheBusinessOfAnAccount(t *testing.T) {
	t.Parallel()
	w := start(t)
	id := first(w.ask(facebookToken, "{ me { ownerBusiness { id } } }", nil), "id")
	found := w.ask(facebookToken, "query ($id: ID!) { node(id: $id) { ... on Business { name } } }", map[string]any{"id": id})
	if at(found, "node", "name") != "Metricsaurus Ltd." {
		t.Errorf("%v", found)
	}
	refused := w.do(localgraph.DemoToken, "query ($id: ID!) { node(id: $id) { id } }", map[string]any{"id": id})
	if len(refused.Errors) != 1 || refused.Errors[0].Extensions["code"] != "UNSUPPORTED" {
		t.Errorf("Instagram Login: %+v", refused)
	}
}

// first returns the first text that an answer has under a name; empty for none.
func first(value any, name string) string {
	switch value := value.(type) {
	case map[string]any:
		if text, ok := value[name].(string); ok {
			return text
		}
		for _, key := range slices.Sorted(maps.Keys(value)) {
			if text := first(value[key], name); text != "" {
				return text
			}
		}
	case []any:
		for _, item := range value {
			if text := first(item, name); text != "" {
				return text
			}
		}
	}
	return ""
}
