package graph

import (
	"context"
	"reflect"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// guard is called before each field of an operation. Mostly it has no objection;
// it returns an error if the viewer's login type lacks the field or does not show
// it there, which is known before any call, or if the Graph API refused it.
type guard struct {
	mapping *mapping.Mapping
	login   dialect.Login
	plan    *plan.Plan
	loader  *loader.Loader
	// connected are the parts of the operation that ask in the names of connected accounts;
	// nil for none.
	connected *connected
}

// install puts the guard before the fields of an operation. The middleware is kept
// small: it is on the stack of every field, and gqlgen resolves each item of a list
// on a new one.
func (g *guard) install(operation *graphql.OperationContext) {
	model.SetDirect(operation, func() bool { return !g.needed() })
	operation.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) {
		if g.needed() {
			return g.check(ctx, next)
		}
		return next(ctx)
	}
}

// needed reports whether anything is known against any field.
func (g *guard) needed() bool {
	return g.connected != nil || g.plan.Refused || g.loader.Refused() || g.loader.Faulty()
}

// check resolves a field unless something is known against it.
func (g *guard) check(ctx context.Context, next graphql.Resolver) (any, error) {
	fc := graphql.GetFieldContext(ctx)
	if g.connected != nil {
		p, err := g.connected.partOf(ctx, fc)
		if err != nil {
			return nil, err
		}
		if p != nil {
			return p.guard.check(p.context(ctx), next)
		}
	}
	parent := parentOf(fc.Parent)
	t := g.mapping.Type(fc.Object)
	if t == nil || t.Fields[fc.Field.Name] == nil {
		return g.without(ctx, g.loader.Fault(parent, fc.Field.Name), next)
	}
	f := t.Fields[fc.Field.Name]
	if err := f.Refusal(g.login); err != nil {
		return nil, err
	}
	if e, ok := parent.(entity.Entity); ok {
		if err := e.EntityBase().Plan.Refusal(f); err != nil {
			return nil, err
		}
	}
	for _, wanted := range g.expansionsOf(fc.Parent) {
		for _, name := range f.Names {
			if err := wanted.Refused[name]; err != nil {
				return nil, err
			}
		}
	}
	return g.readable(ctx, f, parent, next)
}

// expansionsOf returns what was asked of the object that a field returned: of an entity what
// it holds, of a value what its entity's edge or field was asked for, under each of the
// edge's keys.
func (g *guard) expansionsOf(fc *graphql.FieldContext) []*expansion.Expansion {
	if fc == nil {
		return nil
	}
	if e, ok := parentOf(fc).(entity.Entity); ok {
		if e.EntityBase().Plan == nil { // nothing was wanted of it
			return nil
		}
		return []*expansion.Expansion{e.EntityBase().Plan}
	}
	outer := g.expansionsOf(fc.Parent)
	t := g.mapping.Type(fc.Object)
	if len(outer) == 0 || fc.Field.Field == nil || t == nil || t.Fields[fc.Field.Name] == nil {
		return outer // an item of a list, or a connection
	}
	f := t.Fields[fc.Field.Name]
	var inner []*expansion.Expansion
	for _, wanted := range outer {
		for _, e := range wanted.Edges {
			if f.Edge == e.Edge {
				inner = append(inner, e.Node)
			}
		}
		if len(f.Names) == 1 {
			if o := wanted.Object(f.Names[0]); o != nil {
				inner = append(inner, o)
			}
		}
	}
	return inner
}

// productsOf returns the product types that the media can have on which a field is resolved,
// according to its edge or its own field; nil where they are not known.
func productsOf(fc *graphql.FieldContext) []string {
	m, ok := parentOf(fc.Parent).(*model.Media)
	switch {
	case !ok:
		return nil
	case m.MediaProductType != nil:
		return []string{string(*m.MediaProductType)}
	case m.Plan != nil:
		return m.Plan.Products
	}
	return nil
}

// parentOf returns a pointer to the model that a field is resolved on; nil for none.
func parentOf(parent *graphql.FieldContext) any {
	if parent == nil || parent.Result == nil {
		return nil
	}
	// In a list, gqlgen holds a pointer to the element.
	if v := reflect.ValueOf(parent.Result); v.Kind() == reflect.Pointer && !v.IsNil() {
		switch v.Elem().Kind() {
		case reflect.Pointer, reflect.Interface:
			if v.Elem().IsNil() {
				return nil
			}
			return v.Elem().Interface()
		}
	}
	return parent.Result
}
