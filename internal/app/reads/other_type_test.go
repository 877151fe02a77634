package reads_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/mapping"
)

// TestLookup_ofAnIDOfAnotherTypeIsNull gives each field that looks nodes up the ids of
// nodes of all other types: as the Graph API's own, and in global ids that name the
// wrong type.
func TestLookup_ofAnIDOfAnotherTypeIsNull(t *testing.T) {
	t.Parallel()
	_, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	for token, login := range map[string]dialect.Login{
		"IGQVdemojayposiris": dialect.BasicDisplay, localgraph.DemoToken: dialect.Instagram, apptest.FacebookToken: dialect.Facebook,
	} {
		for _, lookups := range []dialect.LookupMode{dialect.IDs, dialect.Batch, dialect.Single} {
			t.Run(login.String()+" by "+lookups.String(), func(t *testing.T) {
				t.Parallel()
				w := apptest.Start(t, func(s *config.Settings) { s.Lookups = lookups })
				ids := graphIDs(w, token, login, m)
				for _, name := range slices.Sorted(maps.Keys(ids)) {
					for other, id := range ids {
						if other != name {
							phantoms(t, w, token, m, login, name, other, id)
						}
					}
				}
			})
		}
	}
}

// graphIDs returns the Graph API id of a node of each type that a login type has.
func graphIDs(w *apptest.World, token string, login dialect.Login, m *mapping.Mapping) map[string]string {
	w.T.Helper()
	ids := map[string]string{}
	for name, place := range places {
		if !m.Type(name).Requires.SupportedBy(login) || login != dialect.Facebook && strings.Contains(place, "hashtag") {
			continue
		}
		if id := apptest.First(w.Do(token, fmt.Sprintf(place, "{ graphId }"), nil).Data, "graphId"); id != "" {
			ids[name] = id
		}
	}
	w.Drain()
	return ids
}

// phantoms fails when a node of one type is found by the id of a node of another.
func phantoms(t *testing.T, w *apptest.World, token string, m *mapping.Mapping, login dialect.Login, name, other, id string) {
	t.Helper()
	fields := []string{"id", "id __typename"}
	for _, f := range m.Type(name).Fields {
		same := m.Type(other).Fields[f.Name]
		if same != nil && f.Kind == mapping.Plain && f.SupportedBy(login) && same.SupportedBy(login) {
			fields = append(fields, "id "+f.Name)
		}
	}
	asked := map[string]string{"node": globalid.New(name, id)}
	if root := m.Type("Query").Fields[strings.ToLower(name)]; root != nil && root.RootKind == mapping.RootByID {
		asked[root.Name] = id
	}
	for root, id := range asked {
		for _, selection := range fields {
			operation := fmt.Sprintf("{ %s(id: %q) { ... on %s { %s } } }", root, id, name, selection)
			a := w.Do(token, operation, nil)
			if len(a.Errors) > 0 || a.Data == nil || apptest.At(a.Data, root) != nil {
				t.Errorf("%s, by the id of a %s: %v, %+v", operation, other, a.Data, a.Errors)
			}
			if calls := w.Drain(); len(calls) > 1 {
				t.Errorf("%s: %d calls: %v", operation, len(calls), calls)
			}
		}
	}
}

// TestNodes_areNullWhereTheIDIsOfAnotherType has one id of another type among many.
func TestNodes_areNullWhereTheIDIsOfAnotherType(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		for _, selection := range []string{"username caption", "username", "graphId"} {
			t.Run(way.name+", asked for "+selection, func(t *testing.T) {
				t.Parallel()
				w := apptest.Start(t, func(s *config.Settings) { s.Lookups = way.lookups })
				me := apptest.At(w.Ask(way.token, "{ me { graphId } }", nil), "me", "graphId").(string)
				ids := w.Newest(way.token, 12)
				ids[4] = globalid.New("Media", me)
				data := w.Ask(way.token, "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Media { "+selection+" } } }", map[string]any{"ids": ids})
				for i, node := range apptest.List(data, "nodes") {
					if foreign := i == 4; foreign != (node == nil) || !foreign && apptest.At(node, "id") != ids[i] {
						t.Errorf("node %d is %v", i, node)
					}
				}
			})
		}
	}
}
