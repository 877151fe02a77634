package present

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/syntax"
)

// unknownOutcomeHint says what to do where no one knows whether a write was done.
const unknownOutcomeHint = "It is not known whether this was done: look whether it was before you do it again."

// write adds to an error of a mutation, or of an operation of mutations as a whole, what is
// known of the write; also of one that was refused for its document or its variables. An error that is not of
// a call says that none was made, unless it is this program's own.
func (p Presenter) write(ctx context.Context, shown *gqlerror.Error, err error) {
	if !atMutation(ctx) {
		return
	}
	outcome := graphapi.OutcomeOf(err)
	if _, known := errors.AsType[*graphapi.WriteError](err); !known {
		if _, ours := errors.AsType[problem.Problem](err); ours || invalid(err) || !begun(ctx) {
			outcome = graphapi.OutcomeNotSent
		}
	}
	shown.Extensions["outcome"] = string(outcome)
	if outcome != graphapi.OutcomeUnknown {
		return
	}
	shown.Extensions["retryable"], shown.Extensions["hint"] = false, unknownOutcomeHint
	if refusal, told := errors.AsType[*graphapi.Error](err); told && refusal.Hint() != "" {
		shown.Extensions["hint"] = unknownOutcomeHint + " " + refusal.Hint()
	}
}

// writeHints say what to do next about an error of a mutation itself, by its kind: there is
// nothing that could be left out of it, as of what is read.
var writeHints = map[graphapi.Kind]string{
	graphapi.Forbidden:   "Nothing was done: the access token lacks a permission, or the account may not do this. Log in again and grant the permission.",
	graphapi.NotFound:    "Nothing was done: what the input names is not there, or not for this access token. Give ids that this API has answered to it.",
	graphapi.BadInput:    "Nothing was done: change what the message names.",
	graphapi.Unsupported: "Nothing was done: the Graph API does not take this here, or has withdrawn it.",
	graphapi.RateLimited: "Nothing was done. Wait before the next operation with this access token; further calls extend the limit.",
	graphapi.Failed:      "Nothing was done, and the Graph API does not say why: look at what the input names before you try again.",
}

// refusedWriteHint is what to do next about a write that was refused for a reason that passes.
const refusedWriteHint = "Nothing was done. Try again a little later."

// atMutation reports whether the field that is resolved is a mutation itself, or no field is
// while the operation is one of mutations, or reads like one.
func atMutation(ctx context.Context) bool {
	if fc := graphql.GetFieldContext(ctx); fc != nil {
		return fc.Object == "Mutation"
	}
	if !graphql.HasOperationContext(ctx) {
		return false
	}
	running := graphql.GetOperationContext(ctx)
	if running.Operation == nil {
		return syntax.Mutates(running.RawQuery, running.OperationName)
	}
	return running.Operation.Operation == ast.Mutation
}

// begun reports whether a field is resolved, or the operation was at least found in its
// document: nothing is sent for one that was not.
func begun(ctx context.Context) bool {
	return graphql.GetFieldContext(ctx) != nil || graphql.GetOperationContext(ctx).Operation != nil
}

// kindHint returns what to do next about an error by its kind, at the field that is resolved.
func kindHint(ctx context.Context, kind graphapi.Kind, err error) string {
	switch hint := writeHints[kind]; {
	case errors.Is(err, graphapi.ErrAccountLost):
		return accountLostHint
	case !atMutation(ctx) || hint == "":
		return presentations[kind].hint
	case kind == graphapi.Failed && graphapi.Retryable(err):
		return refusedWriteHint
	default:
		return hint
	}
}

// invalid reports whether an error is gqlgen's, of an argument.
func invalid(err error) bool {
	located, ok := errors.AsType[*gqlerror.Error](err)
	return ok && located.Err == nil
}
