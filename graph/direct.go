package graph

import "github.com/99designs/gqlgen/graphql"

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
	r.way = way{Execution: direct}
	return &graphql.Response{Data: data}
}
