package coercion

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/problem"
)

// maxErrors is the most that is found wrong with the variables of one request.
const maxErrors = 50

// Variables returns the values of an operation's variables: what a request gives,
// coerced to the types in their definitions, or else their defaults. A variable that
// has neither is not among them. The operation is valid.
//
// The errors name the variable and the place in it, and have the location of its
// definition.
func (c *Coercer) Variables(operation *ast.OperationDefinition, given map[string]any) (map[string]any, gqlerror.List) {
	values := make(map[string]any, len(operation.VariableDefinitions))
	r := &reading{coercer: c}
	for _, definition := range operation.VariableDefinitions {
		r.definition = definition
		value, ok := given[definition.Variable]
		switch {
		case ok && value == nil && definition.Type.NonNull:
			r.refuse("Variable %q of non-null type %q must not be null.", r.name(), definition.Type.String())
		case ok && value == nil:
			values[definition.Variable] = nil
		case ok:
			values[definition.Variable] = r.value(definition.Type, value, &place{field: definition.Variable})
		case definition.DefaultValue != nil:
			values[definition.Variable] = c.Literal(definition.Type, definition.DefaultValue)
		case definition.Type.NonNull:
			r.refuse("Variable %q of required type %q was not provided.", r.name(), definition.Type.String())
		}
	}
	if len(r.errs) == 0 {
		r.errs = nullConditions(operation, values)
	}
	return values, r.errs
}

// reading gathers what is wrong with the variables of one request.
type reading struct {
	coercer    *Coercer
	definition *ast.VariableDefinition
	errs       gqlerror.List
}

func (r *reading) name() string { return "$" + cut(r.definition.Variable) }

// full reports whether nothing more needs to be found.
func (r *reading) full() bool { return len(r.errs) >= maxErrors }

func (r *reading) refuse(format string, args ...any) {
	if r.full() {
		return
	}
	r.errs = append(r.errs, refusal(r.definition.Position, format, args...))
}

// invalid refuses a value at a place.
func (r *reading) invalid(at *place, value any, reason string) {
	where := ""
	if at.within != nil {
		where = fmt.Sprintf(" at %q", at)
	}
	r.refuse("Variable %q got invalid value %s%s; %s", r.name(), show(value), where, reason)
}

// refusal returns an error of what a client gave, at a place in its document.
func refusal(at *ast.Position, format string, args ...any) *gqlerror.Error {
	err := gqlerror.ErrorPosf(at, format, args...)
	err.Err = problem.New(problem.BadUserInput, err.Message, "Give a value as the schema describes it.")
	return err
}
