package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/transcode"
)

// way is how an operation is carried out: directly, by a program that writes the answer from
// that of the Graph API, or by resolvers.
type way struct {
	Execution string `json:"execution"`
	// Because says why the operation is resolved.
	Because string `json:"because,omitempty"`
}

// The ways.
const (
	direct   = "direct"
	resolved = "resolved"
)

// Why an operation is resolved that has a program, or could have one.
const (
	switchedOff = "-transcode is off"
	notPlanned  = "an answer of the Graph API was not as planned, or something was refused before"
)

// compile looks for a program that can carry out an operation.
func (o operations) compile(r *running, operation *graphql.OperationContext) {
	r.way = way{Execution: resolved, Because: switchedOff}
	if o.compiler == nil {
		return
	}
	var why transcode.Reason
	r.program, why = o.compiler.Compile(r.plan, operation)
	r.way.Because = string(why)
}

// direct answers an operation by its program; nil where it has none, or the Graph API's
// answer is another than the program is for. The loader then holds what came.
func (r *running) direct() *graphql.Response {
	if r.program == nil {
		return nil
	}
	data := r.loader.Direct(r.program)
	if data == nil {
		r.way.Because = notPlanned
		return nil
	}
	r.way = way{Execution: direct}
	return &graphql.Response{Data: data}
}
