package plan

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// kept is what is asked of this server's own database: of nodes of the Graph API whose ids
// are there, and, before anything is shown, whose the token is.
type kept struct {
	// known reports whether it has to be known whose the token is.
	known bool
	// named are the nodes of the Graph API, and connected those that are read in the names of
	// connected accounts.
	named, connected []top
}

// The most nodes of the Graph API that one row names, and the most rows on a page.
const (
	maxNamed = 11 // a carousel's containers
	maxRows  = 100
	// MaxConnected is in the names of how many connected accounts an operation asks.
	MaxConnected = 50
)

// keptPage is the argument with the size of a page of rows, which is usualRows unless it is
// given.
const (
	keptPage  = "first"
	usualRows = 25
)

// keep plans what is selected of so many rows of a type that this server keeps.
func (c *compiler) keep(t *mapping.Type, selections ast.SelectionSet, path string, rows int) {
	c.kept.known = true
	for _, selected := range graphql.CollectFields(c.operation, selections, t.Satisfies) {
		f := t.Fields[selected.Name]
		if f == nil {
			continue
		}
		inner := c.mapping.Type(selected.Definition.Type.Name())
		switch {
		case inner == nil:
		case inner.ServerOnly:
			c.keep(inner, selected.Selections, path+"."+f.Name, rows)
		case inner.Identified():
			if f.Own {
				c.keepConnected(selected, path+"."+f.Name)
				continue
			}
			n := c.behind(selected)
			if n.IDOnly() {
				continue
			}
			if selected.Definition.Type.Elem != nil {
				rows = times(rows, maxNamed)
			}
			c.kept.named = append(c.kept.named, top{node: n, nodes: rows, path: path + "." + f.Name})
		}
	}
}

// keepConnected plans what a field asks of each connected account.
func (c *compiler) keepConnected(selected graphql.CollectedField, path string) {
	n := CompileNode(c.mapping, c.dialect, c.operation, selected)
	c.kept.connected = append(c.kept.connected, top{node: n, nodes: MaxConnected, path: path})
}

// lookUpConnected plans what one of a root field's ids may ask of another account that the person
// has connected: whose the id is turns out when the operation runs.
func (c *compiler) lookUpConnected(f *mapping.Field, n *expansion.Expansion) {
	if !c.own.Others || n.Type != c.mapping.Type("Query").Fields["me"].Target {
		return
	}
	for i := range c.kept.connected {
		if c.kept.connected[i].node == n {
			c.kept.connected[i].nodes++
			return
		}
	}
	c.kept.connected = append(c.kept.connected, top{node: n, nodes: 1, path: f.Name})
}

// keepRoot plans a root field whose type, or whose payload's, this server keeps.
func (c *compiler) keepRoot(path string, selected graphql.CollectedField) {
	name := selected.Definition.Type.Name()
	if t := c.mapping.Type(name); t != nil && t.ServerOnly {
		c.keep(t, selected.Selections, path, 1)
	} else if t == nil { // payloads are in no mapping
		for _, part := range graphql.CollectFields(c.operation, selected.Selections, []string{name}) {
			c.keepRoot(path+"."+part.Name, part)
		}
	}
}

// keepPage plans a page of rows that belong to a node, of which there can be as many as the
// compiler has come to.
func (c *compiler) keepPage(f *mapping.Field, selected graphql.CollectedField) {
	rows := usualRows
	if args, err := coercion.Arguments(selected.Field, c.operation.Variables); err == nil && args[keptPage] != nil {
		if first, err := graphql.UnmarshalInt(args[keptPage]); err == nil {
			rows = max(0, min(first, maxRows))
		}
	}
	rows = times(rows, max(c.many, 1))
	connection := selected.Definition.Type.Name()
	for _, part := range graphql.CollectFields(c.operation, selected.Selections, []string{connection}) {
		switch part.Name {
		case "nodes":
			c.keepRow(f, part, rows)
		case "edges":
			for _, inner := range graphql.CollectFields(c.operation, part.Selections, []string{part.Definition.Type.Name()}) {
				if inner.Name == "node" {
					c.keepRow(f, inner, rows)
				}
			}
		}
	}
	c.kept.known = true
}

func (c *compiler) keepRow(f *mapping.Field, selected graphql.CollectedField, rows int) {
	if t := c.mapping.Type(selected.Definition.Type.Name()); t != nil {
		c.keep(t, selected.Selections, f.Name, rows)
	}
}

// among runs a function that plans what stands below so many nodes.
func (c *compiler) among(nodes int, plan func()) {
	before := c.many
	c.many = times(max(before, 1), nodes)
	plan()
	c.many = before
}

// bound returns the most calls that what is kept can cost.
func (k kept) bound(mode dialect.LookupMode) (calls int) {
	if k.known {
		calls = keptCalls
	}
	for _, t := range k.named {
		r := reached{t.nodes, t.nodes}
		calls = add(calls, add(r.referring(t.node, mode), followUps(t.node, r, mode)))
	}
	for _, t := range k.connected {
		calls = add(calls, add(times(t.nodes, len(t.node.Expansions())), followUps(t.node, reached{t.nodes, t.nodes}, mode)))
	}
	return calls
}

// keptCalls is how many calls it takes at most to know whose the token is: one, and one more
// where the first has also asked for what it was refused.
const keptCalls = 2

// AsksConnected reports whether the operation asks in the names of connected accounts, each
// by a plan of its own.
func (p *Plan) AsksConnected() bool { return len(p.kept.connected) > 0 }

// AsksKept reports whether the operation asks for what this server keeps of an account.
func (p *Plan) AsksKept() bool { return p.kept.known }

// CompileConnected plans what a field asks of connected accounts, in the name of one: of the
// token's own account, or of so many of a token that is of several, by the node that it
// returns.
func CompileConnected(m *mapping.Mapping, d *dialect.Dialect, operation *graphql.OperationContext, selected graphql.CollectedField, accounts int) (*Plan, *expansion.Expansion) {
	c := &compiler{operation: operation, mapping: m, dialect: d}
	p := c.newPlan()
	n := p.Account()
	n.PerNode = accounts > 1
	c.among(accounts, func() { c.node(n, selected.Selections) })
	n.Arrange()
	p.Refused, p.Skipped, p.Dated = c.refused, c.skipped, c.dated
	if d.MeIsPage {
		p.kept.named = []top{{node: n, nodes: accounts, path: selected.Name}}
		return p, n
	}
	p.Me = n
	return p, nil
}
