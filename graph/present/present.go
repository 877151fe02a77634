// Package present decides what clients see of errors.
//
//	present.go   of any error
//	upstream.go  of the Graph API's
//	fold.go      of many of one kind
package present

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/refused"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/redact"
)

// Presenter decides what clients see of an error. It is the only place that does:
// an error that is neither a problem nor the Graph API's is INTERNAL to clients,
// and its text goes to the log only.
type Presenter struct {
	Log     *slog.Logger
	Mapping *mapping.Mapping
	// PlanOf returns the plan of a context's operation; nil where there is none.
	PlanOf func(context.Context) *plan.Plan
	// ProductsOf returns the product types that the media can have on which a field is
	// resolved; nil where they are not known. A nil ProductsOf knows of none.
	ProductsOf func(*graphql.FieldContext) []string
	// LoginURL returns where the one who asks can log in again; "" for one who did not
	// log in here. A nil LoginURL knows of no one.
	LoginURL func(context.Context) string
}

// Present returns what a client sees of an error at the field that the context resolves.
func (p Presenter) Present(ctx context.Context, err error) *gqlerror.Error {
	shown := p.present(ctx, err)
	shown.Message = redact.Credentials(shown.Message)
	p.write(ctx, shown, err)
	if p.LoginURL != nil && shown.Extensions["code"] == problem.Unauthenticated {
		if address := p.LoginURL(ctx); address != "" {
			shown.Extensions["loginUrl"] = address
			if shown.Extensions["hint"] == presentations[graphapi.Unauthenticated].hint {
				shown.Extensions["hint"] = signInHint
			}
		}
	}
	return shown
}

// present returns what a client sees of an error, whatever it is of.
func (p Presenter) present(ctx context.Context, err error) *gqlerror.Error {
	field := graphql.GetPath(ctx)
	shown := &gqlerror.Error{Path: field, Locations: locations(ctx)}
	if located, ok := errors.AsType[*gqlerror.Error](err); ok {
		if len(located.Locations) > 0 {
			shown.Locations = located.Locations
		}
		if located.Err == nil { // gqlgen's own: a document, variable or argument that is wrong
			presentRequest(shown, located)
			return shown
		}
		err = located.Err
		if name, ok := argument(field, located.Path); ok {
			err = wrongArgument(ctx, name, err)
		}
	}
	kind := graphapi.KindOf(err)
	lost, _ := errors.AsType[*entity.ValueError](err)
	if lost != nil && lost.Refusal() != nil {
		p.upstream(ctx, shown, lost.Refusal().Kind(), lost.Refusal())
		shown.Message = lost.Place() + ": " + shown.Message
	} else if known, ok := errors.AsType[problem.Problem](err); ok {
		p.problem(ctx, shown, known)
	} else if kind != graphapi.Unknown {
		p.upstream(ctx, shown, kind, err)
	} else {
		p.internal(ctx, shown, err)
	}
	if metric, ok := errors.AsType[*refused.MetricError](err); ok {
		shown.Message = metric.Names() + ": " + shown.Message
	}
	return shown
}

// locations returns where in the document the field is that an error is of; nil for
// an error of the whole request.
func locations(ctx context.Context) []gqlerror.Location {
	for fc := graphql.GetFieldContext(ctx); fc != nil; fc = fc.Parent {
		if fc.Field.Field != nil && fc.Field.Position != nil {
			return []gqlerror.Location{{Line: fc.Field.Position.Line, Column: fc.Field.Position.Column}}
		}
	}
	return nil
}

// argument returns the name of the argument that an error's path leads into, behind
// its field: gqlgen could not read its value.
func argument(field, of ast.Path) (string, bool) {
	if len(of) <= len(field) || len(field) == 0 {
		return "", false
	}
	name, ok := of[len(field)].(ast.PathName)
	return string(name), ok
}

// wrongArgument returns the problem of an argument's value that gqlgen could not
// read: a variable that is null, or else what the scalar says.
func wrongArgument(ctx context.Context, name string, err error) error {
	if fc := graphql.GetFieldContext(ctx); fc != nil && fc.Field.Field != nil {
		if _, null := coercion.Arguments(fc.Field.Field, graphql.GetOperationContext(ctx).Variables); null != nil {
			return null
		}
	}
	return problem.Input(name, redact.Given(err.Error(), maxMessage), "Give a value as the schema describes it.")
}

// presentRequest keeps what gqlgen says of a document, variable or argument.
func presentRequest(shown, found *gqlerror.Error) {
	code, ok := found.Extensions["code"].(string)
	if !ok {
		code = problem.BadUserInput
	}
	describe(shown, code, redact.Given(found.Message, maxMessage), "", false)
}

// problem presents an error that is made for clients.
func (p Presenter) problem(ctx context.Context, shown *gqlerror.Error, known problem.Problem) {
	describe(shown, known.Code(), known.Error(), known.Hint(), graphapi.Retryable(known))
	if refusal, told := errors.AsType[*graphapi.Error](error(known)); told {
		quote(shown, refusal)
	}
	if known.Code() == problem.UpstreamError {
		p.Log.ErrorContext(ctx, "unexpected answer of the Graph API", "error", known, "path", shown.Path.String())
	}
}

// internal presents an error of this program's own.
func (p Presenter) internal(ctx context.Context, shown *gqlerror.Error, err error) {
	describe(shown, problem.Internal, "internal error", "", false)
	p.Log.ErrorContext(ctx, "internal error", "error", err, "path", shown.Path.String())
}

// describe sets message and extensions.
func describe(shown *gqlerror.Error, code, message, hint string, retryable bool) {
	shown.Message = message
	shown.Extensions = map[string]any{"code": code, "retryable": retryable}
	if hint != "" {
		shown.Extensions["hint"] = hint
	}
	if code == problem.Unauthenticated {
		shown.Extensions["reauthenticate"] = true
	}
}

// Recovered turns a panic into an error that says nothing to clients.
func (p Presenter) Recovered(ctx context.Context, cause any) error {
	p.Log.ErrorContext(ctx, "panic", "cause", cause, "stack", string(debug.Stack()))
	return errors.New("panic")
}

// maxMessage bounds what an error repeats of a document, in bytes.
const maxMessage = 200

// Sort puts the errors of one answer into an order that does not depend on
// which resolver ended first.
func Sort(errs gqlerror.List) {
	slices.SortStableFunc(errs, func(a, b *gqlerror.Error) int {
		return slices.CompareFunc(a.Path, b.Path, comparePathElements)
	})
}

// comparePathElements orders indexes as numbers, names as texts, and indexes
// before names.
func comparePathElements(a, b ast.PathElement) int {
	i, aIndex := a.(ast.PathIndex)
	j, bIndex := b.(ast.PathIndex)
	switch {
	case aIndex && bIndex:
		return cmp.Compare(i, j)
	case aIndex:
		return -1
	case bIndex:
		return 1
	}
	return cmp.Compare(a.(ast.PathName), b.(ast.PathName))
}
