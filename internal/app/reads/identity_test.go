package reads_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/mapping"
)

// TestID_standsForOneNodeWithOneValueOfEachField makes up operations: nodes with equal
// ids have equal fields, in one answer and in all of them, and each is found again by
// its id, or the answer says why not.
//
// Relay: Global Object Identification Specification, "Field stability".
func TestID_standsForOneNodeWithOneValueOfEachField(t *testing.T) {
	t.Parallel()
	executable, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	rounds := random.Rounds(90)
	for i, v := range random.Viewpoints {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			w := apptest.StartFaulty(t, localgraph.Options{Legacy: true}, nil, func(s *config.Settings) {
				s.Lookups, s.Limits = v.Lookups, apptest.Unlimited
			})
			g := random.Generator{
				Rand: rand.New(rand.NewPCG(uint64(i), 3)), Schema: executable, Identified: true,
				IDs: random.Pool(apptest.NewREST(t, w.Graph, v.Token), v.Account),
			}
			known := identities{t: t, schema: executable, fields: map[string]map[string]any{}}
			for range rounds {
				operation := g.Operation()
				known.add(w.Do(v.Token, operation, nil).Data, operation)
			}
			known.refetch(w, v.Token)
			if v.Token == apptest.FacebookToken && !testing.Short() {
				known.reachAll(m)
			}
		})
	}
}

// identities are the plain fields of nodes by their ids, as answers had them.
type identities struct {
	t      *testing.T
	schema *ast.Schema
	fields map[string]map[string]any
}

// add takes the nodes of an answer, and compares each with what is known of its id.
func (k identities) add(value any, operation string) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			k.add(item, operation)
		}
	case map[string]any:
		for _, inner := range value {
			k.add(inner, operation)
		}
		id, ok := value["id"].(string)
		if !ok {
			return
		}
		if k.fields[id] == nil {
			k.fields[id] = map[string]any{}
		}
		for _, f := range k.schema.Types[value["__typename"].(string)].Fields {
			got, asked := value[f.Name]
			if !asked || !k.schema.Types[f.Type.Name()].IsLeafType() {
				continue
			}
			got = apptest.Unsigned(got)
			if before, known := k.fields[id][f.Name]; known && !reflect.DeepEqual(got, before) {
				k.t.Errorf("%s %q has the %s %v and %v: %s", value["__typename"], value["graphId"], f.Name, before, got, operation)
			}
			k.fields[id][f.Name] = got
		}
		k.fields[id]["__typename"] = value["__typename"]
	}
}

// reachAll fails when no id says that its node was reached by an edge or look-up that
// shows less.
func (k identities) reachAll(m *mapping.Mapping) {
	steps := map[string]bool{}
	for id := range k.fields {
		parsed, _ := globalid.Parse(id)
		for _, s := range parsed.Way.Steps {
			steps[s.Name] = true
		}
	}
	for _, typ := range m.Types() {
		for _, f := range typ.Fields {
			if f.Edge != nil && f.Edge.View != nil && !steps[f.Edge.Name] && !steps[f.Edge.FoundBy] {
				k.t.Errorf("no id was reached by %s", f.Coordinate())
			}
		}
	}
}

// refetch asks for each node by its id again, with what is known of it.
func (k identities) refetch(w *apptest.World, token string) {
	again := identities{k.t, k.schema, maps.Clone(k.fields)}
	for _, id := range slices.Sorted(maps.Keys(k.fields)) {
		fields := k.fields[id]
		names := slices.DeleteFunc(slices.Sorted(maps.Keys(fields)), func(name string) bool { return strings.HasPrefix(name, "__") })
		operation := fmt.Sprintf("{ node(id: %q) { __typename ... on %s { %s } } }", id, fields["__typename"], strings.Join(names, " "))
		a := w.Do(token, operation, nil)
		gone := false
		for _, e := range a.Errors {
			if e.Extensions["code"] == "UNSUPPORTED" && len(e.Path) > 1 {
				continue // as where the node was found
			}
			gone = true
			if e.Extensions["code"] != "NOT_FOUND" || e.Extensions["hint"] == nil || e.Extensions["hint"] == "" {
				k.t.Errorf("%s: %+v", operation, e)
			}
		}
		if found := apptest.At(a.Data, "node"); !gone && (found == nil || apptest.At(found, "id") != id) {
			k.t.Errorf("%v of the graphId %v is not found again: %v: %s", fields["__typename"], fields["graphId"], a.Data, operation)
		}
		again.add(a.Data, operation)
	}
	ids := slices.Sorted(maps.Keys(k.fields))
	together := w.Do(token, "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", map[string]any{"ids": ids})
	for i, id := range ids {
		if node := apptest.At(together.Data, "nodes", i); node != nil && apptest.At(node, "id") != id || node == nil && len(together.Errors) == 0 {
			k.t.Errorf("among many ids, %v stands in the place of %q", node, id)
		}
	}
}
