package plan

import (
	"strings"
	"unicode"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/problem"
)

// search plans a root field that finds a node by its name.
func (c *compiler) search(root *Root, selected graphql.CollectedField) {
	values, err := coercion.Arguments(selected.Field, c.operation.Variables)
	name, _ := values[root.Field.Params[0].Argument].(string)
	switch {
	case err != nil:
		root.Err = err
		return
	case name == "" || len(name) > maxName || strings.ContainsFunc(name, isNoPart):
		root.Err = problem.New(problem.BadUserInput, "not the name of a hashtag", "Give 1 to 100 characters, without # and spaces.")
		return
	}
	n := &expansion.Expansion{Type: root.Field.Target, WantsID: true}
	c.node(n, selected.Selections)
	n.Arrange()
	root.Search = &lookup.Search{Field: root.Field, Name: name, Node: n}
}

// isNoPart reports whether a character cannot be part of a hashtag's name.
func isNoPart(c rune) bool { return c == '#' || unicode.IsSpace(c) }

// maxName is the maximum length of a hashtag's name, in bytes.
const maxName = 400
