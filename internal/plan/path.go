package plan

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/problem"
)

// MaxFound is the most nodes that a search is asked for.
const MaxFound = 50

// path plans the call whose whole answer is the root field. Its parameters are
// not part of a field expansion, so any value is safe.
func (c *compiler) path(root *Root, selected graphql.CollectedField) {
	values, err := coercion.Arguments(selected.Field, c.operation.Variables)
	if err != nil {
		root.Err = err
		return
	}
	call := &graphapi.Call{Path: root.Field.Path, Node: root.Field.Target.Name, Params: url.Values{}, Lifetime: root.Field.Target.Fresh}
	for _, p := range root.Field.Params {
		if value := values[p.Argument]; value != nil {
			text := fmt.Sprint(value)
			if p.Type == mapping.Enum {
				text = strings.ToLower(text)
			}
			call.Params.Set(p.Name, text)
		}
	}
	if root.Field.Many {
		if root.Err = c.page(root, values, selected); root.Err != nil {
			return
		}
		call.Fields, call.Lifetime = root.Node.String(), root.Node.Lifetime()
	}
	root.Call = call
}

// page plans what is asked of the nodes on a page that a search answers, which has a
// text, a category, or both.
func (c *compiler) page(root *Root, values map[string]any, selected graphql.CollectedField) error {
	first, err := graphql.UnmarshalInt32(values["first"])
	if err != nil {
		return err
	}
	if first < 1 || first > MaxFound {
		return problem.OutOfRange("first", int(first), 1, MaxFound, "Narrow the search: there are no further pages.")
	}
	if text, _ := values["search"].(string); values["category"] == nil && strings.TrimSpace(text) == "" {
		return problem.Input("search", "there is neither a text nor a category", "Give search, category, or both.")
	}
	root.Most = int(first)
	root.Node = &expansion.Expansion{Type: root.Field.Target, WantsID: true, PerNode: true}
	c.node(root.Node, selected.Selections)
	root.Node.Arrange()
	return nil
}

// CallFor returns the call of a root field for the nodes on the page that it answers:
// its Call, with a node's field expansion.
func (r *Root) CallFor(n *expansion.Expansion) graphapi.Call {
	call := *r.Call
	call.Fields, call.Lifetime = n.String(), n.Lifetime()
	return call
}
