package plan_test

import (
	"slices"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
)

// selectedOf returns the first selected field of an operation, and the operation.
func selectedOf(t *testing.T, query string) (*graphql.OperationContext, graphql.CollectedField) {
	t.Helper()
	o := plantest.Operation(t, query, nil)
	return o, graphql.CollectFields(o, o.Operation.SelectionSet, []string{"Query"})[0]
}

func TestPermissions_areThoseOfAllThatARootFieldAsksFor(t *testing.T) {
	basic := []string{"instagram_basic", "pages_read_engagement"}
	for query, want := range map[string][]string{
		`{ me { username } }`:                                                                      {"pages_show_list"},
		`{ me { media { nodes { id } } } }`:                                                        {"pages_show_list"},
		`{ media(id: "1") { owner { username } } }`:                                                nil,
		`{ me { media { nodes { comments { nodes { id } } } } } }`:                                 {"instagram_manage_comments", "pages_show_list"},
		`{ me { media { nodes { insights(metrics: [REACH]) { name } } } } }`:                       {"instagram_manage_insights", "pages_show_list"},
		`{ hashtag(name: "coke") { name } }`:                                                       {"Instagram Public Content Access", "pages_show_list"},
		`{ comment(id: "1") { parent { text } } }`:                                                 {"instagram_manage_comments"},
		`{ pages { name } }`:                                                                       {"pages_show_list"},
		`{ pages { conversations(first: 2) { nodes { graphId } } } }`:                              {"instagram_manage_messages", "pages_show_list"},
		`{ accounts { mediaCount } }`:                                                              {"pages_show_list"},
		`{ me { contentPublishingLimit { quotaUsage } } }`:                                         {"instagram_content_publish", "pages_show_list"},
		`{ rateLimit { publishing { quotaUsage } } }`:                                              {"instagram_content_publish", "pages_show_list"},
		`{ media(id: "1") { owner { media { nodes { insights(metrics: [REACH]) { name } } } } } }`: {"instagram_manage_insights"},
		`{ me { shoppingProductTagEligibility } }`:                                                 {"catalog_management", "instagram_shopping_tag_products", "pages_show_list"},
		`{ media(id: "1") { comments { nodes { from { username } } } } }`:                          {"instagram_manage_comments"},
	} {
		o, selected := selectedOf(t, query)
		p := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Facebook), o)
		got := p.Permissions(o, "Query", selected)
		if beyond := slices.DeleteFunc(slices.Clone(got), func(name string) bool { return slices.Contains(basic, name) }); !slices.Equal(beyond, want) || len(got) != len(beyond)+len(basic) {
			t.Errorf("%s needs %q, want %q besides %q", query, got, want, basic)
		}
	}
}

func TestPermissions_areThoseOfAnAccountThatIsReadByItsId(t *testing.T) {
	o, selected := selectedOf(t, `{ me { username } }`)
	for login, want := range map[dialect.Login][]string{dialect.Facebook: {"instagram_basic", "pages_read_engagement"}, dialect.Instagram: {"instagram_business_basic"}} {
		p := plan.CompileFor(plan.Own{ID: "1", Chosen: true}, plantest.Mapping(t), dialect.Of(login), o)
		if got := p.Permissions(o, "Query", selected); !slices.Equal(got, want) {
			t.Errorf("with %s the account needs %q, want %q", login, got, want)
		}
	}
}

func TestPermissions_areThoseOfOneFieldAlone(t *testing.T) {
	o, me := selectedOf(t, `{ me { username media { nodes { comments { nodes { id } } } } } }`)
	p := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), o)
	fields := graphql.CollectFields(o, me.Selections, []string{"User"})
	for i, want := range [][]string{{"instagram_business_basic"}, {"instagram_business_basic", "instagram_business_manage_comments"}} {
		if got := p.Permissions(o, "User", fields[i]); !slices.Equal(got, want) {
			t.Errorf("%s needs %q, want %q", fields[i].Name, got, want)
		}
	}
	o, kept := selectedOf(t, `{ publication(id: "1") { containers { status } media { id } } }`)
	fields = graphql.CollectFields(o, kept.Selections, []string{"Publication"})
	for i, want := range [][]string{{"instagram_business_basic", "instagram_business_content_publish"}, {"instagram_business_basic"}} {
		if got := p.Permissions(o, "Publication", fields[i]); !slices.Equal(got, want) {
			t.Errorf("%s needs %q, want %q", fields[i].Name, got, want)
		}
	}
	o, limit := selectedOf(t, `{ rateLimit { publishing { quotaUsage } } }`)
	if got := p.Permissions(o, "RateLimit", graphql.CollectFields(o, limit.Selections, []string{"RateLimit"})[0]); !slices.Contains(got, "instagram_business_content_publish") {
		t.Errorf("the quota needs %q", got)
	}
	if !p.Maps("User") || p.Maps("MediaConnection") {
		t.Error("a connection is taken for something in the Graph API, or a user is not")
	}
}
