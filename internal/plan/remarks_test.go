package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestRemarks_sayWhatTheCallsLeaveOut(t *testing.T) {
	t.Parallel()
	const malformed = "neither a global id nor a Graph API id"
	for query, want := range map[string][]string{
		`{ me { username } }`: {},
		`{ media(id: "no id!") { id } a: comment(id: "") { id } }`: {"media: " + malformed, "a: " + malformed},
		`{ me { media(first: -1) { nodes { id } } } }`:             {"User.media: first: -1 is not between 0 and 1000"},
		`{ hashtag(name: "coke") { name } }`:                       {"some fields do not exist with Instagram Login and are left out"},
	} {
		p := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), plantest.Operation(t, query, nil))
		if got := p.Remarks(); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	p := facebook(t, `{ hashtag(name: "") { name } }`)
	if got := p.Remarks(); len(got) != 1 || !strings.HasPrefix(got[0], "hashtag: ") {
		t.Errorf("%q", got)
	}
}
