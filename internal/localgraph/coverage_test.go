package localgraph_test

import (
	"fmt"
	"testing"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/world"
)

// TestCatalog_isAnsweredInFull asks each login type for each field and edge
// that it can reach from its account, and misses no field that never comes.
func TestCatalog_isAnsweredInFull(t *testing.T) {
	t.Parallel()
	s := demo
	for _, w := range []walker{
		{t, s, catalog.BasicDisplay, "IGQVdemojayposiris"},
		{t, s, catalog.Instagram, localgraph.DemoToken},
		{t, s, catalog.Facebook, "EAAdemometricsaurus"},
	} {
		id, kind := fmt.Sprint(world.Metricsaurus), catalog.Account
		if w.login == catalog.BasicDisplay {
			id = fmt.Sprint(world.Jayposiris)
		}
		seen := map[string]bool{}
		if w.login == catalog.Facebook {
			w.see(seen, findHashtag(t, s, "dinodata"), catalog.Hashtag)
			w.see(seen, fmt.Sprint(world.Page), catalog.Page)
			w.see(seen, fmt.Sprint(world.Music), catalog.Audio)
			w.see(seen, fmt.Sprint(world.OriginalSound), catalog.Audio)
			w.seeAlone(seen, world.PolledPost)
			w.seeAlone(seen, world.PromptedPost)
		}
		if w.login != catalog.BasicDisplay {
			w.see(seen, fmt.Sprint(world.Container+1), catalog.Container)
			w.see(seen, "6210034455001", catalog.UserProfile)
		}
		w.note(seen, catalog.TypeOf(kind, w.login), w.get("/"+id, w.everything(catalog.TypeOf(kind, w.login), 3), ""))
		for _, typ := range catalog.Types(w.login) {
			if typ.Kind == catalog.Page || typ.Kind == catalog.Person {
				continue // not below an account
			}
			for _, f := range typ.Fields {
				if f.Elsewhere && w.login != catalog.Facebook {
					continue // only business discovery shows it
				}
				if name := typ.Name + "." + f.Name; typ.Field(f.Name, w.login) != nil && seen[name] == empty[name] {
					t.Errorf("login %d: %s seen: %t", w.login, name, seen[name])
				}
			}
		}
	}
}

// empty fields have no value anywhere in the demo world: what they are about
// comes with stories, broadcasts, shops and business discovery.
var empty = map[string]bool{
	"InstagramInsightsResult.total_value": true, "IGMedia.video_title": true, "Media.is_shared_to_feed": true,
}

// see marks what a node shows of itself, and of what is below it.
func (w walker) see(seen map[string]bool, id string, kind catalog.Kind) {
	typ := catalog.TypeOf(kind, w.login)
	w.note(seen, typ, w.get("/"+id, w.everything(typ, 2), ""))
}

// seeAlone marks what the edges of a media show that no field expansion has.
func (w walker) seeAlone(seen map[string]bool, media int64) {
	for _, e := range catalog.TypeOf(catalog.Media, w.login).Edges {
		if e.Alone {
			for _, row := range w.get(fmt.Sprintf("/%d/%s", media, e.Name), nil, "")["data"].([]any) {
				w.note(seen, catalog.TypeOf(e.Target, w.login), row.(map[string]any))
			}
		}
	}
}

// found is what the lookups of an account find in the demo world, and what the
// edges need.
var found = map[string]string{
	"user_id":                    fmt.Sprint(world.Metricsaurus),
	"business":                   fmt.Sprint(world.Business),
	"catalog_id":                 fmt.Sprint(world.Catalog),
	"product_id":                 "6120034410000148",
	"platform":                   "instagram",
	"business_discovery":         "cretaceouscoffee",
	"mentioned_media":            fmt.Sprint(world.MentioningPost),
	"mentioned_comment":          fmt.Sprint(world.MentioningComment),
	"collaborative_media_search": fmt.Sprint(world.Collaboration),
}

// put adds a field to a list, in place of the one with the same key.
func put(list fields.List, f fields.Field) fields.List {
	if same := list.Get(f.Key()); same != nil {
		*same = f
		return list
	}
	return append(list, f)
}

// everything asks for all that a type has, down to a depth.
func (w walker) everything(t *catalog.Type, depth int) fields.List {
	var list fields.List
	for _, f := range t.Fields {
		if t.Field(f.Name, w.login) == nil || f.Elsewhere {
			continue
		}
		asked := fields.Field{Name: f.Name}
		if f.Value == catalog.Lookup {
			if depth < 2 {
				continue
			}
			asked.Params = []fields.Param{{Name: f.Param, Value: found[f.Name]}}
		}
		if f.Value == catalog.Embedded || f.Value == catalog.Lookup {
			asked.Fields = w.everything(catalog.TypeOf(f.Target, w.login), min(depth, 2))
		}
		list = put(list, asked)
	}
	for i := range t.Edges {
		e := &t.Edges[i]
		if depth < 1 || e.Alone || t.Edge(e.Name, w.login) != e { // else it is of another login type
			continue
		}
		if depth == 1 && e.Name == "children" { // they have none, and levels are limited
			continue
		}
		if e.Subject != "" { // what may be asked of media depends on each
			if t.Kind == catalog.Account {
				list = append(list, fields.Field{Name: e.Name, Params: []fields.Param{{Name: "metric", Value: "reach"}, {Name: "period", Value: "day"}}})
			}
		} else {
			limit := map[int]string{3: "60", 2: "10", 1: "5"}[depth]
			params := []fields.Param{{Name: "limit", Value: limit}}
			for _, p := range e.Params {
				if p.Required || p.Name == "platform" {
					params = append(params, fields.Param{Name: p.Name, Value: found[p.Name]})
				}
			}
			list = append(list, fields.Field{
				Name: e.Name, Params: params,
				Fields: w.everything(catalog.TypeOf(e.Target, w.login), depth-1),
			})
		}
	}
	return list
}

// note marks the fields of a type that a node has, and those below it.
func (w walker) note(seen map[string]bool, t *catalog.Type, node map[string]any) {
	for key, value := range node {
		if edge := t.Edge(key, w.login); edge != nil {
			for _, row := range at(value, "data").([]any) {
				w.note(seen, catalog.TypeOf(edge.Target, w.login), row.(map[string]any))
			}
			continue
		}
		seen[t.Name+"."+key] = true
		if f := t.Field(key, w.login); f.Target != "" {
			w.note(seen, catalog.TypeOf(f.Target, w.login), value.(map[string]any))
		}
	}
}
