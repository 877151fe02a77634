package plan

import (
	"slices"
	"strings"
	"unicode"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
)

// HashtagSearch is the root edge that finds a hashtag by its name.
//
// Source: Meta, Instagram Platform, IG Hashtag Search.
const HashtagSearch = "/ig_hashtag_search"

// Actor stands in a plan for the id of the token's own account, in parameters
// that say in whose name something is asked. It is put in when the call is made.
const Actor = "{me}"

// Search is a node that is looked for by its name.
type Search struct {
	Name string
	Node *Node
}

// Params returns the parameters of the search in an account's name.
func (s *Search) Params(actor string) []fields.Param {
	return []fields.Param{{Name: "user_id", Value: actor}, {Name: "q", Value: s.Name}}
}

// search plans a root field that looks for a node by its name.
func (c *compiler) search(root *Root, selected graphql.CollectedField) {
	name, err := graphql.UnmarshalString(selected.ArgumentMap(c.operation.Variables)["name"])
	switch {
	case err != nil:
		root.Err = err
		return
	case name == "" || len(name) > maxName || strings.ContainsFunc(name, isNoPart):
		root.Err = problem.New(problem.BadUserInput, "not the name of a hashtag", "Give 1 to 100 characters, without # and spaces.")
		return
	}
	n := &Node{Type: root.Field.Target, identity: true}
	c.node(n, selected.Selections)
	n.name(c.dialect.Aliases)
	root.Search = &Search{Name: name, Node: n}
}

// isNoPart reports whether a character can be in no hashtag's name.
func isNoPart(c rune) bool { return c == '#' || unicode.IsSpace(c) }

// maxName is the longest name of a hashtag, in bytes.
const maxName = 400

// Bare reports whether nothing but the node's id is wanted.
func (n *Node) Bare() bool { return len(n.Names) == 0 && len(n.Objects) == 0 && len(n.Edges) == 0 }

// Acts reports whether the node cannot be asked for before the actor is known.
func (n *Node) Acts() bool {
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Actor != "" || e.Node.Acts() }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.Acts() })
}

// LeadsOn reports whether asking for the node twice leads on twice: a cursor of it
// is the same on each page.
func (n *Node) LeadsOn() bool {
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool {
		return e.Paging == mapping.Repeated && slices.ContainsFunc(e.Params, func(p fields.Param) bool { return p.Name == "after" })
	})
}

// For returns a node that wants the same in an account's name. Its edges keep
// their keys.
func (n *Node) For(actor string) *Node {
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
		edge.Node = e.Node.For(actor)
		acting.Edges[i] = &edge
	}
	acting.Objects = make([]*Object, len(n.Objects))
	for i, o := range n.Objects {
		acting.Objects[i] = &Object{Name: o.Name, Node: o.Node.For(actor)}
	}
	return &acting
}
