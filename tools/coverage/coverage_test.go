package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/write"
	"github.com/gramql/gramql/internal/mapping"
)

func TestPage_isTheOneThatIsCommitted(t *testing.T) {
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	k, err := readKnown("../../docs/coverage.yml")
	if err != nil {
		t.Fatal(err)
	}
	tests, err := readTests("../../internal/app/reads/testdata/asked.yml")
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../../docs/coverage.md")
	if err != nil {
		t.Fatal(err)
	}
	r := readRows(schema, m)
	if string(committed) != page(m, k, r, tests) {
		t.Error("docs/coverage.md is not what the schema says; run go generate ./...")
	}
	if gaps := gaps(m, r, tests); len(gaps) > 0 {
		t.Errorf("not covered: %s", strings.Join(gaps, "; "))
	}
	for _, row := range []string{"| media_url | Media.mediaUrl | BIF |", "| computed | Media.isReel | IF |", "| ad_id | BoostAd.adId | F |", "| /ig_hashtag_search | Query.hashtag | F |"} {
		if !strings.Contains(string(committed), row) {
			t.Errorf("docs/coverage.md has no row %s", row)
		}
	}
}

func TestGaps_namesWhatIsNotAnsweredOrNotTested(t *testing.T) {
	files, err := filepath.Glob("../../schema/*.graphqls")
	if err != nil || len(files) == 0 {
		t.Fatal("no schema:", err)
	}
	sources := []*ast.Source{{Name: "more", Input: `
		extend type Media { smell: String  scent: String @requires(logins: ["facebook"])  smellUrl: URL @computed(from: "smell") }
		extend type BoostAd { budget: Long }
		extend type InsightPart { unit: String } # in the JSON of another row`}}
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
	m, err := mapping.Read(schema)
	if err != nil {
		t.Fatal(err)
	}
	tests, err := readTests("../../internal/app/reads/testdata/asked.yml")
	if err != nil {
		t.Fatal(err)
	}
	delete(tests, "User.biography")
	for _, coordinate := range []string{"Media.smell", "Media.scent", "Media.smellUrl", "BoostAd.budget", "InsightPart.unit"} {
		tests[coordinate] = "some test"
	}
	const lacks = " has no row in the local graph with "
	want := []string{
		"BoostAd.budget" + lacks + "Facebook Login",
		"Media.scent" + lacks + "Facebook Login",
		"Media.smell" + lacks + "Instagram Basic Display", "Media.smell" + lacks + "Instagram Login", "Media.smell" + lacks + "Facebook Login",
		"Media.smellUrl" + lacks + "Instagram Basic Display", "Media.smellUrl" + lacks + "Instagram Login", "Media.smellUrl" + lacks + "Facebook Login",
		"User.biography is selected by no test",
	}
	if got := gaps(m, readRows(schema, m), tests); !slices.Equal(got, want) {
		t.Errorf("gaps:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestMissing_namesWhatIsNeitherReachedNorLeftOut(t *testing.T) {
	_, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	spec := `{"apis": [{"method": "GET", "endpoint": "media"}, {"method": "POST", "endpoint": "media_publish"},
		{"method": "GET", "name": "#get"}, {"method": "GET", "endpoint": "dataset"}, {"method": "GET", "endpoint": "shoes"}],
		"fields": [{"name": "username"}, {"name": "shoe_size"}]}`
	if err := os.WriteFile(filepath.Join(folder, "IGUser.json"), []byte(spec), 0o600); err != nil {
		t.Fatal(err)
	}
	k := known{Specs: map[string]string{"IGUser": "User"}, LeftOut: []leftOut{{Spec: "IGUser", Name: "dataset", Reason: "none"}}}
	missing, err := k.missing(m, folder)
	if want := []string{"IGUser.shoe_size", "IGUser.shoes"}; err != nil || !slices.Equal(missing, want) {
		t.Errorf("missing %v, %v, want %v", missing, err, want)
	}
	if _, err := k.missing(m, t.TempDir()); err == nil {
		t.Error("a folder without the specification is taken")
	}
}

func TestMissingValues_namesWhatIsNeitherInTheSchemaNorLeftOut(t *testing.T) {
	schema, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	const spec = `[{"name": "periods", "values": ["day", "days_28", "century", "aeon"]}]`
	if err := os.WriteFile(filepath.Join(folder, "enum_types.json"), []byte(spec), 0o600); err != nil {
		t.Fatal(err)
	}
	k := known{Enums: map[string]string{"periods": "InsightsPeriod"}, LeftOut: []leftOut{{Spec: "periods", Name: "aeon", Reason: "none"}}}
	missing, err := k.missingValues(schema, folder)
	if want := []string{"periods.century"}; err != nil || !slices.Equal(missing, want) {
		t.Errorf("missing %v, %v, want %v", missing, err, want)
	}
	k.Enums["metrics"] = "UserMetric"
	if _, err := k.missingValues(schema, folder); err == nil {
		t.Error("values that are not specified are taken")
	}
}

// kindOf returns the kind of node that a type is in the local graph.
func kindOf(t *mapping.Type) catalog.Kind {
	if t.Name == "UpcomingEvent" { // which no root field leads to
		return catalog.UpcomingEvent
	}
	return kinds[t.Name]
}

func TestMutations_areTheWritesOfTheLocalGraph(t *testing.T) {
	_, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	k, err := readKnown("../../docs/coverage.yml")
	if err != nil {
		t.Fatal(err)
	}
	used := map[*write.Write]bool{}
	for _, f := range writes(m) {
		at, edge := place(f)
		for _, login := range loginTypes {
			w := write.Find(f.Write.Method, kindOf(at), edge, login.server)
			if f.SupportedBy(login.client) && w == nil {
				t.Errorf("%s has no write in the local graph with %s", f.Coordinate(), login.client)
			}
			used[w] = true
		}
	}
	for _, w := range write.All() {
		name := strings.TrimSpace(w.Method + " " + w.Edge)
		leftOut := slices.ContainsFunc(k.LeftOut, func(l leftOut) bool { return l.Name == name })
		if w.Node != catalog.Page && used[w] == leftOut {
			t.Errorf("%s of %s: it is neither a mutation nor left out in docs/coverage.yml, or both", name, w.Node)
		}
	}
}
