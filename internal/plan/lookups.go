package plan

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/problem"
)

// MaxNodes is the most ids that one root field takes.
const MaxNodes = 500

// Lookups returns the valid look-ups of all root fields.
func (p *Plan) Lookups() []lookup.Lookup {
	var all []lookup.Lookup
	for _, root := range p.order {
		for _, l := range root.Lookups {
			if l.Err == nil {
				all = append(all, l)
			}
		}
	}
	return all
}

// lookups plans the nodes with a root field's ids. Ids of one type share a Node.
func (c *compiler) lookups(root *Root, selected graphql.CollectedField) {
	ids, err := c.ids(selected)
	root.variable = variableOf(selected.Field)
	if err != nil {
		root.Err = err
		return
	}
	nodes, reached := map[*mapping.Type]*expansion.Expansion{}, ways{}
	for _, text := range ids {
		t, id, err := c.identify(root.Field, text)
		if err == nil && t.ServerOnly {
			c.keep(t, selected.Selections, root.Field.Name, 1)
			err = KeptError{Type: t.Name, ID: id.GraphID}
		}
		if err == nil && len(id.Way.Steps) > 0 {
			var l lookup.Lookup
			if l, err = c.reach(reached, id, t, selected); err == nil {
				root.Lookups = append(root.Lookups, l)
				continue
			}
		}
		if err != nil {
			root.Lookups = append(root.Lookups, lookup.Lookup{Err: err})
			continue
		}
		n := nodes[t]
		if n == nil {
			n = &expansion.Expansion{Type: t, WantsID: true, PerNode: len(ids) > 1}
			if !n.PerNode {
				n.Mark = paging.Mark(id.GraphID)
			}
			c.among(len(ids), func() { c.node(n, selected.Selections) })
			tell(n, c.dialect.Login)
			n.Arrange()
			nodes[t] = n
		}
		c.lookUpConnected(root.Field, n)
		root.Lookups = append(root.Lookups, lookup.Lookup{ID: id.GraphID, Node: n})
	}
}

// ids returns the ids in a root field's arguments.
func (c *compiler) ids(selected graphql.CollectedField) ([]string, error) {
	args, err := coercion.Arguments(selected.Field, c.operation.Variables)
	if err != nil {
		return nil, err
	}
	if id, ok := args["id"]; ok {
		text, err := graphql.UnmarshalID(id)
		return []string{text}, err
	}
	values := graphql.CoerceList(args["ids"])
	if len(values) > MaxNodes {
		return nil, problem.New(problem.BadUserInput, fmt.Sprintf("%d ids are more than %d", len(values), MaxNodes), "Ask in several operations.")
	}
	ids := make([]string, 0, len(values))
	for _, value := range values {
		text, err := graphql.UnmarshalID(value)
		if err != nil {
			return nil, err
		}
		ids = append(ids, text)
	}
	return ids, nil
}

// identify returns the type of the node with a client's id, and what the id says.
func (c *compiler) identify(f *mapping.Field, text string) (*mapping.Type, globalid.ID, error) {
	if f.RootKind == mapping.RootByID && globalid.IsGraphID(text) {
		return f.Target, globalid.ID{Type: f.Target.Name, GraphID: text}, nil
	}
	id, err := globalid.Parse(text)
	if err != nil {
		if kept, wrong := globalid.ParseKept(text); wrong == nil {
			if t := c.mapping.Type(kept.Type); t != nil && t.ServerOnly {
				id, err = kept, nil
			}
		}
	}
	t := c.mapping.Type(id.Type)
	switch {
	case err != nil && f.RootKind == mapping.RootByGlobalID:
		err = problem.New(problem.BadUserInput, "not a global id", "Give an id as this API answered it in a field called id.")
	case err != nil:
		err = problem.New(problem.BadUserInput, "neither a global id nor a Graph API id", "Give an id as this API answered it in id or graphId.")
	case t == nil || !t.IsNode():
		err = errNoWay
	case f.Target != nil && f.Target != t:
		err = problem.New(problem.BadUserInput, "the id of a "+t.Name+", not of a "+f.Target.Name, "Use node for ids of any type.")
	case !t.Requires.SupportedBy(c.dialect.Login):
		err = &mapping.UnsupportedError{What: t.Name, Login: c.dialect.Login, Logins: t.Requires.Logins}
	}
	return t, id, err
}

// KeptError says that the Graph API knows nothing of a node: this server keeps it.
type KeptError struct {
	// Type is the node's type, and ID what its global id says.
	Type, ID string
}

// Error says which node is kept.
func (e KeptError) Error() string { return "this server keeps the " + e.Type + " " + e.ID }
