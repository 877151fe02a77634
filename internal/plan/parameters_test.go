package plan_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestParameters_areVariablesOfNothingButIDs(t *testing.T) {
	m, some := plantest.Mapping(t), map[string]any{"a": 1, "b": 1}
	for query, want := range map[string]string{
		`query($a: ID!) { media(id: $a) { id } }`:                                                            "a",
		`query($a: [ID!]!) { nodes(ids: $a) { id } }`:                                                        "a",
		`query($a: ID!, $b: ID!) { ... { media(id: $a) { id } } node(id: $b) { id } }`:                       "a b",
		`query($a: ID!) { x: media(id: $a) { id } y: media(id: $a) { caption } }`:                            "",
		`query($a: ID!) { ...F } fragment F on Query { media(id: $a) { id } }`:                               "",
		`query($a: ID!) { nodes(ids: [$a]) { id } }`:                                                         "",
		`query($a: Int) { me { media(first: $a) { nodes { id } } } }`:                                        "",
		`query($a: String!) { hashtag(name: $a) { id } }`:                                                    "",
		`query($a: ID!, $c: Boolean = true) { media(id: $a) @include(if: $c) { id caption @skip(if: $c) } }`: "a",
	} {
		var got []string
		for _, p := range plan.Parameters(m, plantest.Operation(t, query, some).Operation) {
			got = append(got, p.Variable)
		}
		if fmt.Sprintf("%s", got) != "["+want+"]" {
			t.Errorf("%s: %v, want %s", query, got, want)
		}
	}
}

func TestParameter_knowsTheTypesOfItsIDs(t *testing.T) {
	m := plantest.Mapping(t)
	of := func(query string) plan.Parameter {
		return plan.Parameters(m, plantest.Operation(t, query, map[string]any{"a": "1"}).Operation)[0]
	}
	media, nodes := of(`query($a: ID!) { media(id: $a) { id } }`), of(`query($a: [ID!]!) { nodes(ids: $a) { id } }`)
	m1, c1 := globalid.New("Media", "17"), globalid.New("Comment", "18")
	many := make([]any, plan.MaxNodes+1)
	for i := range many {
		many[i] = m1
	}
	for _, c := range []struct {
		name  string
		of    plan.Parameter
		value any
		want  string
	}{
		{"a global id", media, m1, "[17] [Media]"},
		{"a Graph API id", media, "17", "[17] [Media]"},
		{"several", nodes, []any{m1, c1}, "[17 18] [Media Comment]"},
		{"one in place of a list", nodes, c1, "[18] [Comment]"},
		{"as many as there may be", nodes, many[1:2], "[17] [Media]"},
		{"a Graph API id where none is taken", nodes, []any{m1, "17"}, ""},
		{"the id of another type", media, c1, ""},
		{"no id", media, "?", ""},
		{"no text", media, true, ""},
		{"null", media, nil, ""},
		{"none", nodes, []any{}, ""},
		{"too many", nodes, many, ""},
		{"one that this server keeps", nodes, []any{m1, globalid.New("Publication", "17")}, ""},
		{"one that is found through another", nodes, []any{globalid.ID{Type: "User", GraphID: "17", Way: globalid.Way{Steps: []globalid.Step{{Name: "business_discovery", Value: "ann"}}}}.String()}, ""},
	} {
		ids, types, ok := c.of.IDs(m, dialect.Of(dialect.Instagram), c.value)
		if got := fmt.Sprint(ids, types); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s: %s, %t, want %s", c.name, got, ok, c.want)
		}
	}
	if _, _, ok := nodes.IDs(m, dialect.Of(dialect.Instagram), many[:plan.MaxNodes]); !ok {
		t.Error("the most ids are not taken")
	}
	if _, _, ok := nodes.IDs(m, dialect.Of(dialect.BasicDisplay), c1); ok {
		t.Error("an id of a type that the login type lacks")
	}
}

// A plan for other ids is the plan that they would have been given.
func TestPlan_isTheSameForOtherIDs(t *testing.T) {
	m := plantest.Mapping(t)
	for _, query := range []string{
		`query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Media { caption comments(first: 2) { totalCount nodes { text } } } ... on Comment { text } } }`,
		`query($ids: [ID!]!) { b: media(id: "99") { caption } nodes(ids: $ids) { ... on Media { caption } } me { username } }`,
		`query($ids: [ID!]!) { nodes(ids: $ids) { ... on Media { caption } } }`,
	} {
		for _, types := range [][]string{{"Media"}, {"Media", "Media"}, {"Media", "Comment", "Media"}, slices.Repeat([]string{"Media"}, 60)} {
			for _, login := range []dialect.Login{dialect.Instagram, dialect.Facebook} {
				for _, mode := range []dialect.LookupMode{dialect.IDs, dialect.Batch, dialect.Single} {
					ids := func(from int) (global []any, plain []string) {
						for i, name := range types {
							id := fmt.Sprint(from + i)
							global, plain = append(global, globalid.New(name, id)), append(plain, id)
						}
						return global, plain
					}
					before, _ := ids(1000)
					after, plain := ids(5000)
					compiled := func(ids []any) *plan.Plan {
						return plan.Compile(m, dialect.Of(login), plantest.Operation(t, query, map[string]any{"ids": ids}))
					}
					first, want := compiled(before), compiled(after)
					got := first.With(map[string][]string{"ids": plain})
					if g, w := said(got, mode, got.Only(mode)), said(want, mode, want.Only(mode)); g != w {
						t.Errorf("%s by %v: \n%s\nwant\n%s", query, mode, g, w)
					}
					if only := first.Only(mode); only != nil {
						if g, w := said(got, mode, only.With(got.Lookups())), said(want, mode, want.Only(mode)); g != w {
							t.Errorf("%s by %v, the only call: \n%s\nwant\n%s", query, mode, g, w)
						}
					}
					if g, w := said(first, mode, nil), said(compiled(before), mode, nil); g != w {
						t.Errorf("%s: the first plan has changed: \n%s\nwant\n%s", query, g, w)
					}
				}
			}
		}
	}
}

// said is all that can be seen of a plan.
func said(p *plan.Plan, mode dialect.LookupMode, only *plan.Only) string {
	text := fmt.Sprintln(p.Bound(mode), p.Cost(mode), p.Valid(), p.Distinct())
	call := func(c graphapi.Call) { text += fmt.Sprintln(c.String(), c.Lifetime, c.Node, c.Once) }
	for _, c := range p.Calls(mode) {
		call(c)
	}
	for _, r := range p.Roots() {
		if p.Root(r.Key) != r {
			text += "another root field\n"
		}
		for _, l := range r.Lookups {
			text += fmt.Sprintln(r.Key, l.ID, l.Node, l.Node.Mark, l.Node.PerNode)
		}
	}
	if only != nil {
		call(only.Call)
		text += fmt.Sprintln(only.Form, only.NodeIDs, only.Nodes, only.Account)
	}
	return text
}

func TestPlan_isDistinctWhereNoNodeIsLookedUpTwice(t *testing.T) {
	for query, want := range map[string]bool{
		`{ media(id: "1") { caption } }`:                             true,
		`{ a: media(id: "1") { caption } b: media(id: "2") { id } }`: true,
		`{ a: media(id: "1") { caption } b: media(id: "1") { id } }`: false,
		`{ me { username } }`:                                        true,
	} {
		if p := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), plantest.Operation(t, query, nil)); p.Distinct() != want {
			t.Errorf("%s: %t", query, !want)
		}
	}
}
