package plan

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
)

// Permissions returns the permissions that a token needs for the whole plan, as
// the plan's dialect names them.
func (p *Plan) Permissions() []string {
	c := &permissions{needed: map[dialect.Permission]bool{dialect.Basic: true}}
	if p.Me != nil {
		c.node(p.Me)
	}
	if p.FacebookPages != nil {
		c.node(p.FacebookPages)
	}
	for _, l := range p.Lookups() {
		c.node(l.Node)
	}
	for _, root := range p.order {
		if root.Search != nil {
			c.node(root.Search.Node)
		}
	}
	names := []string{}
	for permission := range c.needed {
		names = append(names, p.Dialect.Names(permission)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// permissions collects what a tree of nodes needs.
type permissions struct {
	needed map[dialect.Permission]bool
}

func (c *permissions) node(n *Node) {
	c.needed[n.Type.Requires.Permission] = true
	for _, f := range n.Type.Fields {
		if f.Kind != mapping.Connection && slices.ContainsFunc(f.Names, n.asks) {
			c.needed[f.Requires.Permission] = true
		}
	}
	for _, o := range slices.Concat(n.Objects, n.References) {
		c.node(o.Node)
	}
	for _, e := range n.Edges {
		for _, f := range n.Type.Fields {
			if f.Edge == e.Edge {
				c.needed[f.Requires.Permission] = true
			}
		}
		c.node(e.Node)
	}
}

// asks reports whether a plain field is asked for.
func (n *Node) asks(name string) bool { return slices.Contains(n.Names, name) }
