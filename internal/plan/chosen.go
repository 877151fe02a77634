package plan

import (
	"fmt"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/writing"
)

// ChosenAccount returns the text by which the input of a mutation chooses an account; empty
// for none, and for an input that is wrong.
func ChosenAccount(operation *graphql.OperationContext, selected graphql.CollectedField) string {
	arguments, err := coercion.Arguments(selected.Field, operation.Variables)
	if err != nil {
		return ""
	}
	input, _ := arguments[writing.Argument].(map[string]any)
	if input[mapping.AccountInput] == nil {
		return ""
	}
	return fmt.Sprint(input[mapping.AccountInput])
}

// ConnectionOf returns this server's id of the connection to an account, where a text is the
// global id of one; else an empty one.
func ConnectionOf(text string) string {
	if id, err := globalid.ParseKept(text); err == nil && id.Type == "ConnectedAccount" {
		return id.GraphID
	}
	return ""
}

// CompileChosen plans one root field of an operation in the name of an account that is chosen
// for the field alone: the token is the account's own.
func CompileChosen(own Own, m *mapping.Mapping, d *dialect.Dialect, operation *graphql.OperationContext, selected graphql.CollectedField) *Plan {
	c := &compiler{operation: operation, mapping: m, dialect: d, own: own, settled: []string{mapping.AccountInput}}
	p := c.newPlan()
	c.root(p, m.Type(rootType(operation)).Fields[selected.Name], selected)
	p.Refused, p.Skipped, p.Dated, p.FromCursors, p.kept = c.refused, c.skipped, c.dated, c.fromCursors, c.kept
	return p
}

// Leave takes a root field out, for which there is another plan. It is for a plan that one
// operation has alone.
func (p *Plan) Leave(key string) {
	delete(p.roots, key)
	p.order = slices.DeleteFunc(p.order, func(r *Root) bool { return r.Key == key })
}
