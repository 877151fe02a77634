package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/transcode/compiler"
	"github.com/gramql/gramql/internal/viewer"
)

// asksForPlan is what a request's extension explain says that wants its operation planned
// rather than carried out.
const asksForPlan = "plan"

// forecast is the extension that says how an operation would be carried out.
type forecast struct {
	way
	// Bound is the most calls that the operation can make.
	Bound int `json:"bound"`
	// Calls are those that the operation starts with.
	Calls []forecastCall `json:"calls"`
	// Remarks say what the calls leave out.
	Remarks []string `json:"remarks"`
}

// forecastCall is a call as a transport.Exchange shows calls, without what came of it.
type forecastCall struct {
	Method string                `json:"method"`
	Path   string                `json:"path"`
	Fields string                `json:"fields"`
	IDs    []string              `json:"ids"`
	Params map[string]string     `json:"params,omitempty"`
	Batch  []transport.BatchItem `json:"batch,omitempty"`
}

var (
	errNotExplained = problem.New(problem.Unsupported, `this server explains no operations, and has not carried this one out`,
		`Leave "extensions.explain" out to have the operation carried out; the server would explain without -explain=off.`)
	errExplain = problem.New(problem.BadUserInput, `"extensions.explain" is true, false or "plan"; the operation was not carried out`,
		`Ask with true for the calls that the operation makes, with "plan" for those that it would make.`)
)

// forecast returns the answer to a request whose extension explain is a text: the plan of the
// operation, which is never carried out, for what the client wants is not that. Somebody
// without a token has the plan of the login type that tokens have by default.
func (o operations) forecast(ctx context.Context, asked string, operation *graphql.OperationContext) *graphql.Response {
	refuse := func(err error) *graphql.Response {
		return &graphql.Response{Errors: gqlerror.List{o.presenter.Present(ctx, err)}}
	}
	switch {
	case asked != asksForPlan:
		return refuse(errExplain)
	case !o.explain:
		return refuse(errNotExplained)
	}
	v, ok := viewer.FromContext(ctx)
	if !ok {
		v.Dialect = o.stranger
	}
	if refused := o.narrow(v, operation); refused != nil {
		return &graphql.Response{Errors: refused}
	}
	mode := o.loaders.LookupMode(v.Dialect)
	p := o.planned(v, mode, operation)
	c := cost{Estimated: p.estimated, Limit: o.maxCost}
	response := &graphql.Response{Data: []byte("null")}
	if err := c.allow(p.plan, mode); err != nil {
		response = refuse(err)
	}
	o.tell(operation.Extensions, response, costExtension, c)
	told := forecast{way: way{compiler.Direct, ""}, Bound: p.plan.Bound(mode), Calls: []forecastCall{}, Remarks: p.plan.Remarks()}
	if p.program == nil {
		told.way = way{compiler.Resolved, p.because}
	}
	calls := p.plan.Calls(mode)
	for i := range calls {
		e := transport.Describe(o.root, &calls[i])
		told.Calls = append(told.Calls, forecastCall{e.Method, e.Path, e.Fields, e.IDs, e.Params, e.Batch})
	}
	addExtension(response, "explain", told)
	return response
}
