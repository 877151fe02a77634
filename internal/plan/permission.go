package plan

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Maps reports whether an object type is something in the Graph API: a connection is
// not.
func (p *Plan) Maps(object string) bool { return p.mapping.Type(object) != nil }

// Permissions returns the permissions that a token needs for a selected field of an
// object type and everything below it, as the plan's dialect names them. The type must
// be one that Maps.
func (p *Plan) Permissions(operation *graphql.OperationContext, object string, selected graphql.CollectedField) []string {
	c := &compiler{operation: operation, mapping: p.mapping, dialect: p.Dialect, own: Own{Chosen: p.Chosen != nil}}
	needed := permissions{dialect.Basic: true, p.mapping.Type(object).Fields[selected.Name].Requires.Permission: true}
	for _, n := range c.alone(object, selected) {
		needed.node(n)
	}
	names := []string{}
	for permission := range needed {
		names = append(names, p.Dialect.Names(permission)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// alone plans one field of an object type by itself, and returns the nodes at the
// top of what it asks for, and those that lead there.
func (c *compiler) alone(object string, selected graphql.CollectedField) []*expansion.Expansion {
	t := c.mapping.Type(object)
	switch f := t.Fields[selected.Name]; {
	case f.Kind == mapping.Root:
		p := c.newPlan()
		c.root(p, f, selected)
		if p.Me == nil && p.Accounts == nil && !p.needsActor() {
			return p.nodesAtTop()
		}
		return append(p.nodesAtTop(), c.before()...)
	case t.ServerOnly: // computed from the token's own account, or a node of which the id is kept
		n := c.newPlan().Account()
		n.Need(f.Needs)
		if behind := c.mapping.Type(selected.Definition.Type.Name()); behind != nil && behind.Identified() {
			return []*expansion.Expansion{n, CompileNode(c.mapping, c.dialect, c.operation, selected)}
		}
		return append(c.before(), n)
	}
	n := &expansion.Expansion{Type: t}
	c.field(n, selected)
	return []*expansion.Expansion{n}
}

// before returns the nodes that lead to the token's own account: a Facebook Page, where the
// account belongs to one, unless it is read by its id.
func (c *compiler) before() []*expansion.Expansion {
	if !c.dialect.MeIsPage || c.own.Chosen {
		return nil
	}
	return []*expansion.Expansion{{Type: c.mapping.Type("Query").Fields["pages"].Target}}
}

// nodesAtTop returns the nodes that the root fields start from.
func (p *Plan) nodesAtTop() []*expansion.Expansion {
	var nodes []*expansion.Expansion
	for _, n := range []*expansion.Expansion{p.Me, p.Accounts, p.FacebookPages} {
		if n != nil {
			nodes = append(nodes, n)
		}
	}
	for _, l := range p.Lookups() {
		nodes = append(nodes, l.Node)
	}
	for _, root := range p.order {
		if root.Search != nil {
			nodes = append(nodes, root.Search.Node)
		}
		if root.Write != nil {
			nodes = append(nodes, root.Write.nodes()...)
		}
	}
	return nodes
}

// permissions are what a token needs for a tree of nodes.
type permissions map[dialect.Permission]bool

func (needed permissions) node(n *expansion.Expansion) {
	needed[n.Type.Requires.Permission] = true
	for _, name := range n.Names {
		needed[n.Permission(name)] = true
	}
	for _, o := range slices.Concat(n.Objects, n.References) {
		needed[n.Permission(o.Name)] = true
		needed.node(o.Node)
	}
	for _, e := range n.Edges {
		needed[n.EdgePermission(e)] = true
		needed.node(e.Node)
	}
}
