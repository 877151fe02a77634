package app_test

import (
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/globalid"
)

// naive resolves operations by one call for each field of each node, and shares
// no line with what is tested.
type naive struct {
	rest
	schema  *ast.Schema
	account string
	values  map[string]map[string]any // answers so far, by path and fields
	edges   map[string][]string
}

func newNaive(direct rest, schema *ast.Schema, account string) *naive {
	return &naive{rest: direct, schema: schema, account: account, values: map[string]map[string]any{}, edges: map[string][]string{}}
}

// pool returns ids to look up, with some that nobody has.
func (n *naive) pool() map[string][]string {
	media := n.edge(n.account, "media", nil)[:4]
	pool := map[string][]string{"User": {n.account}, "Media": append([]string{"1"}, media...)}
	for _, id := range media {
		pool["Media"] = append(pool["Media"], n.edge(id, "children", nil)...)
		for i, comment := range n.edge(id, "comments", nil) {
			if i < 8 {
				pool["Comment"] = append(append(pool["Comment"], comment), n.edge(comment, "replies", nil)...)
			}
		}
	}
	return pool
}

// ask makes a call once; nil is a refusal.
func (n *naive) ask(path string, params url.Values) map[string]any {
	key := path + "?" + params.Encode()
	if found, ok := n.values[key]; ok {
		return found
	}
	status, body := n.try(path, params)
	if status >= 300 {
		body = nil
	}
	n.values[key] = body
	return body
}

// edge returns the ids on an edge; nil is a refusal.
func (n *naive) edge(id, edge string, filter url.Values) []string {
	key := id + "/" + edge + "?" + filter.Encode()
	if ids, ok := n.edges[key]; ok {
		return ids
	}
	params := maps.Clone(filter)
	if params == nil {
		params = url.Values{}
	}
	params.Set("fields", "id")
	params.Set("limit", "50")
	var ids []string
	for {
		page := n.ask(id+"/"+edge, params)
		if page == nil {
			break
		}
		if ids == nil {
			ids = []string{}
		}
		for _, item := range list(page, "data") {
			ids = append(ids, at(item, "id").(string))
		}
		if at(page, "paging", "next") == nil {
			break
		}
		params = maps.Clone(params)
		params.Set("after", at(page, "paging", "cursors", "after").(string))
	}
	n.edges[key] = ids
	return ids
}

func (n *naive) query(document *ast.QueryDocument) map[string]any {
	return n.object(document.Operations[0].SelectionSet, "Query", func(f *ast.Field) any {
		args := f.ArgumentMap(nil)
		switch f.Name {
		case "me":
			return n.node("User", n.account, f.SelectionSet)
		case "nodes":
			found := []any{}
			for _, id := range args["ids"].([]any) {
				typeName, graphID, _ := globalid.Parse(id.(string))
				found = append(found, n.node(typeName, graphID, f.SelectionSet))
			}
			return found
		case "node":
			typeName, graphID, _ := globalid.Parse(args["id"].(string))
			return n.node(typeName, graphID, f.SelectionSet)
		}
		return n.node(strings.ToUpper(f.Name[:1])+f.Name[1:], args["id"].(string), f.SelectionSet)
	})
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
	return n.object(selections, typeName, func(f *ast.Field) any {
		target := f.Definition.Type.Name()
		if node, ok := strings.CutSuffix(target, "Connection"); ok {
			return n.connection(id, node, f)
		}
		name := snake(f.Name)
		value := n.ask(id, url.Values{"fields": {name}})[name]
		switch target {
		case "User", "Media", "Comment":
			graphID, ok := at(value, "id").(string)
			if !ok {
				return nil
			}
			return n.node(target, graphID, f.SelectionSet)
		}
		return n.value(typeName, f, value)
	})
}

// value writes a plain field, or an object that came whole, as GraphQL does.
func (n *naive) value(parent string, f *ast.Field, value any) any {
	target := f.Definition.Type.Name()
	if object, ok := value.(map[string]any); ok {
		return n.object(f.SelectionSet, target, func(inner *ast.Field) any {
			return n.value(target, inner, object[snake(inner.Name)])
		})
	}
	switch {
	case value == nil:
		return nil
	case f.Name == "id":
		return globalid.New(parent, value.(string))
	case target == "ID":
		if number, ok := value.(float64); ok {
			return strconv.FormatFloat(number, 'f', 0, 64)
		}
	case target == "DateTime":
		written, _ := time.Parse("2006-01-02T15:04:05-0700", value.(string))
		return written.UTC().Format(time.RFC3339)
	}
	return unsigned(value)
}

// usual are how many items an edge gives when nothing is said.
const usual = 25

func (n *naive) connection(id, node string, f *ast.Field) any {
	args, filter := f.ArgumentMap(nil), url.Values{}
	for _, name := range []string{"since", "until"} {
		if text, ok := args[name].(string); ok {
			bound, err := time.Parse(time.RFC3339, strings.Replace(text, "+0000", "Z", 1))
			if err != nil {
				n.t.Fatal(err)
			}
			filter.Set(name, strconv.FormatInt(bound.Unix(), 10))
		}
	}
	all := n.edge(id, snake(f.Name), filter)
	if all == nil {
		return nil
	}
	size := int64(usual)
	first, forward := args["first"].(int64)
	last, backward := args["last"].(int64)
	if forward {
		size = first
	} else if backward {
		size = last
	}
	part := all[:min(int(size), len(all))]
	if backward {
		part = all[len(all)-len(part):]
	}
	each := func(selections ast.SelectionSet) any {
		items := []any{}
		for _, id := range part {
			items = append(items, n.node(node, id, selections))
		}
		return items
	}
	return n.object(f.SelectionSet, node+"Connection", func(part *ast.Field) any {
		switch part.Name {
		case "totalCount":
			return n.total(id, f.Name, all, len(filter) > 0)
		case "pageInfo":
			more := size > 0 && int(size) < len(all)
			return map[string]any{"hasNextPage": more && !backward, "hasPreviousPage": more && backward}
		case "edges":
			inner := part.SelectionSet[0].(*ast.Field)
			items := each(inner.SelectionSet).([]any)
			for i := range items {
				items[i] = map[string]any{inner.Alias: items[i]}
			}
			return items
		}
		return each(part.SelectionSet)
	})
}

func (n *naive) total(id, edge string, all []string, filtered bool) any {
	switch {
	case edge == "children":
		return float64(len(all))
	case edge == "media" && !filtered:
		return n.ask(id, url.Values{"fields": {"media_count"}})["media_count"]
	}
	return nil
}

// unsigned is a link to a file without its server and signature; any other value
// as it is.
func unsigned(value any) any {
	text, ok := value.(string)
	if link, err := url.Parse(text); ok && err == nil && strings.HasPrefix(link.Path, "/media/") {
		return link.Path
	}
	return value
}

// snake is the Graph API's name of a field.
func snake(name string) string {
	if name == "graphId" {
		return "id"
	}
	var b strings.Builder
	for _, c := range name {
		if unicode.IsUpper(c) {
			fmt.Fprintf(&b, "_%c", unicode.ToLower(c))
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}
