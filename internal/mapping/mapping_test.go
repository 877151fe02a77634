package mapping_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
)

// load reads a schema from files and further text.
func load(t *testing.T, pattern, more string) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatal("no schema:", err)
	}
	sources := []*ast.Source{{Name: "case", Input: more}}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: file, Input: string(text)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// ours reads the mapping of schema/.
func ours(t *testing.T) *mapping.Mapping {
	t.Helper()
	m, err := mapping.Read(load(t, "../../schema/*.graphqls", ""))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRead_takesOurSchema(t *testing.T) {
	m := ours(t)
	for name, node := range map[string]string{
		"User": "IGUser", "Media": "IGMedia", "Comment": "IGComment", "Business": "Business", "CommentAuthor": "",
	} {
		if got := m.Type(name); got == nil || got.Node != node {
			t.Errorf("%s is %+v, want the node %q", name, got, node)
		}
	}
	for _, name := range []string{"MediaConnection", "MediaEdge", "PageInfo", "Node", "String", "MediaType", "Robot"} {
		if m.Type(name) != nil {
			t.Errorf("%s is something in the Graph API", name)
		}
	}
	var names []string
	for _, found := range m.Types() {
		names = append(names, found.Name)
	}
	if !slices.IsSorted(names) || !slices.Contains(names, "Query") {
		t.Errorf("types = %v", names)
	}
}

func TestRead_saysWhatEachFieldIs(t *testing.T) {
	m := ours(t)
	for _, c := range []struct {
		typeName, field string
		kind            mapping.Kind
		names           []string
		target          string
	}{
		{"User", "profilePictureUrl", mapping.Plain, []string{"profile_picture_url"}, ""},
		{"User", "graphId", mapping.Plain, []string{"id"}, ""},
		{"Media", "copyrightCheckInformation", mapping.Plain, []string{"copyright_check_information"}, ""},
		{"Media", "owner", mapping.Object, []string{"owner"}, "User"},
		{"Comment", "media", mapping.Object, []string{"media"}, "Media"},
		{"Comment", "from", mapping.Object, []string{"from"}, "CommentAuthor"},
		{"Comment", "parent", mapping.Reference, []string{"parent_id"}, "Comment"},
		{"User", "media", mapping.Connection, nil, "Media"},
		{"Query", "me", mapping.Root, nil, "User"},
		{"Query", "node", mapping.Root, nil, ""},
	} {
		f := m.Type(c.typeName).Fields[c.field]
		target := ""
		if f.Target != nil {
			target = f.Target.Name
		}
		if f.Kind != c.kind || !slices.Equal(f.Names, c.names) || target != c.target {
			t.Errorf("%s is %d of %v, behind it %q", f.Coordinate(), f.Kind, f.Names, target)
		}
	}
}

func TestRead_saysHowEachEdgePages(t *testing.T) {
	m := ours(t)
	for coordinate, want := range map[[2]string]mapping.Edge{
		{"User", "media"}:      {Name: "media", Count: "media_count", PageSize: 100, Paging: mapping.Links},
		{"Media", "children"}:  {Name: "children", PageSize: 100, Paging: mapping.Unpaged},
		{"Media", "comments"}:  {Name: "comments", PageSize: 50, Paging: mapping.Next},
		{"Comment", "replies"}: {Name: "replies", PageSize: 50, Paging: mapping.Next},
	} {
		got := m.Type(coordinate[0]).Fields[coordinate[1]].Edge
		if got.Name != want.Name || got.Count != want.Count || got.PageSize != want.PageSize || got.Paging != want.Paging || got.Parent != m.Type(coordinate[0]) {
			t.Errorf("%v is %+v", coordinate, got)
		}
	}
}

func TestRead_takesTheSameAfterTheDirectivesAreHidden(t *testing.T) {
	schema := load(t, "../../schema/*.graphqls", "")
	mapping.Hide(schema)
	m, err := mapping.Read(schema)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Type("User").Fields["media"].Edge; got.Count != "media_count" || got.PageSize != 100 {
		t.Errorf("media is %+v", got)
	}
}

func TestHide_takesOurDirectivesOutOfWhatIntrospectionShows(t *testing.T) {
	schema := load(t, "../../schema/*.graphqls", "")
	for _, name := range mapping.Directives {
		if schema.Directives[name] == nil {
			t.Errorf("@%s is not declared", name)
		}
	}
	mapping.Hide(schema)
	for _, name := range mapping.Directives {
		if schema.Directives[name] != nil {
			t.Errorf("@%s is shown", name)
		}
	}
	for _, name := range []string{"skip", "include", "deprecated", "specifiedBy"} {
		if schema.Directives[name] == nil {
			t.Errorf("@%s is hidden", name)
		}
	}
}

// faultCase is one entry of testdata/faults.yml.
type faultCase struct{ Name, Schema, Error string }

func TestRead_namesEverythingThatDoesNotFit(t *testing.T) {
	text, err := os.ReadFile("testdata/faults.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []faultCase
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			m, err := mapping.Read(load(t, "../../schema/directives.graphqls", c.Schema))
			if err == nil || err.Error() != c.Error || m != nil {
				t.Errorf("mapping %v, error %v\nwant %s", m, err, c.Error)
			}
		})
	}
}

func TestRead_turnsArgumentsIntoParameters(t *testing.T) {
	m, err := mapping.Read(load(t, "../../schema/directives.graphqls", `
		scalar DateTime
		enum Period { DAY WEEK }
		type Query { me: User @root(by: "me") }
		type User @node(type: "IGUser") {
			id: ID!
			insights(metric: [String!]!, period: Period, since: DateTime, for: ID @param(name: "user_id")): [Insight!] @edge
			newest(kind: String): Insight @edge(name: "latest", paging: "unpaged")
			businessDiscovery(username: String!): User @finder
		}
		type Insight { name: String }`))
	if err != nil {
		t.Fatal(err)
	}
	user := m.Type("User")
	for name, want := range map[string]mapping.Kind{"insights": mapping.List, "newest": mapping.Single, "businessDiscovery": mapping.Finder} {
		if got := user.Fields[name].Kind; got != want {
			t.Errorf("%s is %d, want %d", name, got, want)
		}
	}
	want := []mapping.Param{
		{Argument: "metric", Name: "metric", Type: mapping.Text}, {Argument: "period", Name: "period", Type: mapping.Enum},
		{Argument: "since", Name: "since", Type: mapping.Time}, {Argument: "for", Name: "user_id", Type: mapping.ID},
	}
	if got := user.Fields["insights"].Params; !slices.Equal(got, want) {
		t.Errorf("parameters = %+v", got)
	}
	if got := user.Fields["businessDiscovery"].Edge.Name; got != "business_discovery" {
		t.Errorf("the finder is called %s", got)
	}
	if got := user.Fields["newest"].Edge.Name; got != "latest" {
		t.Errorf("the edge is called %s", got)
	}
}

func TestRead_saysWhichParameterNamesMetrics(t *testing.T) {
	m := ours(t)
	for coordinate, want := range map[[2]string][2]string{
		{"User", "insights"}: {"metric", "name"}, {"Media", "insights"}: {"metric", "name"}, {"User", "media"}: {},
	} {
		if e := m.Type(coordinate[0]).Fields[coordinate[1]].Edge; [2]string{e.Metrics, e.Metric} != want {
			t.Errorf("the metrics of %v are named by %q, and told by %q", coordinate, e.Metrics, e.Metric)
		}
	}
}

func TestSnakeCase_spellsNamesAsTheGraphAPIDoes(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "id": "id", "mediaUrl": "media_url", "isAiGenerated": "is_ai_generated", "legacyInstagramUserId": "legacy_instagram_user_id",
		"stories": "stories", "aB": "a_b",
	} {
		if got := mapping.SnakeCase(name); got != want {
			t.Errorf("SnakeCase(%s) = %s, want %s", name, got, want)
		}
	}
}

func TestRefusal_namesTheFieldAndTheLoginTypesThatHaveIt(t *testing.T) {
	m := ours(t)
	for _, c := range []struct {
		typeName, field string
		login           dialect.Login
		message, hint   string
	}{
		{"User", "biography", dialect.BasicDisplay, "User.biography does not exist with Instagram Basic Display",
			"It exists with Instagram Login and Facebook Login: leave it out, or use a token of that login type."},
		{"User", "igId", dialect.Instagram, "User.igId does not exist with Instagram Login",
			"It exists with Facebook Login: leave it out, or use a token of that login type."},
		{"User", "altText", dialect.Facebook, "User.altText does not exist with Facebook Login",
			"No login type answers it: leave it out."},
		{"Query", "comment", dialect.BasicDisplay, "Query.comment does not exist with Instagram Basic Display", // for the node behind it
			"It exists with Instagram Login and Facebook Login: leave it out, or use a token of that login type."},
		{"User", "ownerBusiness", dialect.Instagram, "User.ownerBusiness does not exist with Instagram Login",
			"It exists with Facebook Login: leave it out, or use a token of that login type."},
	} {
		f := m.Type(c.typeName).Fields[c.field]
		refusal, ok := errors.AsType[*mapping.UnsupportedError](f.Refusal(c.login))
		if !ok || refusal.Error() != c.message || refusal.Hint() != c.hint || f.SupportedBy(c.login) {
			t.Errorf("%s: %v", f.Coordinate(), refusal)
		}
	}
}

func TestRefusal_isNoneWhereTheLoginTypeHasTheField(t *testing.T) {
	for _, found := range ours(t).Types() {
		for _, f := range found.Fields {
			for _, login := range []dialect.Login{dialect.BasicDisplay, dialect.Instagram, dialect.Facebook} {
				if err := f.Refusal(login); (err == nil) != f.SupportedBy(login) {
					t.Errorf("%s with %s: %v", f.Coordinate(), login, err)
				}
			}
		}
	}
}

func TestPermissions_areThoseOfTheFieldAndOfWhatStandsBehindIt(t *testing.T) {
	m := ours(t)
	if got := m.Type("Media").Fields["comments"].Permissions(); !slices.Equal(got, []dialect.Permission{dialect.Comments, dialect.Comments}) {
		t.Errorf("comments need %v", got)
	}
	if got := m.Type("Comment").Fields["media"].Permissions(); !slices.Equal(got, []dialect.Permission{dialect.None, dialect.Media}) {
		t.Errorf("a comment's media needs %v", got)
	}
}
