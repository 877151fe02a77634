package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/transcode/compiler"
)

// way is how an operation is carried out.
type way struct {
	// Execution is compiler.Direct or compiler.Resolved.
	Execution string `json:"execution"`
	// Because says why the operation is resolved.
	Because string `json:"because,omitempty"`
}

// Why an operation is resolved that has a program, or could have one.
const (
	switchedOff = "-transcode is off"
	notQuery    = "only queries have programs"
	notPlanned  = "an answer of the Graph API was not as planned, or something was refused before"
)

// direct answers an operation by its program; nil where it has none, or the Graph API's
// answer is another than the program is for. The loader then holds what came.
func (r *running) direct() *graphql.Response {
	if r.program == nil {
		return nil
	}
	data := r.loader.Direct(r.only, r.program)
	if data == nil {
		r.way.Because = notPlanned
		return nil
	}
	r.way = way{Execution: compiler.Direct}
	return &graphql.Response{Data: data}
}
