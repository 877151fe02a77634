package model

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// MarshalSlice resolves the elements of a list. Where only leaves are selected of
// them, it takes one after the other: a goroutine for each costs more than the
// leaves. Elements whose fields may wait for the Graph API are resolved side by
// side, so that their calls travel together.
func MarshalSlice(ctx context.Context, selected ast.SelectionSet, length int, marshal func(context.Context, int) graphql.Marshaler) graphql.Array {
	if !onlyLeaves(selected) {
		return graphql.MarshalSliceConcurrently(ctx, length, 0, false, marshal)
	}
	elements := make([]element, length)
	list := make(graphql.Array, length)
	for i := range elements {
		e := &elements[i]
		e.index = i
		e.field.Index = &e.index
		var ok bool
		if list[i], ok = e.marshal(graphql.WithFieldContext(ctx, &e.field), marshal); !ok {
			return nil
		}
	}
	return list
}

// element is where in an answer an element of a list is.
type element struct {
	field graphql.FieldContext
	index int
}

// marshal resolves the element; a panic is an error at the element.
func (e *element) marshal(ctx context.Context, marshal func(context.Context, int) graphql.Marshaler) (m graphql.Marshaler, ok bool) {
	defer func() {
		if cause := recover(); cause != nil {
			graphql.AddError(ctx, graphql.Recover(ctx, cause))
		}
	}()
	return marshal(ctx, e.index), true
}

// onlyLeaves reports whether nothing is selected within what is selected.
func onlyLeaves(selected ast.SelectionSet) bool {
	for _, s := range selected {
		switch s := s.(type) {
		case *ast.Field:
			if len(s.SelectionSet) > 0 {
				return false
			}
		case *ast.InlineFragment:
			if !onlyLeaves(s.SelectionSet) {
				return false
			}
		case *ast.FragmentSpread:
			if !onlyLeaves(s.Definition.SelectionSet) {
				return false
			}
		}
	}
	return true
}
