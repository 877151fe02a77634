package model_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/graph/model"
)

// selections select leaves, or something within them.
var selections = map[string]ast.SelectionSet{
	"leaves": {&ast.Field{Alias: "id"}, &ast.InlineFragment{SelectionSet: ast.SelectionSet{&ast.Field{Alias: "caption"}}}},
	"more":   {&ast.FragmentSpread{Definition: &ast.FragmentDefinition{SelectionSet: ast.SelectionSet{&ast.Field{Alias: "owner", SelectionSet: ast.SelectionSet{&ast.Field{}}}}}}},
}

func TestMarshalSlice_keepsTheOrderAndTellsEachElementItsIndex(t *testing.T) {
	for name, selected := range selections {
		list := model.MarshalSlice(responding(t), selected, 3, func(ctx context.Context, i int) graphql.Marshaler {
			if at := *graphql.GetFieldContext(ctx).Index; at != i {
				t.Errorf("%s: element %d is told that it is element %d", name, i, at)
			}
			return graphql.MarshalInt(i)
		})
		var text bytes.Buffer
		list.MarshalGQL(&text)
		if text.String() != "[0,1,2]" {
			t.Errorf("%s: the list is %s", name, &text)
		}
	}
}

func TestMarshalSlice_isNullWithAnErrorWhereAnElementPanics(t *testing.T) {
	for name, selected := range selections {
		ctx := responding(t)
		list := model.MarshalSlice(ctx, selected, 3, func(_ context.Context, i int) graphql.Marshaler {
			if i == 1 {
				panic("broken")
			}
			return graphql.Null
		})
		errs := graphql.GetErrors(ctx)
		if list != nil || len(errs) != 1 || errs[0].Path.String() != "[1]" {
			t.Errorf("%s: the list is %v, the errors are %v", name, list, errs)
		}
	}
}

// responding is the context of a response that is being made.
func responding(t *testing.T) context.Context {
	return graphql.WithResponseContext(t.Context(), graphql.DefaultErrorPresenter, graphql.DefaultRecover)
}
