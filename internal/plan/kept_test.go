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
