package graph

import (
	"context"
	"errors"
	"reflect"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/mapping"
)

// readable resolves a field unless its value could not be read in the Graph API's
// answer. Of a list that lacks items, the others are answered, with an error for each
// that is missing. A computed field makes do with what could be read.
func (g *guard) readable(ctx context.Context, f *mapping.Field, parent any, next graphql.Resolver) (any, error) {
	if parent == nil || !g.loader.Faulty() {
		return next(ctx)
	}
	if f.Computed {
		value, err := next(ctx)
		if cause := g.causeOf(f, parent); cause != nil && err == nil && isEmpty(value) {
			return nil, cause
		}
		return value, err
	}
	if len(f.Names) == 0 {
		return next(ctx)
	}
	return g.without(ctx, g.loader.Fault(parent, f.Names[0]), next)
}

// without resolves a field without what could not be read of it.
func (g *guard) without(ctx context.Context, fault *entity.Fault, next graphql.Resolver) (any, error) {
	switch {
	case fault == nil:
	case fault.Whole != nil:
		return nil, fault.Whole
	default:
		for _, item := range fault.Items {
			addLost(ctx, item)
		}
		if fault.Rest != nil {
			graphql.AddError(ctx, fault.Rest)
		}
	}
	return next(ctx)
}

// causeOf returns the error of a value that a computed field is made of; nil if all of
// them could be read.
func (g *guard) causeOf(f *mapping.Field, parent any) error {
	for _, name := range f.Names {
		if fault := g.loader.Fault(parent, name); fault != nil && fault.Whole != nil {
			return fault.Whole
		}
	}
	e, ok := parent.(entity.Entity)
	if !ok {
		return nil
	}
	for _, need := range f.Needs {
		page, err := e.EntityBase().Page(need.Name)
		if err != nil {
			return err
		}
		for _, of := range need.Fields {
			if err := g.causeOn(page, of.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

// causeOn returns the error of an item on a page, or of a field of the items.
func (g *guard) causeOn(page *entity.Page, field string) error {
	if page == nil {
		return nil
	}
	for _, item := range page.Items {
		if lost, ok := item.(*entity.ValueError); ok {
			return lost
		}
		if fault := g.loader.Fault(item, field); fault != nil && fault.Whole != nil {
			return fault.Whole
		}
	}
	return nil
}

// isEmpty reports whether a resolved value says nothing.
func isEmpty(value any) bool {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Interface:
		return v.IsNil()
	case reflect.Slice:
		return v.Len() == 0
	}
	return false
}

// withoutLost returns the error of a list of nodes, unless it is only about those that
// are missing in the list: then an error is added for each of them.
func withoutLost(ctx context.Context, err error) error {
	lost := loader.Lost(err)
	if lost == nil {
		return err
	}
	for _, err := range lost {
		if item, ok := errors.AsType[*entity.ValueError](err); ok {
			addLost(ctx, item.At(nil, graphql.GetFieldContext(ctx).Field.Name, item.Item()))
		} else {
			graphql.AddError(ctx, err)
		}
	}
	return nil
}

// addLost adds the error of an item that is missing in the list that is resolved, at the index
// that the item would have. A field that shows one item of a list has no such index.
func addLost(ctx context.Context, lost *entity.ValueError) {
	if graphql.GetFieldContext(ctx).Field.Definition.Type.Elem != nil {
		ctx = graphql.WithPathContext(ctx, graphql.NewPathWithIndex(lost.Item()))
	}
	graphql.AddError(ctx, lost)
}
