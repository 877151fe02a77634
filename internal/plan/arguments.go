package plan

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/timestamp"
)

// Arguments are what the arguments of a field with an edge ask for.
type Arguments struct {
	Params []fields.Param
	// Window is the part of the edge that a connection shows; nil for an unpaged edge.
	Window *paging.Window
	// Order are all metrics that the field asks for, in calls of this edge or in others, by
	// the Graph API's names and in the client's order; nil for a field without metrics.
	Order []string
}

// Key returns the key of the page that the arguments ask for.
func (a Arguments) Key(edge *mapping.Edge) string { return Key(edge, a.Params) }

// ReadArguments reads the arguments of a selected field with an edge. There are
// several where the Graph API needs several calls of the edge. What is wrong with
// single metrics is in refused, and leaves the others. Each error is a
// *problem.InputError or a *mapping.UnsupportedError, or says that an argument is
// not of its type in the schema, which gqlgen reports before it resolves the field.
func ReadArguments(of *Expansion, f *mapping.Field, d *dialect.Dialect, operation *graphql.OperationContext, selected graphql.CollectedField) (all []Arguments, refused []error, err error) {
	var values map[string]any
	if len(selected.Arguments) > 0 || len(f.Params) > 0 {
		if values, err = coercion.Arguments(selected.Field, operation.Variables); err != nil {
			return nil, nil, err
		}
	}
	parts, refused, err := split(of, f, d, operation.Stats.OperationStart, values)
	if err != nil {
		return nil, nil, err
	}
	all = make([]Arguments, len(parts))
	for i, values := range parts {
		if all[i], err = readArguments(of, f, values); err != nil {
			return nil, nil, err
		}
	}
	inOrder(all, f, values)
	return all, refused, nil
}

// readArguments reads the arguments of one call of the edge of a node.
func readArguments(of *Expansion, f *mapping.Field, values map[string]any) (args Arguments, err error) {
	if f.Edge.Actor != "" {
		args.Params = append(args.Params, fields.Param{Name: f.Edge.Actor, Value: Actor})
	}
	for _, p := range f.Params {
		if values[p.Argument] == nil {
			continue
		}
		text, err := write(p, values[p.Argument])
		if err != nil {
			return args, err
		}
		args.Params = append(args.Params, fields.Param{Name: p.Name, Value: text})
	}
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

// write returns the text of an argument as the Graph API expects it.
func write(p mapping.Param, value any) (string, error) {
	if items, ok := value.([]any); ok {
		texts := make([]string, len(items))
		for i, item := range items {
			var err error
			if texts[i], err = write(p, item); err != nil {
				return "", err
			}
		}
		return strings.Join(texts, ","), nil
	}
	text := fmt.Sprint(value)
	switch p.Type {
	case mapping.Enum:
		if p.Values != nil && p.Values.Retired[text] != "" && p.Values.Metrics[text].Until == 0 {
			return "", problem.Input(p.Argument, text+" has been retired", p.Values.Retired[text])
		}
		text = strings.ToLower(text)
	case mapping.Time:
		t, err := timestamp.Unmarshal(value)
		if err != nil {
			return "", err
		}
		text = strconv.FormatInt(t.Unix(), 10)
	case mapping.ID:
		return graphID(p, text)
	case mapping.Handle:
		if !handle.MatchString(text) {
			return "", problem.Input(p.Argument, "not the name of an account", "Give 1 to 30 letters, digits, points and underscores, without @.")
		}
	case mapping.Text:
		if text == "" || strings.ContainsAny(text, `(){}[]"'\,`) {
			return "", problem.Input(p.Argument, "empty, or with a character that cannot be in a Graph API parameter",
				"Leave out brackets, quotes, commas and backslashes.")
		}
	}
	return text, nil
}

// handle matches the name of an account.
var handle = regexp.MustCompile(`^[A-Za-z0-9._]{1,30}$`)

// graphID returns the Graph API's own id for one that a client gave: that itself, or
// the global id of a node of the parameter's type.
func graphID(p mapping.Param, id string) (string, error) {
	if globalid.IsGraphID(id) {
		return id, nil
	}
	parsed, err := globalid.Parse(id)
	name := parsed.Type
	switch {
	case err != nil:
		return "", problem.Input(p.Argument, "neither a global id nor a Graph API id", "Give an id as this API answered it in id or graphId.")
	case p.Of == nil:
		return "", problem.Input(p.Argument, "the id of a "+name, "Give the Graph API's own id of what the argument is about.")
	case p.Of.Name != name:
		return "", problem.Input(p.Argument, "the id of a "+name+", not of a "+p.Of.Name, "Give the id of a "+p.Of.Name+".")
	}
	return parsed.GraphID, nil
}
