package localgraph_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"reflect"
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/world"
)

// walker asks for one thing at a time what a field expansion asks at once.
type walker struct {
	t     *testing.T
	s     *localgraph.Server
	login catalog.Login
	token string
}

func TestExpansion_saysWhatSingleCallsSay(t *testing.T) {
	t.Parallel()
	s := legacy
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	for _, w := range []walker{
		{t, s, catalog.BasicDisplay, "IGQVdemojayposiris"},
		{t, s, catalog.Instagram, localgraph.DemoToken},
		{t, s, catalog.Facebook, "EAAdemometricsaurus"},
	} {
		chance := rand.New(rand.NewPCG(uint64(w.login), 7))
		for range rounds {
			id, kind := fmt.Sprint(world.Metricsaurus), catalog.Account
			if w.login == catalog.BasicDisplay {
				id = fmt.Sprint(world.Jayposiris)
			}
			list := w.random(chance, catalog.TypeOf(kind, w.login), 4)
			got := w.get("/"+id, list, "")
			if want := w.node(id, catalog.TypeOf(kind, w.login), list); !reflect.DeepEqual(unlinked(got), unlinked(want)) {
				t.Fatalf("%s\nat once:  %v\none by one: %v", list, got, want)
			}
		}
	}
}

// random makes up a field expansion over the catalog.
func (w walker) random(chance *rand.Rand, t *catalog.Type, depth int) fields.List {
	list := fields.List{}
	if t.Field("id", w.login) != nil {
		list = append(list, fields.Field{Name: "id"})
	}
	for range 1 + chance.IntN(5) {
		if n := chance.IntN(len(t.Fields) + 2*len(t.Edges)); n < len(t.Fields) {
			f := t.Fields[n]
			// The indirect value of a field is not what its node says by itself.
			if t.Field(f.Name, w.login) == nil || f.Indirect != "" || f.Elsewhere {
				continue
			}
			asked := fields.Field{Name: f.Name}
			if f.Value == catalog.Lookup {
				asked.Params = []fields.Param{{Name: f.Param, Value: found[f.Name]}}
			}
			if f.Value == catalog.Object && depth > 1 {
				asked.Fields = w.random(chance, catalog.TypeOf(f.Target, w.login), depth-1)
			}
			list = put(list, asked)
		} else if depth > 1 {
			e := t.Edges[(n-len(t.Fields))/2]
			if t.Edge(e.Name, w.login) == nil || e.Alone || e.Subject != "" || len(e.Params) > 0 {
				continue
			}
			asked := fields.Field{Name: e.Name, Params: []fields.Param{{Name: "limit", Value: fmt.Sprint(1 + chance.IntN(3))}}}
			asked.Fields = w.random(chance, catalog.TypeOf(e.Target, w.login), depth-1)
			if chance.IntN(3) == 0 {
				asked.Params = append(asked.Params, fields.Param{Name: fields.Alias, Value: fmt.Sprintf("a%d", chance.IntN(9))})
			}
			list = put(list, asked)
		}
	}
	return list
}

func (w walker) get(path string, list fields.List, limit string) map[string]any {
	w.t.Helper()
	query := url.Values{"access_token": {w.token}, "fields": {list.String()}}
	if limit != "" {
		query.Set("limit", limit)
	}
	status, body := get(w.t, w.s, path+"?"+query.Encode())
	if status != 200 {
		w.t.Fatalf("%s?fields=%s: %v", path, list, body)
	}
	return body.(map[string]any)
}

// nodes are the kinds that can be asked for by their ids.
var nodes = []catalog.Kind{catalog.Account, catalog.Media, catalog.Comment}

// node asks for each field of a node by itself, and for each edge, row by row.
func (w walker) node(id string, t *catalog.Type, list fields.List) map[string]any {
	node := map[string]any{}
	for _, f := range list {
		field, edge := t.Field(f.Name, w.login), t.Edge(f.Name, w.login)
		switch {
		case edge != nil:
			limit, _ := f.Param("limit")
			single, list := slices.Contains(nodes, edge.Target), f.Fields
			if single {
				list = fields.List{{Name: "id"}}
			}
			page := w.get("/"+id+"/"+f.Name, list, limit)
			rows := page["data"].([]any)
			for i, row := range rows {
				if !single {
					break
				}
				rows[i] = w.node(row.(map[string]any)["id"].(string), catalog.TypeOf(edge.Target, w.login), f.Fields)
			}
			if len(rows) > 0 {
				node[f.Key()] = page
			}
		case field.Value == catalog.Object && f.Fields != nil:
			if target, ok := at(w.get("/"+id, fields.List{{Name: f.Name}}, ""), f.Name+".id").(string); ok {
				node[f.Key()] = w.node(target, catalog.TypeOf(field.Target, w.login), f.Fields)
			}
		default:
			if value, ok := w.get("/"+id, fields.List{f}, "")[f.Key()]; ok {
				node[f.Key()] = value
			}
		}
	}
	return node
}

// unlinked blanks links: their fields= differ, whether they are there does not.
func unlinked(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key := range v {
			if key == "next" || key == "previous" {
				v[key] = true
			}
			v[key] = unlinked(v[key])
		}
	case []any:
		for i := range v {
			v[i] = unlinked(v[i])
		}
	}
	return value
}
