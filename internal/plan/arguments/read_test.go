package arguments_test

import (
	"slices"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

// read reads the arguments of the field of me that an operation selects.
func read(t *testing.T, query string) ([]arguments.Arguments, []error, error) {
	t.Helper()
	o := plantest.Operation(t, query, nil)
	user := plantest.Mapping(t).Type("User")
	me := o.Operation.SelectionSet[0].(*ast.Field)
	selected := graphql.CollectFields(o, me.SelectionSet, user.Satisfies)[0]
	return arguments.Read(&expansion.Expansion{Type: user}, user.Fields[selected.Name], dialect.Of(dialect.Instagram), o, selected)
}

func TestRead_keepsTheClientsOrderOfMetrics(t *testing.T) {
	all, refused, err := read(t, `{ me { insights(metrics: [LIKES, FOLLOWER_COUNT, VIEWS, LIKES, IMPRESSIONS], period: DAY) { name } } }`)
	if err != nil || len(all) != 2 || len(refused) != 1 {
		t.Fatalf("%d calls, refused %v, %v", len(all), refused, err)
	}
	for i, metrics := range [][]string{{"likes", "views"}, {"follower_count"}} {
		if got := all[i].Metrics(); !slices.Equal(got, metrics) {
			t.Errorf("call %d asks for %q, want %q", i, got, metrics)
		}
		if want := []string{"likes", "follower_count", "views", "impressions"}; !slices.Equal(all[i].Order, want) {
			t.Errorf("the order is %q, want %q", all[i].Order, want)
		}
		if all[i].Window != nil {
			t.Error("an edge without pages has a window")
		}
	}
	if a, b := all[0].Key(user(t).Fields["insights"].Edge), all[1].Key(user(t).Fields["insights"].Edge); a == b {
		t.Errorf("pages of different types have one key: %s", a)
	}
}

func TestRead_ofAConnectionIsAWindow(t *testing.T) {
	all, refused, err := read(t, `{ me { media(first: 3) { nodes { id } } } }`)
	if err != nil || len(all) != 1 || len(refused) != 0 || all[0].Window == nil || all[0].Window.MaxItems() != 3 || all[0].Order != nil {
		t.Errorf("%+v, refused %v, %v", all, refused, err)
	}
	if got := all[0].Key(user(t).Fields["media"].Edge); got != "media" {
		t.Errorf("the page is %s", got)
	}
	for _, wrong := range []string{`{ me { media(first: 3, last: 3) { nodes { id } } } }`, `{ me { insights(metrics: [], period: DAY) { name } } }`} {
		if all, _, err := read(t, wrong); err == nil || all != nil {
			t.Errorf("%s: %+v", wrong, all)
		}
	}
}

func user(t *testing.T) *mapping.Type {
	t.Helper()
	return plantest.Mapping(t).Type("User")
}
