// Package arguments reads the arguments of selected fields that lead along an edge: the
// parameters of its calls, and the part of the edge that a connection shows.
package arguments

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/timestamp"
)

// Arguments are what the arguments of a field with an edge ask for.
type Arguments struct {
	Params []fields.Param
	// Metrics are those that the arguments name, by the Graph API's names and in the client's
	// order; nil for a field without metrics.
	Metrics []string
	// Window is the part of the edge that a connection shows; nil for an unpaged edge.
	Window *paging.Window
	// Order are all metrics that the field asks for, in calls of this edge or in others, by
	// the Graph API's names and in the client's order; nil for a field without metrics.
	Order []string
}

// Key returns the key of the page that the arguments ask for.
func (a Arguments) Key(edge *mapping.Edge) string { return expansion.Key(edge, a.Params) }

// Read reads the arguments of a selected field with an edge. There are
// several where the Graph API needs several calls of the edge. What is wrong with
// single metrics is in refused, and leaves the others. Each error is a
// *problem.InputError or a *mapping.UnsupportedError, or says that an argument is
// not of its type in the schema, which gqlgen reports before it resolves the field.
func Read(of *expansion.Expansion, f *mapping.Field, d *dialect.Dialect, operation *graphql.OperationContext, selected graphql.CollectedField) (all []Arguments, refused []error, err error) {
	values, err := coercion.Arguments(selected.Field, operation.Variables)
	if err != nil {
		return nil, nil, err
	}
	parts, refused, err := split(of, f, d, operation.Stats.OperationStart, values)
	if err != nil {
		return nil, nil, err
	}
	all = make([]Arguments, len(parts))
	for i, values := range parts {
		if all[i], err = ReadOne(of, f, values); err != nil {
			return nil, nil, err
		}
	}
	inOrder(all, f, values)
	return all, refused, nil
}

// ReadOne reads the arguments of one call of the edge of a node.
func ReadOne(of *expansion.Expansion, f *mapping.Field, values map[string]any) (args Arguments, err error) {
	if f.Edge.Actor != "" {
		args.Params = append(args.Params, fields.Param{Name: f.Edge.Actor, Value: expansion.Actor})
	}
	for _, p := range f.Params {
		if values[p.Argument] == nil {
			continue
		}
		text, err := Write(p, values[p.Argument])
		if err != nil {
			return args, err
		}
		args.Params = append(args.Params, fields.Param{Name: p.Name, Value: text})
	}
	args.Metrics = expansion.MetricsIn(f.Edge, args.Params)
	if f.Kind != mapping.Connection {
		return args, nil
	}
	paged, err := pagingArgs(values)
	if err != nil {
		return args, err
	}
	if args.Window, err = paging.NewWindow(f.Edge, of.View, paged, args.Params...); err != nil {
		return args, err
	}
	args.Params = args.Window.Params()
	return args, nil
}

// pagingArgs reads the arguments that page a connection or bound its time.
func pagingArgs(values map[string]any) (args paging.Args, err error) {
	for name, value := range values {
		if value == nil || err != nil {
			continue
		}
		switch name {
		case "first":
			args.First, err = number(value)
		case "last":
			args.Last, err = number(value)
		case "after":
			args.After, err = text(value)
		case "before":
			args.Before, err = text(value)
		case "since":
			args.Since, err = timestamp.Unmarshal(value)
		case "until":
			args.Until, err = timestamp.Unmarshal(value)
		}
	}
	return args, err
}

func number(value any) (*int32, error) {
	n, err := graphql.UnmarshalInt32(value)
	return &n, err
}

func text(value any) (*string, error) {
	s, err := graphql.UnmarshalString(value)
	return &s, err
}
