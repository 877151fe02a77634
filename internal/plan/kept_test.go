package plan_test

import (
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestBound_hasWhatThisServerKeepsTheIDsOf(t *testing.T) {
	t.Parallel()
	const whose = 2 // calls that tell whose the token is
	for query, want := range map[string]int{
		`{ publication(id: "1") { state media { id } } }`:                                                           whose,
		`{ publication(id: "1") { media { caption } } }`:                                                            whose + 1,
		`{ publication(id: "1") { containers { statusCode } } }`:                                                    whose + 11,
		`{ node(id: "UHVibGljYXRpb246MQ") { ... on Publication { media { caption } } } }`:                           whose + 1,
		`{ me { publications { pageInfo { hasNextPage } } } }`:                                                      1 + whose,
		`{ me { publications { nodes { media { caption } } } } }`:                                                   1 + whose + 25,
		`{ me { publications(first: 3) { edges { node { media { caption } } } } } }`:                                1 + whose + 3,
		`{ me { publications(first: 300) { nodes { containers { statusCode } } } } }`:                               1 + whose + 1100,
		`{ me { media(first: 5) { nodes { owner { publications(first: 3) { nodes { media { caption } } } } } } } }`: 1 + whose + 15,
		`mutation { cancelPublication(input: {publicationId: "1"}) { publication { media { caption } state } } }`:   whose + 1,
	} {
		p := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), plantest.Operation(t, query, nil))
		if got := p.Bound(dialect.Single); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
		if cost := p.Cost(dialect.Single); cost < want*plan.CallCost {
			t.Errorf("%s costs %d", query, cost)
		}
	}
}

func TestCompileFor_leavesAccountsOfOtherTokensToPlansOfTheirOwn(t *testing.T) {
	o := plantest.Operation(t, `{ me { username } accounts { username } }`, nil)
	for others, want := range map[bool]struct{ calls, bound int }{false: {1, 1}, true: {1, 1 + plan.MaxConnected}} {
		p := plan.CompileFor(plan.Own{Others: others}, plantest.Mapping(t), dialect.Of(dialect.Instagram), o)
		if calls, bound := len(p.Calls(dialect.Single)), p.Bound(dialect.Single); calls != want.calls || bound != want.bound || p.AsksConnected() != others || (p.Root("accounts") == nil) != others {
			t.Errorf("others: %v: %d calls, at most %d, connected %v", others, calls, bound, p.AsksConnected())
		}
	}
}

func TestCompileFor_countsAccountsThatOtherTokensMayBeFor(t *testing.T) {
	const one, two = "VXNlcjox", "VXNlcjoy"
	for query, want := range map[string]int{
		`{ node(id: "` + one + `") { ... on User { username } } }`:                            1,
		`{ nodes(ids: ["` + one + `", "` + two + `"]) { ... on User { username } } }`:         2,
		`{ user(id: "1") { username } }`:                                                      1,
		`{ media(id: "1") { caption } }`:                                                      0,
		`{ a: user(id: "1") { username } b: node(id: "` + one + `") { ... on User { id } } }`: 2,
	} {
		o := plantest.Operation(t, query, nil)
		plain := plan.CompileFor(plan.Own{}, plantest.Mapping(t), dialect.Of(dialect.Instagram), o)
		others := plan.CompileFor(plan.Own{Others: true}, plantest.Mapping(t), dialect.Of(dialect.Instagram), o)
		if got := others.Bound(dialect.Single) - plain.Bound(dialect.Single); got != want || others.AsksConnected() != (want > 0) || plain.AsksConnected() {
			t.Errorf("%s: %d calls more, want %d", query, got, want)
		}
	}
}
