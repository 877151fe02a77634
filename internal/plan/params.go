package plan

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/timestamp"
)

// Asked is what the arguments of a field with an edge ask for.
type Asked struct {
	Params []fields.Param
	// Window is the part that a connection wants; nil where the edge comes whole.
	Window *paging.Window
}

// Key returns what makes two pages of the edge the same.
func (a Asked) Key(edge *mapping.Edge) string { return Key(edge, a.Params) }

// Ask reads the arguments of a selected field of a node with an edge: what to ask
// for, in several parts where the Graph API cannot be asked for all of it at once. The
// error is a *problem.InputError or a *mapping.UnsupportedError, or says that an
// argument has another type than the schema says, which gqlgen reports before
// the field is resolved.
func Ask(of *Node, f *mapping.Field, login dialect.Login, operation *graphql.OperationContext, selected graphql.CollectedField) ([]Asked, error) {
	var values map[string]any
	if len(selected.Arguments) > 0 || len(f.Params) > 0 {
		values = selected.ArgumentMap(operation.Variables)
	}
	parts, err := split(of, f, login, values)
	if err != nil {
		return nil, err
	}
	asked := make([]Asked, len(parts))
	for i, values := range parts {
		if asked[i], err = ask(f, values); err != nil {
			return nil, err
		}
	}
	return asked, nil
}

// ask writes arguments that can be asked with together.
func ask(f *mapping.Field, values map[string]any) (asked Asked, err error) {
	if f.Edge.Actor != "" {
		asked.Params = append(asked.Params, fields.Param{Name: f.Edge.Actor, Value: Actor})
	}
	for _, p := range f.Params {
		if values[p.Argument] == nil {
			continue
		}
		text, err := write(p, values[p.Argument])
		if err != nil {
			return asked, err
		}
		asked.Params = append(asked.Params, fields.Param{Name: p.Name, Value: text})
	}
	if f.Kind != mapping.Connection {
		return asked, nil
	}
	args, err := pagingArgs(values)
	if err != nil {
		return asked, err
	}
	if asked.Window, err = paging.NewWindow(f.Edge, args, asked.Params...); err != nil {
		return asked, err
	}
	asked.Params = asked.Window.Params()
	return asked, nil
}

// pagingArgs reads the arguments that page a connection.
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

// write spells an argument as the Graph API takes it.
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
		if p.Values != nil && p.Values.Retired[text] != "" {
			return "", problem.Input(p.Argument, text+" is no more", p.Values.Retired[text])
		}
		text = strings.ToLower(text)
	case mapping.Time:
		t, err := timestamp.Unmarshal(value)
		if err != nil {
			return "", err
		}
		text = strconv.FormatInt(t.Unix(), 10)
	case mapping.ID:
		if _, graphID, err := globalid.Parse(text); err == nil {
			text = graphID
		}
		if !globalid.IsGraphID(text) {
			return "", problem.Input(p.Argument, "neither a global id nor a Graph API id",
				"Give an id as this API answered it in id or graphId.")
		}
	case mapping.Text:
		if text == "" || strings.ContainsAny(text, `(){}[]"'\,`) {
			return "", problem.Input(p.Argument, "empty, or with a character that cannot stand in a Graph API parameter",
				"Leave out brackets, quotes, commas and backslashes.")
		}
	}
	return text, nil
}
