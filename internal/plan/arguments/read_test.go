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
	return readAs(t, query, func(*mapping.Field) {})
}

// readAs reads the arguments of the field of me that an operation selects, with changes in
// what the schema says of the field.
func readAs(t *testing.T, query string, change func(*mapping.Field)) ([]arguments.Arguments, []error, error) {
	t.Helper()
	o := plantest.Operation(t, query, nil)
	user := plantest.Mapping(t).Type("User")
	me := o.Operation.SelectionSet[0].(*ast.Field)
	selected := graphql.CollectFields(o, me.SelectionSet, user.Satisfies)[0]
	f := *user.Fields[selected.Name]
	f.Params = slices.Clone(f.Params)
	change(&f)
	return arguments.Read(&expansion.Expansion{Type: user}, &f, dialect.Of(dialect.Instagram), o, selected)
}

func TestRead_keepsTheClientsOrderOfMetrics(t *testing.T) {
	all, refused, err := read(t, `{ me { insights(metrics: [LIKES, FOLLOWER_COUNT, VIEWS, LIKES, IMPRESSIONS], period: DAY) { name } } }`)
	if err != nil || len(all) != 2 || len(refused) != 1 {
		t.Fatalf("%d calls, refused %v, %v", len(all), refused, err)
	}
	for i, metrics := range [][]string{{"likes", "views"}, {"follower_count"}} {
		if got := all[i].Metrics; !slices.Equal(got, metrics) {
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

// What the schema says of metrics today leaves some of what it can say unsaid.
func TestRead_goesByWhatTheSchemaSaysOfMetrics(t *testing.T) {
	metrics := func(f *mapping.Field) *mapping.Param {
		return &f.Params[slices.IndexFunc(f.Params, func(p mapping.Param) bool { return p.Name == "metric" })]
	}
	for name, change := range map[string]func(*mapping.Field){
		"totals of several periods": func(f *mapping.Field) {
			metrics(f).Values = &mapping.Values{Metrics: map[string]mapping.Metric{"LIKES": {Periods: []string{"DAY", "WEEK"}, Types: []string{"TOTAL_VALUE"}}}}
		},
		"the metrics not in the first argument": func(f *mapping.Field) {
			metrics(f).Values = nil
			f.Params = append([]mapping.Param{{Argument: "period", Values: &mapping.Values{}}}, f.Params...)
			metrics(f).Values = &mapping.Values{Metrics: map[string]mapping.Metric{"LIKES": {}}}
		},
	} {
		all, refused, err := readAs(t, `{ me { insights(metrics: [LIKES], period: WEEK) { name } } }`, change)
		if err != nil || len(refused) > 0 || len(all) != 1 || !slices.Equal(all[0].Order, []string{"likes"}) {
			t.Errorf("%s: %+v, refused %v, %v", name, all, refused, err)
		}
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
