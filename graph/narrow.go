package graph

import (
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/viewer"
)

// narrow returns why a credential of this server's does not allow an operation, whatever the
// account's token allows: an error for each field, as many as are told; nil if it does.
func (o operations) narrow(v viewer.Viewer, operation *graphql.OperationContext) gqlerror.List {
	if !v.Narrowed() {
		return nil
	}
	n := narrowing{mapping: o.mapping, limits: v.Limits, dialect: v.Dialect, operation: operation, seen: map[string]bool{}}
	n.selections(operation.Operation.SelectionSet, nil)
	return n.refused[:min(len(n.refused), o.maxErrors)]
}

// narrowAt returns why a viewer's credential does not allow what is selected of a field that is
// asked by another login type than the operation; nil if it does.
func (o operations) narrowAt(v viewer.Viewer, operation *graphql.OperationContext, fc *graphql.FieldContext) error {
	return o.firstRefused(v, operation, func(n *narrowing) { n.selections(fc.Field.Selections, fc.Path()) })
}

// narrowField returns why a viewer's credential does not allow a field of the operation's own
// type that is asked by another login type than the operation; nil if it does.
func (o operations) narrowField(v viewer.Viewer, operation *graphql.OperationContext, fc *graphql.FieldContext) error {
	return o.firstRefused(v, operation, func(n *narrowing) { n.field(fc.Field.Field, fc.Path()) })
}

// firstRefused returns why a viewer's credential does not allow the first field that it does not
// allow of those that are looked at; nil for none.
func (o operations) firstRefused(v viewer.Viewer, operation *graphql.OperationContext, look func(*narrowing)) error {
	if !v.Narrowed() {
		return nil
	}
	n := narrowing{mapping: o.mapping, limits: v.Limits, dialect: v.Dialect, operation: operation, seen: map[string]bool{}}
	look(&n)
	if len(n.refused) == 0 {
		return nil
	}
	return n.refused[0]
}

// narrowing looks for fields that a credential does not allow.
type narrowing struct {
	mapping   *mapping.Mapping
	limits    *viewer.Limits
	dialect   *dialect.Dialect
	operation *graphql.OperationContext
	seen      map[string]bool // the names of the fragments that were looked at
	refused   gqlerror.List
}

func (n *narrowing) selections(set ast.SelectionSet, at ast.Path) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			n.field(s, append(slices.Clip(at), ast.PathName(s.Alias)))
		case *ast.InlineFragment:
			n.selections(s.SelectionSet, at)
		case *ast.FragmentSpread:
			if f := n.operation.Doc.Fragments.ForName(s.Name); f != nil && !n.seen[s.Name] {
				n.seen[s.Name] = true
				n.selections(f.SelectionSet, at)
			}
		}
	}
}

func (n *narrowing) field(f *ast.Field, at ast.Path) {
	mutation := len(at) == 1 && n.operation.Operation.Operation == ast.Mutation
	if mutation && n.limits.ReadOnly {
		n.refuse(f, at, "this credential only reads", "Make a SECRET key whose scopes have write, or none; an app has the person sign in with the scope write.", nil)
		return
	}
	if missing := n.missing(f); missing != nil {
		n.refuse(f, at, "this credential is not for what the field needs", "Make one whose scopes name these permissions, or none; an app has the person sign in with these scopes.", missing)
		return
	}
	n.selections(f.SelectionSet, at)
}

// missing returns Meta's names of the permissions that a field needs and that are not
// allowed; nil for none.
func (n *narrowing) missing(f *ast.Field) (missing []string) {
	if n.limits.Permissions == nil || f.ObjectDefinition == nil {
		return nil
	}
	t := n.mapping.Type(f.ObjectDefinition.Name)
	if t == nil {
		return nil
	}
	needed := []dialect.Permission{t.Requires.Permission}
	if known := t.Fields[f.Name]; known != nil {
		needed = append(needed, known.Permissions()...)
	}
	for _, permission := range needed {
		for _, name := range n.dialect.Names(permission) {
			scope := !strings.Contains(name, " ") // rather than an approval of the app
			if scope && !slices.Contains(n.limits.Permissions, name) && !slices.Contains(n.dialect.Names(dialect.Basic), name) && !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
		}
	}
	return missing
}

func (n *narrowing) refuse(f *ast.Field, at ast.Path, message, hint string, permissions []string) {
	extensions := map[string]any{"code": problem.Forbidden, "retryable": false, "hint": hint}
	if permissions != nil {
		extensions["permissions"] = permissions
	}
	if n.operation.Operation.Operation == ast.Mutation {
		extensions["outcome"] = string(graphapi.OutcomeNotSent)
	}
	err := &gqlerror.Error{Message: message, Path: at, Extensions: extensions}
	if f.Position != nil {
		err.Locations = []gqlerror.Location{{Line: f.Position.Line, Column: f.Position.Column}}
	}
	n.refused = append(n.refused, err)
}
