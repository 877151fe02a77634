package reads_test

import (
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/globalid"
)

// naive resolves operations by one call for each field of each node, and shares
// no line with what is tested.
type naive struct {
	apptest.REST
	schema  *ast.Schema
	account string
	values  map[string]map[string]any // answers so far, by path and fields
	// cursors are where the cursors that answers had stand in their lists.
	cursors map[string]position
	// led are the fields that led to anything, by realm and name.
	led map[string]bool
}

// position is the place of a cursor: that of an item in a list, which is empty for one of
// a node that is not read by its own id.
type position struct {
	list  string
	index int
}

func newNaive(direct apptest.REST, schema *ast.Schema, account string) *naive {
	return &naive{REST: direct, schema: schema, account: account, values: map[string]map[string]any{}, cursors: map[string]position{}, led: map[string]bool{}}
}

// ask makes a call once; nil is a refusal.
func (n *naive) ask(path string, params url.Values) map[string]any {
	key := path + "?" + params.Encode()
	if found, ok := n.values[key]; ok {
		return found
	}
	status, body := n.Try(path, params)
	if status >= 300 {
		body = nil
	}
	n.values[key] = body
	return body
}

// place reads a field expansion of something, by a call of its own; nil is a
// refusal.
type place func(expansion string) map[string]any

// byID is the place of a node that is read by its own id.
func (n *naive) byID(id string) place {
	return func(expansion string) map[string]any { return n.ask(id, url.Values{"fields": {expansion}}) }
}

// within is the place of what stands under a name in another place, or on an edge.
func (p place) within(name, params string, path ...any) place {
	return func(expansion string) map[string]any {
		found, _ := apptest.At(p(name+params+"{"+expansion+"}"), append([]any{name}, path...)...).(map[string]any)
		return found
	}
}

func (n *naive) query(document *ast.QueryDocument) map[string]any {
	return n.object(document.Operations[0].SelectionSet, "Query", func(f *ast.Field) any {
		args := f.ArgumentMap(nil)
		switch f.Name {
		case "me":
			return n.node("User", n.account, f.SelectionSet)
		case "pages":
			return n.pages(f.SelectionSet)
		case "nodes":
			found := []any{}
			for _, id := range args["ids"].([]any) {
				parsed, _ := globalid.Parse(id.(string))
				found = append(found, n.node(parsed.Type, parsed.GraphID, f.SelectionSet))
			}
			return found
		case "node":
			parsed, _ := globalid.Parse(args["id"].(string))
			return n.node(parsed.Type, parsed.GraphID, f.SelectionSet)
		}
		return n.node(strings.ToUpper(f.Name[:1])+f.Name[1:], args["id"].(string), f.SelectionSet)
	})
}

// pages resolves the token's Facebook Pages.
func (n *naive) pages(selections ast.SelectionSet) any {
	page := n.ask("me/accounts", url.Values{"fields": {"id"}})
	if page == nil {
		return nil
	}
	found := []any{}
	for _, item := range apptest.List(page, "data") {
		found = append(found, n.node("Page", apptest.At(item, "id").(string), selections))
	}
	return found
}

// object resolves the fields of a selection that apply to a type.
func (n *naive) object(selections ast.SelectionSet, typeName string, value func(*ast.Field) any) map[string]any {
	found := map[string]any{}
	for _, s := range selections {
		var inner ast.SelectionSet
		on := ""
		switch s := s.(type) {
		case *ast.Field:
			if f := s.Directives.ForName("include"); f != nil && f.Arguments[0].Value.Raw == "no" {
				continue
			}
			if found[s.Alias] = any(typeName); s.Name != "__typename" {
				found[s.Alias] = value(s)
			}
			continue
		case *ast.InlineFragment:
			inner, on = s.SelectionSet, s.TypeCondition
		case *ast.FragmentSpread:
			inner, on = s.Definition.SelectionSet, s.Definition.TypeCondition
		}
		if on == typeName || on == "Node" {
			maps.Copy(found, n.object(inner, typeName, value))
		}
	}
	return found
}

// node resolves a node by its id; nil when it is not shown.
func (n *naive) node(typeName, id string, selections ast.SelectionSet) any {
	if n.ask(id, url.Values{"fields": {"id"}}) == nil {
		return nil
	}
	return n.at(typeName, n.byID(id), selections)
}

// at resolves what is shown in a place.
func (n *naive) at(realm string, p place, selections ast.SelectionSet) any {
	return n.object(selections, random.TypeOf(realm), func(f *ast.Field) any { return n.field(realm, p, f) })
}

func (n *naive) field(realm string, p place, f *ast.Field) any {
	found := n.found(realm, p, f)
	n.note(realm, f, found)
	return found
}

// note keeps that a field led to something.
func (n *naive) note(realm string, f *ast.Field, found any) {
	if found != nil {
		n.led[realm+"."+f.Name] = true
	}
}

func (n *naive) found(realm string, p place, f *ast.Field) any {
	w, leads := random.Onward[realm][f.Name]
	name := random.GraphName(f.Name)
	if leads && w.How == random.Paged {
		return n.connection(realm, w, p, f)
	}
	switch w.How {
	case random.Node, random.Parent:
		id := apptest.At(p(name), name, "id")
		if w.How == random.Parent {
			id = apptest.At(p(w.Params), w.Params)
		}
		if id == nil {
			return nil
		}
		return n.node(w.To, id.(string), f.SelectionSet)
	case random.Object:
		if p(name + w.Params + "{id}")[name] == nil {
			return nil
		}
		return n.at(w.To, p.within(name, w.Params), f.SelectionSet)
	case random.Single, random.Items:
		return n.whole(w, p, f)
	}
	return n.value(random.TypeOf(realm), f, p(name)[name])
}

// whole resolves an edge that comes whole, and is no connection.
func (n *naive) whole(w random.Way, p place, f *ast.Field) any {
	name := random.GraphName(f.Name)
	page, ok := p(name + w.Params)[name]
	if !ok {
		return nil
	}
	found := []any{}
	for i := range apptest.List(page, "data") {
		found = append(found, n.at(w.To, p.within(name, w.Params, "data", i), f.SelectionSet))
	}
	switch {
	case w.How == random.Items:
		return found
	case len(found) == 0:
		return nil
	}
	return found[0]
}

// value writes a plain field, or values that came whole, as GraphQL does.
func (n *naive) value(parent string, f *ast.Field, value any) any {
	target := n.schema.Types[f.Definition.Type.Name()]
	switch value := value.(type) {
	case map[string]any:
		if data, ok := value["data"]; ok && f.Definition.Type.Elem != nil { // an edge in a field
			return n.value(parent, f, data)
		}
		if target.Kind == ast.Object {
			return n.object(f.SelectionSet, target.Name, func(inner *ast.Field) any {
				found := n.value(target.Name, inner, value[random.GraphName(inner.Name)])
				n.note(target.Name, inner, found)
				return found
			})
		}
	case []any:
		all := make([]any, len(value))
		for i := range value {
			all[i] = n.value(parent, f, value[i])
		}
		return all
	case nil:
		return nil
	}
	switch {
	case f.Name == "id":
		return globalid.New(parent, value.(string))
	case target.Kind == ast.Enum:
		return strings.ToUpper(value.(string))
	case target.Name == "ID":
		if number, ok := value.(float64); ok {
			return strconv.FormatFloat(number, 'f', 0, 64)
		}
	case target.Name == "DateTime":
		if unix, ok := value.(float64); ok {
			return time.Unix(int64(unix), 0).UTC().Format(time.RFC3339)
		}
		written, _ := time.Parse("2006-01-02T15:04:05-0700", value.(string))
		return written.UTC().Format(time.RFC3339)
	}
	return apptest.Unsigned(value)
}

// usual are how many items an edge gives when nothing is said, most how many it is
// asked for here: more than any operation wants.
const (
	usual = 25
	most  = ".limit(50)"
)

func (n *naive) connection(realm string, w random.Way, p place, f *ast.Field) any {
	args, name, filtered := f.ArgumentMap(nil), random.GraphName(f.Name), false
	params := w.Params + most
	for _, bound := range []string{"since", "until"} {
		if text, ok := args[bound].(string); ok {
			moment, err := time.Parse(time.RFC3339, strings.Replace(text, "+0000", "Z", 1))
			if err != nil {
				n.T.Fatal(err)
			}
			params += fmt.Sprintf(".%s(%d)", bound, moment.Unix())
			filtered = true
		}
	}
	answer := p(name + params)
	if answer == nil {
		return nil
	}
	all := apptest.List(answer, name, "data")
	size := int64(usual)
	first, forward := args["first"].(int64)
	last, backward := args["last"].(int64)
	if forward {
		size = first
	} else if backward {
		size = last
	}
	begin, end := window(len(all), int(size), backward, n.index(args["after"], -1), n.index(args["before"], len(all)))
	list := ""
	if id, _ := p("id")["id"].(string); id != "" && random.Readable[realm] && !filtered {
		list = random.List(id, f.Name)
	}
	cursorOf := func(index int) any {
		if begin == end {
			return nil
		}
		return position{list, index}
	}
	each := func(selections ast.SelectionSet) []any {
		found := []any{}
		for i := begin; i < end; i++ {
			if random.Readable[w.To] {
				found = append(found, n.node(w.To, apptest.At(all[i], "id").(string), selections))
			} else {
				found = append(found, n.at(w.To, p.within(name, params, "data", i), selections))
			}
		}
		return found
	}
	return n.object(f.SelectionSet, f.Definition.Type.Name(), func(part *ast.Field) any {
		switch part.Name {
		case "totalCount":
			switch {
			case w.Whole:
				return float64(len(all))
			case name == "media" && !filtered:
				return p("media_count")["media_count"]
			}
			return nil
		case "pageInfo":
			return n.object(part.SelectionSet, "PageInfo", func(of *ast.Field) any {
				switch of.Name {
				case "startCursor":
					return cursorOf(begin)
				case "endCursor":
					return cursorOf(end - 1)
				case "hasNextPage":
					return args["before"] != nil || !backward && end < len(all)
				}
				return args["after"] != nil || backward && begin > 0
			})
		case "edges":
			inner := part.SelectionSet[len(part.SelectionSet)-1].(*ast.Field)
			found := each(inner.SelectionSet)
			for i := range found {
				edge := map[string]any{inner.Alias: found[i]}
				if len(part.SelectionSet) > 1 {
					edge["cursor"] = cursorOf(begin + i)
				}
				found[i] = edge
			}
			return found
		}
		return each(part.SelectionSet)
	})
}

// index returns where a cursor that an answer had stands in its list.
func (n *naive) index(cursor any, without int) int {
	if text, ok := cursor.(string); ok {
		n.led["a cursor of "+n.cursors[text].list] = true
		return n.cursors[text].index
	}
	return without
}

// window returns which of a list's items are on a page of a size, behind one item and
// before another.
func window(length, size int, backward bool, after, before int) (begin, end int) {
	if backward {
		return max(0, min(before, length)-size), before
	}
	return after + 1, min(after+1+size, length)
}
