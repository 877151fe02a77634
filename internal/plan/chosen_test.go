package plan_test

import (
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestChosenAccount_isWhatTheInputSays(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]string{
		`{mediaId: "17", message: "x"}`: "", `{mediaId: "17", message: "x", accountId: null}`: "", `{mediaId: "17", message: "x", accountId: "5"}`: "5", `$input`: "6",
	} {
		o := plantest.Operation(t, `mutation($input: CreateCommentInput!) { createComment(input: `+input+`) { __typename } a: createComment(input: $input) { __typename } }`,
			map[string]any{"input": map[string]any{"mediaId": "17", "message": "x", "accountId": "6"}})
		selected := graphql.CollectFields(o, o.Operation.SelectionSet, []string{"Mutation"})
		if got := plan.ChosenAccount(o, selected[0]); got != want {
			t.Errorf("%s chooses %q, not %q", input, got, want)
		}
	}
}

func TestConnectionOf_isInTheGlobalIDsOfConnectionsOnly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{globalid.NewKept("ConnectedAccount", "A"): "A", globalid.NewKept("Session", "A"): "", globalid.New("User", "17"): "", "17": "", "": ""} {
		if got := plan.ConnectionOf(text); got != want {
			t.Errorf("%q is of the connection %q, not %q", text, got, want)
		}
	}
}

func TestCompileChosen_plansOneMutationAsTheTokensOwn(t *testing.T) {
	t.Parallel()
	o := plantest.Operation(t, `mutation { a: createComment(input: {mediaId: "17", message: "x", accountId: "5"}) { comment { text } } b: createComment(input: {mediaId: "18", message: "x"}) { __typename } }`, nil)
	selected := graphql.CollectFields(o, o.Operation.SelectionSet, []string{"Mutation"})
	p := plan.CompileChosen(plan.Own{Person: true}, plantest.Mapping(t), dialect.Of(dialect.Instagram), o, selected[0])
	if len(p.Roots()) != 1 || p.Root("a").Err != nil || p.Root("a").Write.Account != "" || len(p.Calls(dialect.Single)) != 1 {
		t.Errorf("the plan makes %v", p.Calls(dialect.Single))
	}
	all := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), o)
	before := all.Bound(dialect.Single)
	if all.Leave("a"); all.Root("a") != nil || len(all.Roots()) != 1 || all.Bound(dialect.Single) >= before {
		t.Errorf("what is left of the operation's plan makes %v", all.Calls(dialect.Single))
	}
}

func TestCompileFor_readsNoConnectionAsAnIDOfTheGraphAPI(t *testing.T) {
	t.Parallel()
	o := plantest.Operation(t, `mutation { createComment(input: {mediaId: "17", message: "x", accountId: "`+globalid.NewKept("ConnectedAccount", "A")+`"}) { __typename } }`, nil)
	for person, cost := range map[bool]bool{true: true, false: false} {
		p := plan.CompileFor(plan.Own{Person: person}, plantest.Mapping(t), dialect.Of(dialect.Instagram), o)
		if (p.Root("createComment").Err == nil) != person || (p.Cost(dialect.Single) > 0) != cost {
			t.Errorf("a person: %v; %v, costs %d", person, p.Root("createComment").Err, p.Cost(dialect.Single))
		}
	}
}
