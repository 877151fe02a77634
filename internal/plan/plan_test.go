package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

// facebook returns the plan of an operation with Facebook Login.
func facebook(t *testing.T, query string) *plan.Plan {
	t.Helper()
	return plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Facebook), plantest.Operation(t, query, nil))
}

func TestValid_isFalseWhereAnArgumentIsWrong(t *testing.T) {
	for query, want := range map[string]bool{
		`{ __typename }`:                                                               true,
		`{ me { username } }`:                                                          true,
		`{ media(id: "1") { caption } }`:                                               true,
		`{ media(id: "no id") { caption } }`:                                           false,
		`{ a: media(id: "1") { id } b: media(id: "no id") { id } }`:                    false,
		`{ me { media(first: -1) { nodes { id } } } }`:                                 false,
		`{ hashtag(name: "coke") { name } }`:                                           true,
		`{ hashtag(name: "") { name } }`:                                               false,
		`{ hashtag(name: "#coke") { name } }`:                                          false,
		`{ hashtag(name: "coca cola") { name } }`:                                      false,
		`{ hashtag(name: "#coke") { name } me { media(first: -1) { nodes { id } } } }`: false,
	} {
		if got := facebook(t, query).Valid(); got != want {
			t.Errorf("%s is valid: %t", query, got)
		}
	}
}

func TestRoots_areFoundByTheirAliases(t *testing.T) {
	p, _ := plantest.Case{
		Query:     `query($ids: [ID!]!) { __typename own: me { username } several: nodes(ids: $ids) { id } tag: hashtag(name: "coke") { __typename } }`,
		Variables: map[string]any{"ids": []any{"global Media 1", "no id", "global Media 2"}}, Login: "facebook",
	}.Compile(t)
	var keys []string
	for _, root := range p.Roots() {
		if keys = append(keys, root.Key); p.Root(root.Key) != root {
			t.Errorf("%s is another root field", root.Key)
		}
	}
	if !slices.Equal(keys, []string{"own", "several", "tag"}) || p.Root("__typename") != nil {
		t.Errorf("%q", keys)
	}
	if got := p.Root("several").Known(); got != 2 {
		t.Errorf("%d of three ids are valid", got)
	}
	if n := p.Root("tag").Search.Node; !n.WantsID || !n.IDOnly() {
		t.Errorf("what is asked of the hashtag: %+v", n)
	}
	if account := p.Account(); account.Type != plantest.Mapping(t).Type("User") || !account.WantsID || !account.IDOnly() {
		t.Errorf("what is asked of the token's own account: %+v", account)
	}
}

func TestCompileFor_knowsTheAccount(t *testing.T) {
	m, d := plantest.Mapping(t), dialect.Of(dialect.Facebook)
	onward := fmt.Sprintf(`{ me { media(after: %q) { nodes { id } } } }`, paging.Cursor{ID: "5", Skip: 1, Parent: paging.Mark("17")}.Encode("User.media"))
	for _, c := range []struct {
		query, account string
		mark           uint32
	}{
		{onward, "17", paging.Mark("17")},
		{onward, "", 0},
		{`{ me { username } }`, "17", 0}, // all accounts share the plan
		{`{ me { username } accounts { username } }`, "17", 0},
		{`{ accounts { username } me { username } }`, "17", 0},
	} {
		p := plan.CompileFor(plan.Own{ID: c.account}, m, d, plantest.Operation(t, c.query, nil))
		if p.Me.Mark != c.mark || p.Me.PerNode != (p.Accounts != nil) || p.Accounts != nil && (p.Accounts != p.Me || !p.Me.WantsID) {
			t.Errorf("%s of %q: %+v", c.query, c.account, p.Me)
		}
	}
	if p := facebook(t, `{ accounts { username } }`); !p.Accounts.WantsID || !p.Accounts.PerNode {
		t.Errorf("all accounts: %+v", p.Accounts)
	}
	if p := facebook(t, `{ pages { name } }`); !p.FacebookPages.WantsID || !p.FacebookPages.PerNode {
		t.Errorf("all Pages: %+v", p.FacebookPages)
	}
}

func TestCompileEdge_plansWhatAResolverNeeds(t *testing.T) {
	m := plantest.Mapping(t)
	for name, c := range map[string]struct {
		field string
		of    expansion.Expansion
		want  []string
	}{
		"a connection":                      {`media(first: 3) { totalCount edges { cursor node { caption } } pageInfo { hasNextPage startCursor } }`, expansion.Expansion{}, []string{"media limit 3 {id,caption} cursors ends next"}},
		"a connection without items":        {`media(first: 0) { nodes { id } }`, expansion.Expansion{}, nil},
		"metrics":                           {`insights(metrics: [FOLLOWER_COUNT, LIKES], period: DAY) { name }`, expansion.Expansion{}, []string{"insights.period(day) follower_count {name}", "insights.period(day).metric_type(total_value) likes {name} another call"}},
		"of a node that never has the edge": {`stories(first: 3) { nodes { id } }`, expansion.Expansion{Absent: []string{"stories"}}, []string{"stories limit 3 {id}"}},
		"of a node that is shown in part":   {`media(first: 3) { nodes { caption comments { nodes { id } } } }`, expansion.Expansion{View: plantest.Mapping(t).Type("User").Fields["businessDiscovery"].Edge.View, Through: true}, []string{"media limit 3 {id,caption} through"}},
		"of a node without an id":           {`media(first: 3) { nodes { id } }`, expansion.Expansion{Through: true}, []string{"media limit 3 {id} through"}},
	} {
		o := plantest.Operation(t, "{ me { "+c.field+" } }", nil)
		c.of.Type = m.Type("User")
		selected := graphql.CollectFields(o, o.Operation.SelectionSet[0].(*ast.Field).SelectionSet, c.of.Type.Satisfies)[0]
		var got []string
		for _, e := range plan.CompileEdge(m, dialect.Of(dialect.Instagram), o, &c.of, c.of.Type.Fields[selected.Name], selected) {
			text := e.Key
			if e.Paged() {
				text += fmt.Sprint(" limit ", e.Limit())
			}
			text += " {" + e.Node.String() + "}"
			for _, has := range []struct {
				word string
				is   bool
			}{{"cursors", e.Cursors}, {"ends", e.Ends}, {"next", e.Beyond}, {"through", e.Node.Through}, {"another call", e.Asked != expansion.Here}} {
				if has.is {
					text += " " + has.word
				}
			}
			got = append(got, text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestReach_leadsAlongEachStep(t *testing.T) {
	for id, want := range map[string]string{
		"global User 17 by business_discovery=dino":                  "{me}: User.businessDiscovery business_discovery.username(dino) 17",
		"global Media 2 by business_discovery=dino media":            "{me}: User.businessDiscovery business_discovery.username(dino) , User.media media 2 searched",
		"global Media 3 by business_discovery=dino media=2 children": "{me}: User.businessDiscovery business_discovery.username(dino) , User.media media 2 searched, Media.children children 3 searched",
		"global Business 2 from User 1 by owner_business":            "1: User.ownerBusiness owner_business 2",
		"global Media 2 from User 1 by tags":                         "1: User.tags tags 2 searched",
	} {
		p, _ := plantest.Case{Query: `query($id: ID!) { a: node(id: $id) { id } b: node(id: $id) { id } }`, Variables: map[string]any{"id": id}, Login: "facebook"}.Compile(t)
		l := p.Root("a").Lookups[0]
		var steps []string
		for _, s := range l.Way {
			text := s.Field.Coordinate() + " " + s.Object
			if s.Edge != nil {
				text += s.Edge.Key
			}
			text += " " + s.ID
			if s.Search != nil {
				text += " searched"
			}
			steps = append(steps, text)
		}
		if got := l.ID + ": " + strings.Join(steps, ", "); l.Err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", id, got, l.Err, want)
		}
	}
}

func TestCompile_asksForTheQuotasThatNoHeaderReports(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query   string
		login   dialect.Login
		refused bool
		calls   int
	}{
		{`{ me { username } }`, dialect.Facebook, false, 1},
		{`{ rateLimit { __typename } }`, dialect.Facebook, false, 0},
		{`{ rateLimit { publishing { quotaUsage } } }`, dialect.Instagram, false, 1},
		{`{ rateLimit { publishing { quotaUsage } } }`, dialect.BasicDisplay, true, 0},
	} {
		p := plan.Compile(plantest.Mapping(t), dialect.Of(c.login), plantest.Operation(t, c.query, nil))
		if calls := p.Calls(dialect.Batch); p.Refused != c.refused || len(calls) != c.calls {
			t.Errorf("%s with %s: refused %t, %d calls", c.query, c.login.Title(), p.Refused, len(calls))
		}
	}
}

func TestCompile_refusesWhatTheLoginTypeLacksOfNodesBehindThoseThatAreKept(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"query", "subscription"} {
		for login, refused := range map[dialect.Login]bool{dialect.Instagram: true, dialect.Facebook: false} {
			p := plan.Compile(plantest.Mapping(t), dialect.Of(login), plantest.Operation(t, operation+` { publication(id: "1") { media { hasPoll } } }`, nil))
			if p.Refused != refused {
				t.Errorf("a %s with %s: refused %t", operation, login.Title(), p.Refused)
			}
		}
	}
}

func TestCompileFor_looksTheChosenAccountUp(t *testing.T) {
	m, d := plantest.Mapping(t), dialect.Of(dialect.Facebook)
	for query, path := range map[string]string{
		`{ me { username } }`:                                 "/17",
		`{ b: me { id } me { username } }`:                    "/17",
		`{ rateLimit { hashtags { used } } me { username } }`: "/17",
		`{ me { __typename } }`:                               "",
	} {
		p := plan.CompileFor(plan.Own{ID: "17", Chosen: true}, m, d, plantest.Operation(t, query, nil))
		calls := p.Calls(dialect.Single)
		if p.Me != nil || p.Chosen == nil || len(calls) > 1 || path == "" != (len(calls) == 0) || path != "" && calls[0].Path != path {
			t.Errorf("%s makes the calls %v", query, calls)
		}
		if path == "" {
			continue
		}
		other := p.With(map[string][]string{plan.OwnAccount: {"18"}})
		if calls := other.Calls(dialect.Single); len(calls) != 1 || calls[0].Path != "/18" || other.Root(other.Chosen.Key) != other.Chosen || p.Chosen.Lookups[0].ID != "17" {
			t.Errorf("%s of another account makes the calls %v", query, calls)
		}
	}
}
