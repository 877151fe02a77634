package graph

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/transcode/compiler"
	"github.com/gramql/gramql/internal/transcode/program"
	"github.com/gramql/gramql/internal/viewer"
)

// prepared is what an operation comes to with its variables, for each viewer of a login
// type: its plan, and the program that carries it out.
type prepared struct {
	plan *plan.Plan
	// only is the plan's call, if the plan takes only one.
	only *plan.Only
	// program writes the answer; nil where only resolvers can, because of a reason.
	program *program.Program
	because string
	// estimated is the most that the operation may cost, and size about how many bytes the
	// answer may have.
	estimated, size int
}

// maxVariables is the most bytes of variables with which an operation is kept.
const maxVariables = 4 << 10

// prepare plans an operation, unless that has been done before for the same variables.
// What depends on the time or on the viewer is not kept.
func (o operations) prepare(v viewer.Viewer, mode dialect.LookupMode, operation *graphql.OperationContext) *prepared {
	key, keep := preparedKey(v, mode, operation)
	if keep {
		if p, ok := o.reader.Prepared(operation.RawQuery, operation.Doc, key).(*prepared); ok {
			o.keep(v, mode, operation, p)
			return p
		}
	}
	p := &prepared{plan: plan.CompileFor(o.loaders.Account(v.ID), o.mapping, v.Dialect, operation), size: plan.AnswerSize(operation), because: switchedOff}
	p.estimated = p.plan.Cost(mode)
	if o.compiler != nil {
		var why compiler.Reason
		p.only = p.plan.Only(mode)
		p.program, why = o.compiler.Compile(p.plan, p.only, operation)
		p.because = string(why)
	}
	if keep && !p.plan.Dated && !p.plan.FromCursors {
		o.reader.Prepare(operation.RawQuery, operation.Doc, key, p, preparedSize(operation))
		o.keep(v, mode, operation, p)
	}
	return p
}

// preparedSize is about how many bytes a prepared operation takes.
func preparedSize(operation *graphql.OperationContext) int {
	return maxVariables + 32*len(operation.RawQuery) // as the document itself
}

// preparedKey returns what a prepared operation hangs on, beside its document; false for
// one that is not kept.
func preparedKey(v viewer.Viewer, mode dialect.LookupMode, operation *graphql.OperationContext) (key string, keep bool) {
	b := append(make([]byte, 0, 128), byte(v.Dialect.Login), byte(mode))
	b = append(append(b, operation.Operation.Name...), 0)
	if len(operation.Variables) > 0 {
		variables, err := json.Marshal(operation.Variables, json.Deterministic(true))
		if err != nil || len(variables) > maxVariables {
			return "", false
		}
		b = append(b, variables...)
	}
	return string(b), true
}
