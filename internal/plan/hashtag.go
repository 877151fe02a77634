package plan

import (
	"slices"
	"strings"
	"unicode"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
)

// Actor is the placeholder for the id of the token's own account, in parameters
// that say which account makes a call. The id is put in when the call is made.
const Actor = "{me}"

// Search is a node that is found by its name.
type Search struct {
	// Path is the root edge that finds nodes by their names.
	Path string
	Name string
	Node *Expansion
}

// search plans a root field that finds a node by its name.
func (c *compiler) search(root *Root, selected graphql.CollectedField) {
	values, err := coercion.Arguments(selected.Field, c.operation.Variables)
	name, _ := values["name"].(string)
	switch {
	case err != nil:
		root.Err = err
		return
	case name == "" || len(name) > maxName || strings.ContainsFunc(name, isNoPart):
		root.Err = problem.New(problem.BadUserInput, "not the name of a hashtag", "Give 1 to 100 characters, without # and spaces.")
		return
	}
	n := &Expansion{Type: root.Field.Target, wantsID: true}
	c.node(n, selected.Selections)
	n.arrange()
	root.Search = &Search{Path: root.Field.Path, Name: name, Node: n}
}

// isNoPart reports whether a character cannot be part of a hashtag's name.
func isNoPart(c rune) bool { return c == '#' || unicode.IsSpace(c) }

// maxName is the maximum length of a hashtag's name, in bytes.
const maxName = 400

// IDOnly reports whether the node asks for nothing but its id.
func (n *Expansion) IDOnly() bool {
	return len(n.Names) == 0 && len(n.Objects) == 0 && len(n.Edges) == 0
}

// NeedsActor reports whether a call for the node needs the actor's id.
func (n *Expansion) NeedsActor() bool {
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked != Alone && (e.Actor != "" || e.Node.NeedsActor()) }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.NeedsActor() })
}

// acts reports whether a call for the node, or one that follows up on it, needs the
// actor's id.
func (n *Expansion) acts() bool {
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Actor != "" || e.Node.acts() }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.acts() })
}

// MovesCursor reports whether each call for the node moves a cursor that the Graph
// API keeps, so that a repeated call would skip a page.
func (n *Expansion) MovesCursor() bool {
	return slices.ContainsFunc(n.Edges, (*Edge).MovesCursor)
}

// MovesCursor reports whether each call for the page moves such a cursor.
func (e *Edge) MovesCursor() bool {
	return e.Paging == mapping.SameCursor && slices.ContainsFunc(e.Params, func(p fields.Param) bool { return p.Name == "after" })
}

// AtOnce returns the page with those edges of its nodes that were left to calls of their
// own, as far as they fit: all that the page is asked for is then in one call.
func (e *Edge) AtOnce(fits func(*Edge) bool) *Edge {
	whole, n := *e, *e.Node
	n.Edges = slices.Clone(n.Edges)
	for i, inner := range n.Edges {
		if inner.RefusedWith != nil && fits(inner) {
			n.Edges[i] = EdgeOnly(n.Type, inner).Edges[0]
		}
	}
	whole.Node = &n
	return &whole
}

// WithActor returns the node with the actor's id in place of Actor. Its edges keep
// their keys.
func (n *Expansion) WithActor(actor string) *Expansion {
	acting := *n
	acting.Edges = make([]*Edge, len(n.Edges))
	for i, e := range n.Edges {
		edge := *e
		edge.Params = slices.Clone(e.Params)
		for j := range edge.Params {
			if edge.Actor != "" && edge.Params[j].Name == edge.Actor {
				edge.Params[j].Value = actor
			}
		}
		edge.Node = e.Node.WithActor(actor)
		acting.Edges[i] = &edge
	}
	acting.Objects = make([]*Object, len(n.Objects))
	for i, o := range n.Objects {
		acting.Objects[i] = &Object{Name: o.Name, Node: o.Node.WithActor(actor)}
	}
	return &acting
}
